let () =
  let n = int_of_string Sys.argv.(1) in
  let prime = Bytes.make (n + 1) '\001' in
  let p = ref 2 and count = ref 0 and sum = ref 0 in
  while !p * !p <= n do
    if Bytes.get prime !p = '\001' then begin
      let i = ref (!p * !p) in
      while !i <= n do
        Bytes.set prime !i '\000';
        i := !i + !p
      done
    end;
    incr p
  done;
  for p = 2 to n do
    if Bytes.get prime p = '\001' then (incr count; sum := !sum + p)
  done;
  Printf.printf "%d %d\n" !count !sum
