let matrix n k = Array.init n (fun i -> Array.init n (fun j -> float ((i * j mod 7) + k) /. 10.))
let transpose m = Array.init (Array.length m.(0)) (fun j -> Array.map (fun r -> r.(j)) m)

let dot u v =
  let sum = ref 0. in
  for i = 0 to Array.length u - 1 do sum := !sum +. (u.(i) *. v.(i)) done;
  !sum

let times p q = let t = transpose q in Array.map (fun r -> Array.map (dot r) t) p
let total = Array.fold_left ( +. ) 0.

let () =
  let n = int_of_string Sys.argv.(1) in
  let m = times (matrix n 1) (matrix n 2) in
  Printf.printf "%.6f %.6f\n" (total (Array.mapi (fun i r -> r.(i)) m)) (total (Array.map total m))
