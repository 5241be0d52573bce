local n, x, best = tonumber(arg[1]), 1, {}
local room = 10 * n
local function next()
  local now = x
  x = x * 16807 % 2147483647
  return now
end
for r = 0, room do best[r] = 0 end
for _ = 1, n do
  local weight = next() % 100 + 1
  local value = next() % 1000
  for r = room, weight, -1 do best[r] = math.max(best[r], best[r - weight] + value) end
end
print(best[room])
