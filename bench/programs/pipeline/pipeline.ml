let () =
  let sum = ref 0 in
  for x = 1 to int_of_string Sys.argv.(1) do
    let m = x * 7919 mod 1009 in
    if m land 1 = 0 then sum := !sum + m + 1
  done;
  Printf.printf "%d\n" !sum
