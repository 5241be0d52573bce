local function escape(p, q)
  local u, v, k = 0, 0, 0
  while k < 50 and u * u + v * v <= 4 do
    u, v, k = u * u - v * v + p, 2 * u * v + q, k + 1
  end
  return k
end
local n, sum = tonumber(arg[1]), 0
for j = 0, n - 1 do
  for i = 0, n - 1 do sum = sum + escape(2 * i / n - 1.5, 2 * j / n - 1) end
end
print(sum)
