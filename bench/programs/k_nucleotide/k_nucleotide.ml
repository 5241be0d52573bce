let frequencies s k =
  let counts = Hashtbl.create 16 and most = ref 0 in
  for i = 0 to String.length s - k do
    let piece = String.sub s i k in
    match Hashtbl.find_opt counts piece with
    | Some n -> incr n
    | None -> Hashtbl.add counts piece (ref 1)
  done;
  Hashtbl.iter (fun _ n -> most := Int.max !most !n) counts;
  Printf.printf "%d %d %d\n" k (Hashtbl.length counts) !most

let () =
  let s = input_line stdin in
  List.iter (frequencies s) [1; 2; 3; 4; 6; 12; 18]
