function escape(p, q) {
  let u = 0, v = 0, k = 0
  for (; k < 50 && u * u + v * v <= 4; k++) {
    const w = u * u - v * v + p
    v = 2 * u * v + q
    u = w
  }
  return k
}
const n = +process.argv[2]
let sum = 0
for (let j = 0; j < n; j++)
  for (let i = 0; i < n; i++) sum += escape(2 * i / n - 1.5, 2 * j / n - 1)
console.log(sum)
