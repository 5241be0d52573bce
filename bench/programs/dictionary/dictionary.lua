local function key(n) return n * 48271 % 2147483647 end

local n, t, count, sum = tonumber(arg[1]), {}, 0, 0
for i = 1, n do t[key(i)] = i end
for i = 1, 2 * n do sum = sum + (t[key(i)] or 0) end
for _ in pairs(t) do count = count + 1 end
print(string.format("%d %d", count, sum))
