local totals, regions = {}, {}
local lines = io.lines()
lines()
for line in lines do
  local region, amount, price = line:match("[^,]*,[^,]*,([^,]*),([^,]*),([^,]*)")
  if not totals[region] then
    totals[region] = 0
    regions[#regions + 1] = region
  end
  totals[region] = totals[region] + tonumber(amount) * tonumber(price)
end
table.sort(regions)
for _, region in ipairs(regions) do print(string.format("%s %.2f", region, totals[region])) end
