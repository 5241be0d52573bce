{-# LANGUAGE BangPatterns #-}
import Data.List
import System.Environment

flips :: [Int] -> Int
flips = go 0
  where
    go !k (0 : _) = k
    go !k p@(h : _) = let (front, rest) = splitAt (h + 1) p in go (k + 1) (foldl' (flip (:)) rest front)
    go !k [] = k

visit :: (Int, Int) -> Int -> [Int] -> (Int, Int)
visit (!most, !total) 1 p = let f = flips p in (max most f, total + f)
visit t k p = foldl' (\u i -> let (a, b) = splitAt i front in visit u (k - 1) (b ++ a ++ rest)) t [0 .. k - 1]
  where (front, rest) = splitAt k p

main :: IO ()
main = do
  n <- read . head <$> getArgs
  let (most, total) = visit (0, 0) n [0 .. n - 1]
  putStrLn (show most ++ " " ++ show total)
