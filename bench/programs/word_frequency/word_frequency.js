const text = require("fs").readFileSync(0, "utf8");
const counts = new Map();
for (const word of text.split(/\s+/)) if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
const top = [...counts].sort(([v, m], [w, n]) => n - m || (v < w ? -1 : 1)).slice(0, 10);
console.log(top.map(([word, n]) => `${word} ${n}`).join("\n"));
