const n = Number(process.argv[2]);
let u = new Float64Array(n);
let next = new Float64Array(n);
u[0] = 100;
u[n - 1] = 50;
for (let k = 0; k < 1000; k++) {
  next[0] = u[0];
  next[n - 1] = u[n - 1];
  for (let i = 1; i < n - 1; i++) next[i] = u[i - 1] * 0.25 + u[i] * 0.5 + u[i + 1] * 0.25;
  [u, next] = [next, u];
}
console.log(`${u[9].toFixed(6)} ${u.reduce((sum, x) => sum + x, 0).toFixed(6)}`);
