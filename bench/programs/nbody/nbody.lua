local sqrt = math.sqrt
local function body(x, y, z, u, v, w, m) return {x = x, y = y, z = z, u = u, v = v, w = w, m = m} end
local bodies = {
  body(0, 0, 0, 0, 0, 0, 39.47),
  body(4.84, -1.16, -0.10, 0.61, 2.81, -0.02, 0.037),
  body(8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011),
  body(12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017),
  body(15.37, -25.9, 0.179, 0.979, 0.594, -0.034, 0.002),
}
local function soft(i, j, k) return i * i + j * j + k * k + 0.01 end
local function pull(p, q)
  local i, j, k = q.x - p.x, q.y - p.y, q.z - p.z
  local s = soft(i, j, k)
  local f = 0.001 * q.m / (s * sqrt(s))
  p.u, p.v, p.w = p.u + f * i, p.v + f * j, p.w + f * k
end
local function step()
  for p = 1, #bodies do
    for q = 1, #bodies do pull(bodies[p], bodies[q]) end
  end
  for i = 1, #bodies do
    local p = bodies[i]
    p.x, p.y, p.z = p.x + 0.001 * p.u, p.y + 0.001 * p.v, p.z + 0.001 * p.w
  end
end
local function energy()
  local kinetic, potential = 0, 0
  for i, p in ipairs(bodies) do
    kinetic = kinetic + p.m * (p.u * p.u + p.v * p.v + p.w * p.w) / 2
    for j = i + 1, #bodies do
      local q = bodies[j]
      potential = potential + p.m * q.m / sqrt(soft(q.x - p.x, q.y - p.y, q.z - p.z))
    end
  end
  return kinetic - potential
end
for _ = 1, tonumber(arg[1]) do step() end
print(string.format("%.9f", energy()))
