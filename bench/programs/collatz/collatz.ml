let rec steps n k = if n = 1 then k else steps (if n land 1 = 1 then 3 * n + 1 else n / 2) (k + 1)
let () =
  let best = ref 0 and most = ref 0 in
  for n = 1 to int_of_string Sys.argv.(1) - 1 do
    let k = steps n 1 in
    if k > !most then (most := k; best := n)
  done;
  Printf.printf "%d %d\n" !best !most
