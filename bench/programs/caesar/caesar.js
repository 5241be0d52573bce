const turn = (c, base) => String.fromCharCode(base + ((c.charCodeAt(0) - base + 3) % 26));
const move = (c) => (c >= "a" && c <= "z" ? turn(c, 97) : c >= "A" && c <= "Z" ? turn(c, 65) : c);

const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n");
process.stdout.write(lines.map((line) => [...line].map(move).reverse().join("") + "\n").join(""));
