let () =
  let n = int_of_string Sys.argv.(1) in
  let x = ref 1 and sum = ref 0 in
  let v = Array.init n (fun _ -> let now = !x in x := now * 16807 mod 2147483647; now) in
  Array.stable_sort Int.compare v;
  Array.iteri (fun i x -> if i mod 1000 = 0 then sum := !sum + x) v;
  Printf.printf "%d\n" !sum
