type color = Red | Black
type tree = Empty | Node of color * tree * int * tree

let balance = function
  | Black, Node (Red, Node (Red, p, x, q), y, s), z, u
  | Black, Node (Red, p, x, Node (Red, q, y, s)), z, u
  | Black, p, x, Node (Red, Node (Red, q, y, s), z, u)
  | Black, p, x, Node (Red, q, y, Node (Red, s, z, u)) ->
    Node (Red, Node (Black, p, x, q), y, Node (Black, s, z, u))
  | c, l, k, r -> Node (c, l, k, r)

let rec ins t (k : int) =
  match t with
  | Empty -> Node (Red, Empty, k, Empty)
  | Node (c, l, m, r) ->
    if k < m then balance (c, ins l k, m, r) else if m < k then balance (c, l, m, ins r k) else t

let insert t k = match ins t k with Node (_, l, m, r) -> Node (Black, l, m, r) | Empty -> Empty

let rec has t (k : int) =
  match t with
  | Empty -> false
  | Node (_, l, m, r) -> if k < m then has l k else if m < k then has r k else true

let rec size = function Empty -> 0 | Node (_, l, _, r) -> size l + 1 + size r
let rec total = function Empty -> 0 | Node (_, l, k, r) -> total l + k + total r

let () =
  let n = int_of_string Sys.argv.(1) in
  let t = ref Empty and x = ref 1 and found = ref 0 in
  for _ = 1 to n do
    t := insert !t (!x mod (2 * n));
    x := !x * 16807 mod 2147483647
  done;
  for k = 1 to n do
    if has !t k then incr found
  done;
  Printf.printf "%d %d %d\n" (size !t) (total !t) !found
