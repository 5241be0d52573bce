local function make(item, depth)
  if depth == 0 then return nil end
  return {left = make(2 * item - 1, depth - 1), right = make(2 * item, depth - 1), item = item}
end

local function check(t)
  return t and check(t.left) + t.item - check(t.right) or 0
end

local n, sums = tonumber(arg[1]), {}
for depth = 4, n, 2 do
  local sum = 0
  for i = 1, 2 ^ (n - depth + 4) do sum = sum + check(make(i, depth)) end
  sums[#sums + 1] = string.format("%d", sum)
end
print(table.concat(sums, " "))
