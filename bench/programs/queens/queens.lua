local function free(q, qs, k)
  for i = 1, k do
    if qs[i] == q or math.abs(qs[i] - q) == k + 1 - i then return false end
  end
  return true
end
local function count(n, qs, k)
  if k == n then return 1 end
  local sum = 0
  for q = 1, n do
    if free(q, qs, k) then
      qs[k + 1] = q
      sum = sum + count(n, qs, k + 1)
    end
  end
  return sum
end
print(count(tonumber(arg[1]), {}, 0))
