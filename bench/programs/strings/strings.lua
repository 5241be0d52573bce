local n = tonumber(arg[1])
local numbers, words, turned, sum = {}, {}, {}, 0
for i = 1, n do numbers[i] = string.format("%d", i) end
local s = table.concat(numbers, " ")
for word in s:gmatch("[^ ]+") do
  words[#words + 1] = word
  sum = sum + tonumber(word)
end
for i = #words, 1, -1 do turned[#turned + 1] = words[i] end
print(string.format("%d %d %s", #s, sum, table.concat(turned, "; "):sub(-40)))
