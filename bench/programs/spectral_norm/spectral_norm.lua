local function at(i, j)
  local d = i + j
  return 1 / (d * (d + 1) / 2 + i + 1)
end
local function times(u)
  local v = {}
  for i = 1, #u do
    local sum = 0
    for j = 1, #u do sum = sum + u[j] * at(i - 1, j - 1) end
    v[i] = sum
  end
  return v
end
local function back(u)
  local v = {}
  for i = 1, #u do
    local sum = 0
    for j = 1, #u do sum = sum + u[j] * at(j - 1, i - 1) end
    v[i] = sum
  end
  return v
end
local function dot(u, v)
  local sum = 0
  for i = 1, #u do sum = sum + u[i] * v[i] end
  return sum
end
local u = {}
for i = 1, tonumber(arg[1]) do u[i] = 1 end
for _ = 1, 19 do u = back(times(u)) end
print(string.format("%.9f", math.sqrt(dot(u, back(times(u))) / dot(u, u))))
