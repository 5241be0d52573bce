local n, v, x, sum = tonumber(arg[1]), {}, 1, 0
for i = 1, n do
  v[i] = x
  x = x * 16807 % 2147483647
end
table.sort(v)
for i = 1, n, 1000 do sum = sum + v[i] end
print(string.format("%d", sum))
