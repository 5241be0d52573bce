import Data.List (foldl', scanl')
import System.Environment (getArgs)

text :: Int -> Int -> String
text seed n = map (\x -> "abcd" !! (x `mod` 4)) (take n (iterate (\x -> x * 16807 `mod` 2147483647) seed))

next :: String -> [Int] -> Char -> [Int]
next t row c = scanl' cell (head row + 1) (zip3 t row (tail row))
  where
    cell left (d, corner, above) = min (min left above + 1) (corner + fromEnum (d /= c))

main :: IO ()
main = do
  [arg] <- getArgs
  let n = read arg
  print (last (foldl' (next (text 7 n)) [0 .. n] (text 1 n)))
