{-# LANGUAGE BangPatterns #-}
import System.Environment

tak :: Int -> Int -> Int -> Int
tak !x !y !z = if y < x then tak (tak (x - 1) y z) (tak (y - 1) z x) (tak (z - 1) x y) else z

main :: IO ()
main = do
  n <- read . head <$> getArgs
  print (tak (2 * n) n 0)
