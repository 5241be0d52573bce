const n = Number(process.argv[2]);
const totals = new Map();
for (let i = 0, x = 1; i < n; i++, x = (x * 16807) % 2147483647) totals.set(x % 1000, (totals.get(x % 1000) ?? 0) + x);
console.log(`${totals.size} ${Math.max(...totals.values())} [${[...totals.keys()].slice(0, 5)}]`);
