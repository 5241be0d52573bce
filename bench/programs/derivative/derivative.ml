type expr = Num of int | X | Add of expr * expr | Mul of expr * expr

let add p q =
  match p, q with
  | Num 0, _ -> q
  | _, Num 0 -> p
  | Num m, Num n -> Num (m + n)
  | _ -> Add (p, q)

let mul p q =
  match p, q with
  | Num 0, _ | _, Num 1 -> p
  | _, Num 0 | Num 1, _ -> q
  | Num m, Num n -> Num (m * n)
  | _ -> Mul (p, q)

let rec derive = function
  | Num _ -> Num 0
  | X -> Num 1
  | Add (p, q) -> add (derive p) (derive q)
  | Mul (p, q) -> add (mul (derive p) q) (mul p (derive q))

let rec value e x =
  match e with
  | Num n -> n
  | X -> x
  | Add (p, q) -> value p x + value q x
  | Mul (p, q) -> value p x * value q x

let rec power e n = if n = 1 then e else Mul (e, power e (n - 1))
let start n = Mul (power (Add (X, Num n)) 4, power (Add (Mul (X, X), Num (-n))) 3)

let () =
  let sum = ref 0 in
  for i = 1 to int_of_string Sys.argv.(1) do
    sum := !sum + value (derive (derive (derive (start (i mod 10))))) (i mod 7)
  done;
  Printf.printf "%d\n" !sum
