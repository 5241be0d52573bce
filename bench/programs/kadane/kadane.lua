local best, sum = -math.huge, 0
for x = 1, tonumber(arg[1]) do
  local v = x * 7919 % 2003 - 1001
  sum = math.max(v, sum + v)
  best = math.max(best, sum)
end
print(best)
