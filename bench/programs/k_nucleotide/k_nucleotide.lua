local function frequencies(s, k)
  local counts, different, most = {}, 0, 0
  for i = 1, #s - k + 1 do
    local piece = s:sub(i, i + k - 1)
    counts[piece] = (counts[piece] or 0) + 1
  end
  for _, n in pairs(counts) do
    different = different + 1
    most = math.max(most, n)
  end
  print(k .. " " .. different .. " " .. most)
end

local s = io.read("*l")
for _, k in ipairs {1, 2, 3, 4, 6, 12, 18} do frequencies(s, k) end
