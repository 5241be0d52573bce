local n = tonumber(arg[1])
local p, q, most, sum = {}, {}, 0, 0
local function flips()
  for i = 0, n - 1 do q[i] = p[i] end
  local k = 0
  while q[0] ~= 0 do
    local i, j = 0, q[0]
    while i < j do
      q[i], q[j] = q[j], q[i]
      i, j = i + 1, j - 1
    end
    k = k + 1
  end
  return k
end
local function visit(k)
  if k == 1 then
    local f = flips()
    sum = sum + f
    most = math.max(most, f)
    return
  end
  for _ = 1, k do
    visit(k - 1)
    local first = p[0]
    for i = 1, k - 1 do p[i - 1] = p[i] end
    p[k - 1] = first
  end
end
for i = 0, n - 1 do p[i] = i end
visit(n)
print(most .. " " .. sum)
