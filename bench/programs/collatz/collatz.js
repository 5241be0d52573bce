function steps(n) {
  let k = 1
  for (; n !== 1; k++) n = n % 2 ? 3 * n + 1 : n / 2
  return k
}
let best = 0, most = 0
for (let n = 1; n < +process.argv[2]; n++) {
  const k = steps(n)
  if (k > most) [best, most] = [n, k]
}
console.log(best, most)
