{-# LANGUAGE BangPatterns #-}
import System.Environment

escape :: Double -> Double -> Double -> Double -> Int -> Int
escape !p !q !u !v !k
  | k == 50 || u * u + v * v > 4 = k
  | otherwise = escape p q (u * u - v * v + p) (2 * u * v + q) (k + 1)

main :: IO ()
main = do
  n <- read . head <$> getArgs
  let at i = 2 * fromIntegral i / fromIntegral n
  print (sum [escape (at i - 1.5) (at j - 1) 0 0 0 | j <- [0 .. n - 1 :: Int], i <- [0 .. n - 1]])
