local totals, order, x, most = {}, {}, 1, 0
for _ = 1, tonumber(arg[1]) do
  local k = x % 1000
  if not totals[k] then order[#order + 1] = k end
  totals[k] = (totals[k] or 0) + x
  x = x * 16807 % 2147483647
end
for _, total in pairs(totals) do most = math.max(most, total) end
print(string.format("%d %d [%s]", #order, most, table.concat(order, ",", 1, 5)))
