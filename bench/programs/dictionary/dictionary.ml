let key n = n * 48271 mod 2147483647

let () =
  let n = int_of_string Sys.argv.(1) in
  let t = Hashtbl.create 16 and sum = ref 0 in
  for i = 1 to n do
    Hashtbl.replace t (key i) i
  done;
  for i = 1 to 2 * n do
    sum := !sum + Option.value (Hashtbl.find_opt t (key i)) ~default:0
  done;
  Printf.printf "%d %d\n" (Hashtbl.length t) !sum
