const n = +process.argv[2]
const prime = new Uint8Array(n + 1).fill(1)
for (let p = 2; p * p <= n; p++)
  if (prime[p])
    for (let i = p * p; i <= n; i += p) prime[i] = 0
let count = 0, sum = 0
for (let p = 2; p <= n; p++)
  if (prime[p]) { count++; sum += p }
console.log(count, sum)
