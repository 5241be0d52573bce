function quicksort(v, first, last) {
  if (first >= last) return;
  const pivot = v[first];
  let low = first;
  let high = last;
  while (low <= high) {
    while (v[low] < pivot) low++;
    while (v[high] > pivot) high--;
    if (low <= high) {
      [v[low], v[high]] = [v[high], v[low]];
      low++;
      high--;
    }
  }
  quicksort(v, first, high);
  quicksort(v, low, last);
}

const n = Number(process.argv[2]);
const v = [];
for (let i = 0, x = 1; i < n; i++, x = (x * 16807) % 2147483647) v.push(x);
quicksort(v, 0, n - 1);
let sum = 0;
for (let i = 0; i < n; i += 1000) sum += v[i];
console.log(String(sum));
