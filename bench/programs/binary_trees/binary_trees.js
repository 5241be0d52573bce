const make = (item, depth) =>
  depth === 0 ? null : { left: make(2 * item - 1, depth - 1), right: make(2 * item, depth - 1), item };

const check = (t) => (t === null ? 0 : check(t.left) + t.item - check(t.right));

const n = Number(process.argv[2]);
const sums = [];
for (let depth = 4; depth <= n; depth += 2) {
  let sum = 0;
  for (let i = 1; i <= 2 ** (n - depth + 4); i++) sum += check(make(i, depth));
  sums.push(sum);
}
console.log(sums.join(" "));
