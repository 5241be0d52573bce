const matrix = (n, k) => Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i * j % 7 + k) / 10))
const transpose = m => m.map((_, j) => Float64Array.from(m, row => row[j]))
function dot(u, v) {
  let sum = 0
  for (let i = 0; i < u.length; i++) sum += u[i] * v[i]
  return sum
}
function times(p, q) {
  const t = transpose(q)
  return p.map(row => Float64Array.from(t, column => dot(row, column)))
}
const sum = v => v.reduce((s, e) => s + e, 0)
const n = +process.argv[2], m = times(matrix(n, 1), matrix(n, 2))
console.log(sum(m.map((row, i) => row[i])).toFixed(6), sum(m.map(sum)).toFixed(6))
