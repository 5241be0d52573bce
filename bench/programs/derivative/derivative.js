const X = { kind: "x" };
const num = (n) => ({ kind: "num", n });
const node = (kind, p, q) => ({ kind, p, q });
const is = (e, n) => e.kind === "num" && e.n === n;
const both = (p, q) => p.kind === "num" && q.kind === "num";

const add = (p, q) =>
  is(p, 0) ? q : is(q, 0) ? p : both(p, q) ? num(p.n + q.n) : node("add", p, q);

const mul = (p, q) =>
  is(p, 0) || is(q, 1) ? p : is(q, 0) || is(p, 1) ? q : both(p, q) ? num(p.n * q.n) : node("mul", p, q);

function derive(e) {
  switch (e.kind) {
    case "num": return num(0);
    case "x": return num(1);
    case "add": return add(derive(e.p), derive(e.q));
    default: return add(mul(derive(e.p), e.q), mul(e.p, derive(e.q)));
  }
}

function value(e, x) {
  switch (e.kind) {
    case "num": return e.n;
    case "x": return x;
    case "add": return value(e.p, x) + value(e.q, x);
    default: return value(e.p, x) * value(e.q, x);
  }
}

const power = (e, n) => (n === 1 ? e : node("mul", e, power(e, n - 1)));

const start = (n) =>
  node("mul", power(node("add", X, num(n)), 4), power(node("add", node("mul", X, X), num(-n)), 3));

let sum = 0;
for (let i = 1; i <= Number(process.argv[2]); i++) sum += value(derive(derive(derive(start(i % 10)))), i % 7);
console.log(String(sum));
