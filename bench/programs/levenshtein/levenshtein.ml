let text seed n =
  let x = ref seed in
  String.init n (fun _ -> let c = "abcd".[!x mod 4] in x := !x * 16807 mod 2147483647; c)

let () =
  let n = int_of_string Sys.argv.(1) in
  let s = text 1 n and t = text 7 n in
  let row = ref (Array.init (n + 1) Fun.id) and next = ref (Array.make (n + 1) 0) in
  String.iter (fun c ->
    let p = !row and q = !next in
    q.(0) <- p.(0) + 1;
    for j = 0 to n - 1 do
      q.(j + 1) <- Int.min (Int.min q.(j) p.(j + 1) + 1) (p.(j) + if t.[j] = c then 0 else 1)
    done;
    row := q;
    next := p) s;
  Printf.printf "%d\n" !row.(n)
