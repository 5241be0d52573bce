let rec quicksort (v : int array) first last =
  if first < last then begin
    let pivot = v.(first) and low = ref first and high = ref last in
    while !low <= !high do
      while v.(!low) < pivot do incr low done;
      while v.(!high) > pivot do decr high done;
      if !low <= !high then begin
        let t = v.(!low) in
        v.(!low) <- v.(!high);
        v.(!high) <- t;
        incr low;
        decr high
      end
    done;
    quicksort v first !high;
    quicksort v !low last
  end

let () =
  let n = int_of_string Sys.argv.(1) in
  let x = ref 1 and sum = ref 0 in
  let v = Array.init n (fun _ -> let now = !x in x := now * 16807 mod 2147483647; now) in
  quicksort v 0 (n - 1);
  Array.iteri (fun i x -> if i mod 1000 = 0 then sum := !sum + x) v;
  Printf.printf "%d\n" !sum
