let turn base c = Char.chr (base + (Char.code c - base + 3) mod 26)
let move c = match c with 'a' .. 'z' -> turn 97 c | 'A' .. 'Z' -> turn 65 c | _ -> c

let () =
  try
    while true do
      let line = input_line stdin in
      let n = String.length line in
      print_string (String.init n (fun i -> move line.[n - 1 - i]));
      print_char '\n'
    done
  with End_of_file -> ()
