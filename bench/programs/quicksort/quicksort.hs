import System.Environment (getArgs)

quicksort :: [Int] -> [Int]
quicksort [] = []
quicksort (h : t) = quicksort [x | x <- t, x < h] ++ [h] ++ quicksort [x | x <- t, x >= h]

everyThousandth :: [Int] -> [Int]
everyThousandth [] = []
everyThousandth v@(h : _) = h : everyThousandth (drop 1000 v)

main :: IO ()
main = do
  [arg] <- getArgs
  let v = take (read arg) (iterate (\x -> x * 16807 `mod` 2147483647) 1)
  print (sum (everyThousandth (quicksort v)))
