let flips p =
  let q = Array.copy p and k = ref 0 in
  while q.(0) <> 0 do
    let i = ref 0 and j = ref q.(0) in
    while !i < !j do
      let t = q.(!i) in
      q.(!i) <- q.(!j);
      q.(!j) <- t;
      incr i;
      decr j
    done;
    incr k
  done;
  !k

let most = ref 0
let sum = ref 0

let rec visit p k =
  if k = 1 then begin
    let f = flips p in
    sum := !sum + f;
    if f > !most then most := f
  end
  else
    for _ = 1 to k do
      visit p (k - 1);
      let first = p.(0) in
      Array.blit p 1 p 0 (k - 1);
      p.(k - 1) <- first
    done

let () =
  let n = int_of_string Sys.argv.(1) in
  visit (Array.init n Fun.id) n;
  Printf.printf "%d %d\n" !most !sum
