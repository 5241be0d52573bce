let step g =
  let n = Array.length g in
  Array.init n (fun i ->
    let p = g.((i + n - 1) mod n) and q = g.(i) and r = g.((i + 1) mod n) in
    Array.init n (fun j ->
      let left = if j > 0 then j - 1 else n - 1 and right = if j + 1 < n then j + 1 else 0 in
      let near =
        p.(left) + p.(j) + p.(right) + q.(left) + q.(j) + q.(right) + r.(left) + r.(j) + r.(right) in
      if near = 3 || (near = 4 && q.(j) = 1) then 1 else 0))

let () =
  let n = int_of_string Sys.argv.(1) in
  let x = ref 1 in
  let cell _ = let now = !x in x := now * 16807 mod 2147483647; now mod 3 / 2 in
  let g = ref (Array.init n (fun _ -> Array.init n cell)) in
  for _ = 1 to 100 do g := step !g done;
  Printf.printf "%d\n" (Array.fold_left (Array.fold_left (+)) 0 !g)
