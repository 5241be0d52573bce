let best = -Infinity, sum = 0
for (let x = 1, n = +process.argv[2]; x <= n; x++) {
  const v = x * 7919 % 2003 - 1001
  sum = Math.max(v, sum + v)
  best = Math.max(best, sum)
}
console.log(best)
