local counts, all = {}, {}
for line in io.lines() do
  for word in line:gmatch("%S+") do
    if not counts[word] then all[#all + 1] = word end
    counts[word] = (counts[word] or 0) + 1
  end
end
table.sort(all, function(p, q)
  if counts[p] ~= counts[q] then return counts[p] > counts[q] end
  return p < q
end)
for i = 1, math.min(10, #all) do print(all[i] .. " " .. counts[all[i]]) end
