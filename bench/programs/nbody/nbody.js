const body = (x, y, z, u, v, w, m) => ({ x, y, z, u, v, w, m })
const bodies = [
  body(0, 0, 0, 0, 0, 0, 39.47),
  body(4.84, -1.16, -0.10, 0.61, 2.81, -0.02, 0.037),
  body(8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011),
  body(12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017),
  body(15.37, -25.9, 0.179, 0.979, 0.594, -0.034, 0.002),
]
const soft = (i, j, k) => i * i + j * j + k * k + 0.01
function pull(p, q) {
  const i = q.x - p.x, j = q.y - p.y, k = q.z - p.z, s = soft(i, j, k), f = 0.001 * q.m / (s * Math.sqrt(s))
  p.u += f * i
  p.v += f * j
  p.w += f * k
}
function step() {
  for (const p of bodies)
    for (const q of bodies) pull(p, q)
  for (const p of bodies) {
    p.x += 0.001 * p.u
    p.y += 0.001 * p.v
    p.z += 0.001 * p.w
  }
}
function energy() {
  let kinetic = 0, potential = 0
  bodies.forEach((p, i) => {
    kinetic += p.m * (p.u * p.u + p.v * p.v + p.w * p.w) / 2
    for (const q of bodies.slice(i + 1)) potential += p.m * q.m / Math.sqrt(soft(q.x - p.x, q.y - p.y, q.z - p.z))
  })
  return kinetic - potential
}
for (let n = +process.argv[2]; n > 0; n--) step()
console.log(energy().toFixed(9))
