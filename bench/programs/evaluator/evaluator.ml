type expr = Num of int | Neg of expr | Op of char * expr * expr

let parse s =
  let at = ref 0 in
  let peek () = if !at < String.length s then s.[!at] else '\n' in
  let rec sums () =
    let e = ref (products ()) in
    while peek () = '+' || peek () = '-' do
      let op = peek () in
      incr at;
      e := Op (op, !e, products ())
    done;
    !e
  and products () =
    let e = ref (operand ()) in
    while peek () = '*' || peek () = '%' do
      let op = peek () in
      incr at;
      e := Op (op, !e, operand ())
    done;
    !e
  and operand () =
    match peek () with
    | '(' -> incr at; let e = sums () in incr at; e
    | '-' -> incr at; Neg (operand ())
    | _ ->
      let start = !at in
      while '0' <= peek () && peek () <= '9' do incr at done;
      Num (int_of_string (String.sub s start (!at - start)))
  in
  sums ()

let modulo u v = let r = u mod v in if r <> 0 && (r < 0) <> (v < 0) then r + v else r

let rec value = function
  | Num n -> n
  | Neg p -> -value p
  | Op (op, p, q) ->
    let u = value p and v = value q in
    match op with '+' -> u + v | '-' -> u - v | '*' -> u * v | _ -> modulo u v

let () =
  let sum = ref 0 in
  (try while true do sum := !sum + value (parse (input_line stdin)) done with End_of_file -> ());
  Printf.printf "%d\n" !sum
