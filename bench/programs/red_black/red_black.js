let root = null;

function replace(n, by) {
  const parent = n.parent;
  by.parent = parent;
  n.parent = by;
  if (parent === null) root = by;
  else if (n === parent.left) parent.left = by;
  else parent.right = by;
}

function rotateLeft(n) {
  const up = n.right;
  replace(n, up);
  n.right = up.left;
  if (up.left !== null) up.left.parent = n;
  up.left = n;
}

function rotateRight(n) {
  const up = n.left;
  replace(n, up);
  n.left = up.right;
  if (up.right !== null) up.right.parent = n;
  up.right = n;
}

function repair(n) {
  while (n.parent !== null && n.parent.red) {
    let parent = n.parent;
    const grand = parent.parent;
    const left = parent === grand.left;
    const uncle = left ? grand.right : grand.left;
    if (uncle !== null && uncle.red) {
      parent.red = uncle.red = false;
      grand.red = true;
      n = grand;
      continue;
    }
    if (left && n === parent.right) {
      rotateLeft(parent);
      parent = n;
    } else if (!left && n === parent.left) {
      rotateRight(parent);
      parent = n;
    }
    parent.red = false;
    grand.red = true;
    if (left) rotateRight(grand);
    else rotateLeft(grand);
    break;
  }
  root.red = false;
}

function insert(key) {
  let parent = null;
  for (let at = root; at !== null; at = key < at.key ? at.left : at.right) {
    if (key === at.key) return;
    parent = at;
  }
  const n = { left: null, right: null, parent, key, red: true };
  if (parent === null) root = n;
  else if (key < parent.key) parent.left = n;
  else parent.right = n;
  repair(n);
}

function has(key) {
  let n = root;
  while (n !== null && n.key !== key) n = key < n.key ? n.left : n.right;
  return n !== null;
}

const size = (n) => (n === null ? 0 : size(n.left) + 1 + size(n.right));
const total = (n) => (n === null ? 0 : total(n.left) + n.key + total(n.right));

const n = Number(process.argv[2]);
for (let i = 0, x = 1; i < n; i++, x = (x * 16807) % 2147483647) insert(x % (2 * n));
let found = 0;
for (let k = 1; k <= n; k++) if (has(k)) found++;
console.log(`${size(root)} ${total(root)} ${found}`);
