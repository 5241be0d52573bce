local function is_prime(n)
  for d = 2, math.sqrt(n) do
    if n % d == 0 then return false end
  end
  return true
end

local left, n = tonumber(arg[1]), 1
while left > 0 do
  n = n + 1
  if is_prime(n) then left = left - 1 end
end
print(n)
