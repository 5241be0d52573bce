let rec escape p q u v k =
  if k = 50 || (u *. u) +. (v *. v) > 4. then k
  else escape p q ((u *. u) -. (v *. v) +. p) ((2. *. u *. v) +. q) (k + 1)
let () =
  let n = int_of_string Sys.argv.(1) in
  let size = float n and sum = ref 0 in
  for j = 0 to n - 1 do
    for i = 0 to n - 1 do
      sum := !sum + escape ((2. *. float i /. size) -. 1.5) ((2. *. float j /. size) -. 1.) 0. 0. 0
    done
  done;
  Printf.printf "%d\n" !sum
