local root

local function replace(n, by)
  local parent = n.parent
  by.parent, n.parent = parent, by
  if not parent then root = by elseif n == parent.left then parent.left = by else parent.right = by end
end

local function rotate_left(n)
  local up = n.right
  replace(n, up)
  n.right = up.left
  if up.left then up.left.parent = n end
  up.left = n
end

local function rotate_right(n)
  local up = n.left
  replace(n, up)
  n.left = up.right
  if up.right then up.right.parent = n end
  up.right = n
end

local function repair(n)
  while n.parent and n.parent.red do
    local parent, grand = n.parent, n.parent.parent
    local left = parent == grand.left
    local uncle
    if left then uncle = grand.right else uncle = grand.left end
    if uncle and uncle.red then
      parent.red, uncle.red, grand.red = false, false, true
      n = grand
    else
      if left and n == parent.right then
        rotate_left(parent)
        parent = n
      elseif not left and n == parent.left then
        rotate_right(parent)
        parent = n
      end
      parent.red, grand.red = false, true
      if left then rotate_right(grand) else rotate_left(grand) end
      break
    end
  end
  root.red = false
end

local function insert(key)
  local parent, at = nil, root
  while at do
    parent = at
    if key == at.key then return end
    if key < at.key then at = at.left else at = at.right end
  end
  local n = {parent = parent, key = key, red = true}
  if not parent then root = n elseif key < parent.key then parent.left = n else parent.right = n end
  repair(n)
end

local function has(key)
  local n = root
  while n and n.key ~= key do
    if key < n.key then n = n.left else n = n.right end
  end
  return n ~= nil
end

local function size(n) return n and size(n.left) + 1 + size(n.right) or 0 end
local function total(n) return n and total(n.left) + n.key + total(n.right) or 0 end

local n, x, found = tonumber(arg[1]), 1, 0
for _ = 1, n do
  insert(x % (2 * n))
  x = x * 16807 % 2147483647
end
for k = 1, n do
  if has(k) then found = found + 1 end
end
print(string.format("%d %d %d", size(root), total(root), found))
