function frequencies(s, k) {
  const counts = new Map();
  for (let i = 0; i + k <= s.length; i++) {
    const piece = s.slice(i, i + k);
    counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  let most = 0;
  for (const n of counts.values()) most = Math.max(most, n);
  console.log(`${k} ${counts.size} ${most}`);
}

const s = require("fs").readFileSync(0, "utf8").trim();
for (const k of [1, 2, 3, 4, 6, 12, 18]) frequencies(s, k);
