{-# LANGUAGE BangPatterns #-}
import Data.List
import System.Environment

main :: IO ()
main = do
  n <- read . head <$> getArgs
  let step (!best, !s) x = let v = x * 7919 `rem` 2003 - 1001; s' = max v (s + v) in (max best s', s')
  print (fst (foldl' step (minBound, 0) [1 .. n :: Int]))
