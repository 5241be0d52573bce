local n = tonumber(arg[1])
local prime = {}
for i = 2, n do prime[i] = true end
for p = 2, math.sqrt(n) do
  if prime[p] then
    for i = p * p, n, p do prime[i] = false end
  end
end
local count, sum = 0, 0
for p = 2, n do
  if prime[p] then count, sum = count + 1, sum + p end
end
print(string.format("%d %d", count, sum))
