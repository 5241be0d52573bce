const n = Number(process.argv[2]);
const s = Array.from({ length: n }, (_, i) => i + 1).join(" ");
const words = s.split(" ");
const sum = words.reduce((sum, word) => sum + Number(word), 0);
console.log(s.length, sum, words.reverse().join("; ").slice(-40));
