const at = (i, j) => 1 / ((i + j) * (i + j + 1) / 2 + i + 1)
function times(u, v) {
  for (let i = 0; i < v.length; i++) {
    v[i] = 0
    for (let j = 0; j < u.length; j++) v[i] += u[j] * at(i, j)
  }
}
function back(u, v) {
  for (let i = 0; i < v.length; i++) {
    v[i] = 0
    for (let j = 0; j < u.length; j++) v[i] += u[j] * at(j, i)
  }
}
const dot = (u, v) => u.reduce((sum, e, i) => sum + e * v[i], 0)
const n = +process.argv[2], u = new Float64Array(n).fill(1), v = new Float64Array(n), w = new Float64Array(n)
for (let k = 0; k < 19; k++) {
  times(u, w)
  back(w, u)
}
times(u, w)
back(w, v)
console.log(Math.sqrt(dot(u, v) / dot(u, u)).toFixed(9))
