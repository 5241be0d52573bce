let () =
  let n = int_of_string Sys.argv.(1) in
  let rec go i sum best =
    if i > n then best
    else
      let v = (i * 7919 mod 2003) - 1001 in
      let sum = if sum > 0 then sum + v else v in
      go (i + 1) sum (if sum > best then sum else best)
  in
  Printf.printf "%d\n" (go 1 0 min_int)
