const n = Number(process.argv[2]);
const v = [];
for (let i = 0, x = 1; i < n; i++, x = (x * 16807) % 2147483647) v.push(x);
v.sort((p, q) => p - q);
let sum = 0;
for (let i = 0; i < n; i += 1000) sum += v[i];
console.log(String(sum));
