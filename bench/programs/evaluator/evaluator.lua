local text, at, sums

local function peek() return text:sub(at, at) end

local function operand()
  if peek() == "(" then
    at = at + 1
    local e = sums()
    at = at + 1
    return e
  elseif peek() == "-" then
    at = at + 1
    return {op = "neg", left = operand()}
  end
  local start, stop = text:find("^%d+", at)
  at = stop + 1
  return {op = "num", n = tonumber(text:sub(start, stop))}
end

local function products()
  local e = operand()
  while peek() == "*" or peek() == "%" do
    local op = peek()
    at = at + 1
    e = {op = op, left = e, right = operand()}
  end
  return e
end

function sums()
  local e = products()
  while peek() == "+" or peek() == "-" do
    local op = peek()
    at = at + 1
    e = {op = op, left = e, right = products()}
  end
  return e
end

local function value(e)
  if e.op == "num" then return e.n end
  if e.op == "neg" then return -value(e.left) end
  local u, v = value(e.left), value(e.right)
  if e.op == "+" then return u + v end
  if e.op == "-" then return u - v end
  if e.op == "*" then return u * v end
  return u % v
end

local sum = 0
for line in io.lines() do
  text, at = line, 1
  sum = sum + value(sums())
end
print(string.format("%d", sum))
