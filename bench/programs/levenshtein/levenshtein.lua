local function text(seed, n)
  local s = {}
  for i = 1, n do
    s[i] = ("abcd"):byte(seed % 4 + 1)
    seed = seed * 16807 % 2147483647
  end
  return s
end

local n = tonumber(arg[1])
local s, t, row, next = text(1, n), text(7, n), {}, {}
for j = 0, n do row[j] = j end
for i = 1, n do
  next[0] = row[0] + 1
  for j = 1, n do
    local corner = row[j - 1] + (t[j] == s[i] and 0 or 1)
    next[j] = math.min(next[j - 1] + 1, row[j] + 1, corner)
  end
  row, next = next, row
end
print(row[n])
