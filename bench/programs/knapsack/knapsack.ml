let () =
  let n = int_of_string Sys.argv.(1) in
  let room = 10 * n and x = ref 1 in
  let next () = let now = !x in x := now * 16807 mod 2147483647; now in
  let best = Array.make (room + 1) 0 in
  for _ = 1 to n do
    let weight = next () mod 100 + 1 in
    let value = next () mod 1000 in
    for r = room downto weight do
      best.(r) <- Int.max best.(r) (best.(r - weight) + value)
    done
  done;
  Printf.printf "%d\n" best.(room)
