{-# LANGUAGE BangPatterns #-}
import Data.List
import System.Environment

steps :: Int -> Int -> Int
steps 1 !k = k
steps n !k = steps (if odd n then 3 * n + 1 else n `quot` 2) (k + 1)

main :: IO ()
main = do
  below <- read . head <$> getArgs
  let longer (!best, !most) n = let k = steps n 1 in if k > most then (n, k) else (best, most)
      (best, most) = foldl' longer (0, 0) [1 .. below - 1]
  putStrLn (show best ++ " " ++ show most)
