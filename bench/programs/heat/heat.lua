local n, u, next, sum = tonumber(arg[1]), {}, {}, 0
for i = 1, n do u[i] = 0 end
u[1], u[n] = 100, 50
for _ = 1, 1000 do
  next[1], next[n] = u[1], u[n]
  for i = 2, n - 1 do next[i] = u[i - 1] * 0.25 + u[i] * 0.5 + u[i + 1] * 0.25 end
  u, next = next, u
end
for i = 1, n do sum = sum + u[i] end
print(string.format("%.6f %.6f", u[10], sum))
