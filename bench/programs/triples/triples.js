const n = +process.argv[2]
let count = 0, sum = 0
for (let x = 1; x < n; x++)
  for (let y = x + 1; y < n; y++)
    for (let z = y + 1; z < n; z++)
      if (x * x + y * y === z * z) { count++; sum += x + y + z }
console.log(count, sum)
