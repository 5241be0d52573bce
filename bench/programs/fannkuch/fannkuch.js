let most = 0, sum = 0
function flips(p) {
  const q = p.slice()
  let k = 0
  for (; q[0] !== 0; k++)
    for (let i = 0, j = q[0]; i < j; i++, j--) {
      const t = q[i]
      q[i] = q[j]
      q[j] = t
    }
  return k
}
function visit(p, k) {
  if (k === 1) {
    const f = flips(p)
    sum += f
    most = Math.max(most, f)
    return
  }
  for (let i = 0; i < k; i++) {
    visit(p, k - 1)
    const first = p[0]
    p.copyWithin(0, 1, k)
    p[k - 1] = first
  }
}
const n = +process.argv[2]
visit([...Array(n).keys()], n)
console.log(most, sum)
