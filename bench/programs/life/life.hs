import Data.Array.Unboxed (UArray, elems, listArray, (!))
import System.Environment (getArgs)

step :: Int -> UArray Int Int -> UArray Int Int
step n g = listArray (0, n * n - 1) [cell i j | i <- [0 .. n - 1], j <- [0 .. n - 1]]
  where
    cell i j = if near == 3 || near == 4 && g ! (q + j) == 1 then 1 else 0
      where
        p = (if i > 0 then i - 1 else n - 1) * n
        q = i * n
        r = (if i + 1 < n then i + 1 else 0) * n
        left = if j > 0 then j - 1 else n - 1
        right = if j + 1 < n then j + 1 else 0
        near = three p + three q + three r
        three row = g ! (row + left) + g ! (row + j) + g ! (row + right)

main :: IO ()
main = do
  [arg] <- getArgs
  let n = read arg
      cells = map (\x -> x `mod` 3 `div` 2) (iterate (\x -> x * 16807 `mod` 2147483647) 1)
      start = listArray (0, n * n - 1) (take (n * n) cells)
  print (sum (elems (iterate (step n) start !! 100)))
