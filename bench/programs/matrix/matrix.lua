local function made(n, element)
  local m = {}
  for i = 1, n do
    local row = {}
    for j = 1, n do row[j] = element(i, j) end
    m[i] = row
  end
  return m
end
local function dot(u, v)
  local sum = 0
  for i = 1, #u do sum = sum + u[i] * v[i] end
  return sum
end
local n = tonumber(arg[1])
local function matrix(k) return made(n, function(i, j) return ((i - 1) * (j - 1) % 7 + k) / 10 end) end
local p, q = matrix(1), matrix(2)
local t = made(n, function(i, j) return q[j][i] end)
local m = made(n, function(i, j) return dot(p[i], t[j]) end)
local trace, total = 0, 0
for i = 1, n do
  local sum = 0
  for j = 1, n do sum = sum + m[i][j] end
  trace, total = trace + m[i][i], total + sum
end
print(string.format("%.6f %.6f", trace, total))
