type body = { mutable x : float; mutable y : float; mutable z : float;
              mutable u : float; mutable v : float; mutable w : float; m : float }

let body x y z u v w m = { x; y; z; u; v; w; m }
let soft i j k = (i *. i) +. (j *. j) +. (k *. k) +. 0.01

let pull p q =
  let i = q.x -. p.x and j = q.y -. p.y and k = q.z -. p.z in
  let s = soft i j k in
  let f = 0.001 *. q.m /. (s *. sqrt s) in
  p.u <- p.u +. (f *. i);
  p.v <- p.v +. (f *. j);
  p.w <- p.w +. (f *. k)

let move p =
  p.x <- p.x +. (0.001 *. p.u);
  p.y <- p.y +. (0.001 *. p.v);
  p.z <- p.z +. (0.001 *. p.w)

let step bodies =
  Array.iter (fun p -> Array.iter (pull p) bodies) bodies;
  Array.iter move bodies

let energy bodies =
  let kinetic = ref 0. and potential = ref 0. in
  Array.iteri (fun i p ->
      kinetic := !kinetic +. (p.m *. ((p.u *. p.u) +. (p.v *. p.v) +. (p.w *. p.w)) /. 2.);
      for j = i + 1 to Array.length bodies - 1 do
        let q = bodies.(j) in
        potential := !potential +. (p.m *. q.m /. sqrt (soft (q.x -. p.x) (q.y -. p.y) (q.z -. p.z)))
      done)
    bodies;
  !kinetic -. !potential

let () =
  let bodies =
    [| body 0. 0. 0. 0. 0. 0. 39.47;
       body 4.84 (-1.16) (-0.10) 0.61 2.81 (-0.02) 0.037;
       body 8.34 4.12 (-0.4) (-1.01) 1.82 0.008 0.011;
       body 12.89 (-15.11) (-0.22) 1.08 0.86 (-0.01) 0.0017;
       body 15.37 (-25.9) 0.179 0.979 0.594 (-0.034) 0.002 |]
  in
  for _ = 1 to int_of_string Sys.argv.(1) do step bodies done;
  Printf.printf "%.9f\n" (energy bodies)
