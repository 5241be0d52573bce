const free = (q, qs) => qs.every((y, i) => y !== q && Math.abs(y - q) !== qs.length - i)
function count(n, qs) {
  if (qs.length === n) return 1
  let sum = 0
  for (let q = 1; q <= n; q++)
    if (free(q, qs)) {
      qs.push(q)
      sum += count(n, qs)
      qs.pop()
    }
  return sum
}
console.log(count(+process.argv[2], []))
