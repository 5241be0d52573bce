import Control.Monad (forM_)
import Data.Array.ST (newArray, readArray, runSTUArray, writeArray)
import Data.Array.Unboxed ((!))
import System.Environment (getArgs)

things :: Int -> [(Int, Int)]
things n = take n (pairs (iterate (\x -> x * 16807 `mod` 2147483647) 1))
  where
    pairs (w : v : rest) = (w `mod` 100 + 1, v `mod` 1000) : pairs rest
    pairs _ = []

main :: IO ()
main = do
  [arg] <- getArgs
  let n = read arg
      room = 10 * n
      best = runSTUArray $ do
        row <- newArray (0, room) (0 :: Int)
        forM_ (things n) $ \(weight, value) ->
          forM_ [room, room - 1 .. weight] $ \r -> do
            without <- readArray row r
            with <- readArray row (r - weight)
            writeArray row r (max without (with + value))
        return row
  print (best ! room)
