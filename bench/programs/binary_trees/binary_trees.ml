type tree = Leaf | Node of tree * int * tree

let rec make i depth =
  if depth = 0 then Leaf else Node (make ((2 * i) - 1) (depth - 1), i, make (2 * i) (depth - 1))

let rec check = function Leaf -> 0 | Node (l, i, r) -> check l + i - check r

let () =
  let n = int_of_string Sys.argv.(1) in
  let rec sums depth =
    if depth > n then []
    else begin
      let sum = ref 0 in
      for i = 1 to 1 lsl (n - depth + 4) do
        sum := !sum + check (make i depth)
      done;
      string_of_int !sum :: sums (depth + 2)
    end
  in
  print_endline (String.concat " " (sums 4))
