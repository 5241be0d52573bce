function dot(u, v) {
  let sum = 0
  for (let i = 0; i < u.length; i++) sum += u[i] * v[i]
  return sum
}
const n = +process.argv[2]
const k = Float64Array.from({ length: n }, (_, i) => (i + 1) % 1000)
const u = Float64Array.from({ length: n }, (_, i) => 1 / (i + 1))
const v = k.map(e => e / 1000), l = k.slice().reverse()
console.log((dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v))).toFixed(9), dot(k, l))
