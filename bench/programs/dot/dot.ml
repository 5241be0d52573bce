let dot u v =
  let sum = ref 0. in
  for i = 0 to Array.length u - 1 do sum := !sum +. (u.(i) *. v.(i)) done;
  !sum

let dot_int u v =
  let sum = ref 0 in
  for i = 0 to Array.length u - 1 do sum := !sum + (u.(i) * v.(i)) done;
  !sum

let () =
  let n = int_of_string Sys.argv.(1) in
  let k = Array.init n (fun i -> (i + 1) mod 1000) in
  let u = Array.init n (fun i -> 1. /. float (i + 1)) in
  let v = Array.map (fun e -> float e /. 1000.) k in
  let l = Array.init n (fun i -> k.(n - 1 - i)) in
  Printf.printf "%.9f %d\n" (dot u v /. sqrt (dot u u *. dot v v)) (dot_int k l)
