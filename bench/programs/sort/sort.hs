import Data.List (sort)
import System.Environment (getArgs)

everyThousandth :: [Int] -> [Int]
everyThousandth [] = []
everyThousandth v@(h : _) = h : everyThousandth (drop 1000 v)

main :: IO ()
main = do
  [arg] <- getArgs
  let v = take (read arg) (iterate (\x -> x * 16807 `mod` 2147483647) 1)
  print (sum (everyThousandth (sort v)))
