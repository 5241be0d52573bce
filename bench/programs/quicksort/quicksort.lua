local function quicksort(v, first, last)
  if first >= last then return end
  local pivot, low, high = v[first], first, last
  while low <= high do
    while v[low] < pivot do low = low + 1 end
    while v[high] > pivot do high = high - 1 end
    if low <= high then
      v[low], v[high] = v[high], v[low]
      low, high = low + 1, high - 1
    end
  end
  quicksort(v, first, high)
  quicksort(v, low, last)
end

local n, v, x, sum = tonumber(arg[1]), {}, 1, 0
for i = 1, n do
  v[i] = x
  x = x * 16807 % 2147483647
end
quicksort(v, 1, n)
for i = 1, n, 1000 do sum = sum + v[i] end
print(string.format("%d", sum))
