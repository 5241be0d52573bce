local n, count, sum = tonumber(arg[1]), 0, 0
for x = 1, n - 1 do
  for y = x + 1, n - 1 do
    for z = y + 1, n - 1 do
      if x * x + y * y == z * z then count, sum = count + 1, sum + x + y + z end
    end
  end
end
print(count .. " " .. sum)
