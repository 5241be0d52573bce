let () =
  let n = int_of_string Sys.argv.(1) in
  Seq.unfold (fun x -> if x > n then None else Some (x, x + 1)) 1
  |> Seq.map (fun x -> x * 7919 mod 1009)
  |> Seq.filter (fun x -> x mod 2 = 0)
  |> Seq.map succ
  |> Seq.fold_left ( + ) 0
  |> Printf.printf "%d\n"
