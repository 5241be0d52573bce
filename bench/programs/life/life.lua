local function step(g, n)
  local next = {}
  for i = 1, n do
    local p, q, r, row = g[i > 1 and i - 1 or n], g[i], g[i < n and i + 1 or 1], {}
    for j = 1, n do
      local left, right = j > 1 and j - 1 or n, j < n and j + 1 or 1
      local near = p[left] + p[j] + p[right] + q[left] + q[j] + q[right] + r[left] + r[j] + r[right]
      row[j] = (near == 3 or near == 4 and q[j] == 1) and 1 or 0
    end
    next[i] = row
  end
  return next
end

local n, g, x, alive = tonumber(arg[1]), {}, 1, 0
for i = 1, n do
  g[i] = {}
  for j = 1, n do
    g[i][j] = math.floor(x % 3 / 2)
    x = x * 16807 % 2147483647
  end
end
for _ = 1, 100 do g = step(g, n) end
for i = 1, n do
  for j = 1, n do alive = alive + g[i][j] end
end
print(alive)
