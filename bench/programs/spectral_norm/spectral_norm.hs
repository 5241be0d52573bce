import Data.Array.Unboxed
import System.Environment
import Text.Printf

type Vector = UArray Int Double

at :: Int -> Int -> Double
at i j = 1 / fromIntegral ((i + j) * (i + j + 1) `quot` 2 + i + 1)

apply :: (Int -> Int -> Double) -> Vector -> Vector
apply element u = listArray (0, n) [go i 0 0 | i <- [0 .. n]]
  where
    n = snd (bounds u)
    go :: Int -> Int -> Double -> Double
    go i j sum
      | j > n = sum
      | otherwise = go i (j + 1) (sum + u ! j * element i j)
{-# INLINE apply #-}

step :: Vector -> Vector
step = apply (flip at) . apply at

dot :: Vector -> Vector -> Double
dot u v = sum (zipWith (*) (elems u) (elems v))

main :: IO ()
main = do
  n <- read . head <$> getArgs
  let u = iterate step (listArray (0, n - 1) (replicate n 1)) !! 19
  printf "%.9f\n" (sqrt (dot u (step u) / dot u u))
