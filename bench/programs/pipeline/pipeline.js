let sum = 0
for (let x = 1, n = +process.argv[2]; x <= n; x++) {
  const m = x * 7919 % 1009
  if (m % 2 === 0) sum += m + 1
}
console.log(sum)
