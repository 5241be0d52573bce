local sum = 0
for x = 1, tonumber(arg[1]) do
  local m = x * 7919 % 1009
  if m % 2 == 0 then sum = sum + m + 1 end
end
print(string.format("%d", sum))
