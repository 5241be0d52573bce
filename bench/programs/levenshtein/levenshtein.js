function text(seed, n) {
  let s = "";
  for (let i = 0; i < n; i++, seed = (seed * 16807) % 2147483647) s += "abcd"[seed % 4];
  return s;
}

const n = Number(process.argv[2]);
const s = text(1, n);
const t = text(7, n);
let row = Array.from({ length: n + 1 }, (_, j) => j);
let next = Array(n + 1).fill(0);
for (let i = 0; i < n; i++) {
  next[0] = row[0] + 1;
  for (let j = 0; j < n; j++)
    next[j + 1] = Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (t[j] === s[i] ? 0 : 1));
  [row, next] = [next, row];
}
console.log(String(row[n]));
