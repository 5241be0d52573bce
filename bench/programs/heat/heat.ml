let () =
  let n = int_of_string Sys.argv.(1) in
  let u = ref (Array.make n 0.) and next = ref (Array.make n 0.) in
  !u.(0) <- 100.;
  !u.(n - 1) <- 50.;
  for _ = 1 to 1000 do
    let u', next' = !u, !next in
    next'.(0) <- u'.(0);
    next'.(n - 1) <- u'.(n - 1);
    for i = 1 to n - 2 do
      next'.(i) <- u'.(i - 1) *. 0.25 +. u'.(i) *. 0.5 +. u'.(i + 1) *. 0.25
    done;
    u := next';
    next := u'
  done;
  Printf.printf "%.6f %.6f\n" !u.(9) (Array.fold_left (+.) 0. !u)
