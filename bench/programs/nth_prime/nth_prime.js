function isPrime(n) {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return true;
}

let left = Number(process.argv[2]);
let n = 1;
while (left > 0) if (isPrime(++n)) left--;
console.log(String(n));
