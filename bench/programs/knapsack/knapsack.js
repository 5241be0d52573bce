const n = Number(process.argv[2]);
const room = 10 * n;
const best = Array(room + 1).fill(0);
let x = 1;
const next = () => {
  const now = x;
  x = (x * 16807) % 2147483647;
  return now;
};
for (let i = 0; i < n; i++) {
  const weight = (next() % 100) + 1;
  const value = next() % 1000;
  for (let r = room; r >= weight; r--) best[r] = Math.max(best[r], best[r - weight] + value);
}
console.log(String(best[room]));
