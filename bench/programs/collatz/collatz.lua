local function steps(n)
  local k = 1
  while n ~= 1 do
    if n % 2 == 1 then n = 3 * n + 1 else n = n / 2 end
    k = k + 1
  end
  return k
end
local best, most = 0, 0
for n = 1, tonumber(arg[1]) - 1 do
  local k = steps(n)
  if k > most then best, most = n, k end
end
print(best .. " " .. most)
