local function dot(u, v)
  local sum = 0
  for i = 1, #u do sum = sum + u[i] * v[i] end
  return sum
end
local n = tonumber(arg[1])
local k, l, u, v = {}, {}, {}, {}
for i = 1, n do
  k[i] = i % 1000
  u[i] = 1 / i
  v[i] = k[i] / 1000
end
for i = 1, n do l[i] = k[n + 1 - i] end
print(string.format("%.9f %d", dot(u, v) / math.sqrt(dot(u, u) * dot(v, v)), dot(k, l)))
