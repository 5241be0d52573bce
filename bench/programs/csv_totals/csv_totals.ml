let () =
  let totals = Hashtbl.create 16 in
  ignore (input_line stdin);
  (try
     while true do
       match String.split_on_char ',' (input_line stdin) with
       | [_; _; region; amount; price] ->
         let sold = float_of_string amount *. float_of_string price in
         Hashtbl.replace totals region (sold +. Option.value (Hashtbl.find_opt totals region) ~default:0.)
       | _ -> failwith "five columns"
     done
   with End_of_file -> ());
  Hashtbl.fold (fun region total all -> (region, total) :: all) totals []
  |> List.sort compare
  |> List.iter (fun (region, total) -> Printf.printf "%s %.2f\n" region total)
