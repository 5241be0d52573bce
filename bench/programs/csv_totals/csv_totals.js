const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").slice(1);
const totals = new Map();
for (const line of lines) {
  const [, , region, amount, price] = line.split(",");
  totals.set(region, (totals.get(region) ?? 0) + Number(amount) * Number(price));
}
for (const region of [...totals.keys()].sort()) console.log(region, totals.get(region).toFixed(2));
