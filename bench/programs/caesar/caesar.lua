local function turn(base) return function(c) return string.char(base + (c:byte() - base + 3) % 26) end end
local lower, upper = turn(97), turn(65)

for line in io.lines() do
  io.write(line:gsub("%l", lower):gsub("%u", upper):reverse(), "\n")
end
