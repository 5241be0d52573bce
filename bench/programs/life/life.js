const step = (g, n) =>
  g.map((q, i) => {
    const p = g[(i + n - 1) % n];
    const r = g[(i + 1) % n];
    return q.map((cell, j) => {
      const left = j > 0 ? j - 1 : n - 1;
      const right = j + 1 < n ? j + 1 : 0;
      const near = p[left] + p[j] + p[right] + q[left] + cell + q[right] + r[left] + r[j] + r[right];
      return near === 3 || (near === 4 && cell === 1) ? 1 : 0;
    });
  });

const n = Number(process.argv[2]);
let x = 1;
const cell = () => {
  const now = x;
  x = (x * 16807) % 2147483647;
  return Math.floor((now % 3) / 2);
};
let g = Array.from({ length: n }, () => Array.from({ length: n }, cell));
for (let k = 0; k < 100; k++) g = step(g, n);
console.log(String(g.flat().reduce((sum, cell) => sum + cell, 0)));
