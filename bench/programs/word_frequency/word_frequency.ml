let () =
  let counts = Hashtbl.create 1024 in
  let count word =
    match Hashtbl.find_opt counts word with
    | Some n -> incr n
    | None -> Hashtbl.add counts word (ref 1)
  in
  (try
     while true do
       List.iter (fun w -> if w <> "" then count w) (String.split_on_char ' ' (input_line stdin))
     done
   with End_of_file -> ());
  Hashtbl.fold (fun word n all -> (- !n, word) :: all) counts []
  |> List.sort compare
  |> List.iteri (fun i (n, word) -> if i < 10 then Printf.printf "%s %d\n" word (-n))
