local X = {kind = "x"}
local function num(n) return {kind = "num", n = n} end
local function node(kind, p, q) return {kind = kind, p = p, q = q} end
local function is(e, n) return e.kind == "num" and e.n == n end
local function both(p, q) return p.kind == "num" and q.kind == "num" end

local function add(p, q)
  if is(p, 0) then return q end
  if is(q, 0) then return p end
  if both(p, q) then return num(p.n + q.n) end
  return node("add", p, q)
end

local function mul(p, q)
  if is(p, 0) or is(q, 1) then return p end
  if is(q, 0) or is(p, 1) then return q end
  if both(p, q) then return num(p.n * q.n) end
  return node("mul", p, q)
end

local function derive(e)
  if e.kind == "num" then return num(0) end
  if e.kind == "x" then return num(1) end
  if e.kind == "add" then return add(derive(e.p), derive(e.q)) end
  return add(mul(derive(e.p), e.q), mul(e.p, derive(e.q)))
end

local function value(e, x)
  if e.kind == "num" then return e.n end
  if e.kind == "x" then return x end
  if e.kind == "add" then return value(e.p, x) + value(e.q, x) end
  return value(e.p, x) * value(e.q, x)
end

local function power(e, n) return n == 1 and e or node("mul", e, power(e, n - 1)) end

local function start(n)
  return node("mul", power(node("add", X, num(n)), 4), power(node("add", node("mul", X, X), num(-n)), 3))
end

local sum = 0
for i = 1, tonumber(arg[1]) do sum = sum + value(derive(derive(derive(start(i % 10)))), i % 7) end
print(string.format("%d", sum))
