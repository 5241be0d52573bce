let text = "";
let at = 0;

function operand() {
  if (text[at] === "(") {
    at++;
    const e = sums();
    at++;
    return e;
  }
  if (text[at] === "-") {
    at++;
    return { op: "neg", left: operand(), right: null, n: 0 };
  }
  const start = at;
  while (text[at] >= "0" && text[at] <= "9") at++;
  return { op: "num", left: null, right: null, n: Number(text.slice(start, at)) };
}

function products() {
  let e = operand();
  while (text[at] === "*" || text[at] === "%") e = { op: text[at++], left: e, right: operand(), n: 0 };
  return e;
}

function sums() {
  let e = products();
  while (text[at] === "+" || text[at] === "-") e = { op: text[at++], left: e, right: products(), n: 0 };
  return e;
}

const modulo = (u, v) => ((u % v) + v) % v;

function value(e) {
  switch (e.op) {
    case "num": return e.n;
    case "neg": return -value(e.left);
    case "+": return value(e.left) + value(e.right);
    case "-": return value(e.left) - value(e.right);
    case "*": return value(e.left) * value(e.right);
    default: return modulo(value(e.left), value(e.right));
  }
}

let sum = 0;
for (const line of require("fs").readFileSync(0, "utf8").trimEnd().split("\n")) {
  text = line;
  at = 0;
  sum += value(sums());
}
console.log(String(sum));
