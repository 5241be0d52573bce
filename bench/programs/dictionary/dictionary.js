const key = (n) => (n * 48271) % 2147483647;

const n = Number(process.argv[2]);
const t = new Map();
for (let i = 1; i <= n; i++) t.set(key(i), i);
let sum = 0;
for (let i = 1; i <= 2 * n; i++) sum += t.get(key(i)) ?? 0;
console.log(`${t.size} ${sum}`);
