import Control.Monad (forM_)
import Data.Array.ST (newArray, runSTUArray, writeArray)
import Data.Array.Unboxed (UArray, bounds, elems, listArray, (!))
import Data.List (foldl')
import System.Environment (getArgs)
import Text.Printf (printf)

step :: UArray Int Double -> UArray Int Double
step u = runSTUArray $ do
  let (_, end) = bounds u
  next <- newArray (0, end) 0
  writeArray next 0 (u ! 0)
  writeArray next end (u ! end)
  forM_ [1 .. end - 1] $ \i ->
    writeArray next i (u ! (i - 1) * 0.25 + u ! i * 0.5 + u ! (i + 1) * 0.25)
  return next

main :: IO ()
main = do
  [arg] <- getArgs
  let n = read arg
      start = listArray (0, n - 1) (100 : replicate (n - 2) 0 ++ [50])
      u = foldl' (\v _ -> step v) start [1 .. 1000 :: Int]
  printf "%.6f %.6f\n" (u ! 9) (foldl' (+) 0 (elems u))
