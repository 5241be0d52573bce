let rec free q k = function [] -> true | y :: qs -> y <> q && abs (y - q) <> k && free q (k + 1) qs
let rec count n k qs =
  if k = n then 1
  else begin
    let sum = ref 0 in
    for q = 1 to n do
      if free q 1 qs then sum := !sum + count n (k + 1) (q :: qs)
    done;
    !sum
  end
let () = Printf.printf "%d\n" (count (int_of_string Sys.argv.(1)) 0 [])
