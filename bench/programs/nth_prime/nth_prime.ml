let is_prime n =
  let rec from d = d * d > n || (n mod d <> 0 && from (d + 1)) in
  from 2

let rec nth k n = if is_prime n then if k = 1 then n else nth (k - 1) (n + 1) else nth k (n + 1)
let () = Printf.printf "%d\n" (nth (int_of_string Sys.argv.(1)) 2)
