let () =
  let n = int_of_string Sys.argv.(1) in
  let count = ref 0 and sum = ref 0 in
  for x = 1 to n - 1 do
    for y = x + 1 to n - 1 do
      for z = y + 1 to n - 1 do
        if (x * x) + (y * y) = z * z then (incr count; sum := !sum + x + y + z)
      done
    done
  done;
  Printf.printf "%d %d\n" !count !sum
