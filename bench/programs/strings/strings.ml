let () =
  let n = int_of_string Sys.argv.(1) in
  let s = String.concat " " (List.init n (fun i -> string_of_int (i + 1))) in
  let words = String.split_on_char ' ' s in
  let sum = List.fold_left (fun sum w -> sum + int_of_string w) 0 words in
  let turned = String.concat "; " (List.rev words) in
  let last = min 40 (String.length turned) in
  Printf.printf "%d %d %s\n" (String.length s) sum (String.sub turned (String.length turned - last) last)
