let () =
  let n = int_of_string Sys.argv.(1) in
  let totals = Hashtbl.create 16 and order = ref [] and x = ref 1 in
  for _ = 1 to n do
    let k = !x mod 1000 in
    (match Hashtbl.find_opt totals k with
     | Some t -> t := !t + !x
     | None -> Hashtbl.add totals k (ref !x); order := k :: !order);
    x := !x * 16807 mod 2147483647
  done;
  let most = Hashtbl.fold (fun _ t most -> max !t most) totals 0 in
  let first = List.filteri (fun i _ -> i < 5) (List.rev !order) in
  Printf.printf "%d %d [%s]\n" (Hashtbl.length totals) most (String.concat "," (List.map string_of_int first))
