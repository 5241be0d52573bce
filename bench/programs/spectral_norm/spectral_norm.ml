let at i j = 1. /. float (((i + j) * (i + j + 1) / 2) + i + 1)

let times u v =
  for i = 0 to Array.length v - 1 do
    let sum = ref 0. in
    for j = 0 to Array.length u - 1 do sum := !sum +. (u.(j) *. at i j) done;
    v.(i) <- !sum
  done

let back u v =
  for i = 0 to Array.length v - 1 do
    let sum = ref 0. in
    for j = 0 to Array.length u - 1 do sum := !sum +. (u.(j) *. at j i) done;
    v.(i) <- !sum
  done

let dot u v =
  let sum = ref 0. in
  for i = 0 to Array.length u - 1 do sum := !sum +. (u.(i) *. v.(i)) done;
  !sum

let () =
  let n = int_of_string Sys.argv.(1) in
  let u = Array.make n 1. and v = Array.make n 0. and w = Array.make n 0. in
  for _ = 1 to 19 do times u w; back w u done;
  times u w;
  back w v;
  Printf.printf "%.9f\n" (sqrt (dot u v /. dot u u))
