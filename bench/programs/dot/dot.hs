import Data.Array.Unboxed
import System.Environment
import Text.Printf

dot :: UArray Int Double -> UArray Int Double -> Double
dot u v = go 0 0
  where
    n = snd (bounds u)
    go :: Int -> Double -> Double
    go i s
      | i > n = s
      | otherwise = go (i + 1) (s + u ! i * v ! i)

dotInt :: UArray Int Int -> UArray Int Int -> Int
dotInt u v = go 0 0
  where
    n = snd (bounds u)
    go :: Int -> Int -> Int
    go i s
      | i > n = s
      | otherwise = go (i + 1) (s + u ! i * v ! i)

main :: IO ()
main = do
  n <- read . head <$> getArgs
  let range = (0, n - 1)
      k = listArray range [i `rem` 1000 | i <- [1 .. n]] :: UArray Int Int
      u = listArray range [1 / fromIntegral i | i <- [1 .. n]]
      v = listArray range [fromIntegral (k ! i) / 1000 | i <- [0 .. n - 1]]
      l = listArray range [k ! (n - 1 - i) | i <- [0 .. n - 1]]
  printf "%.9f %d\n" (dot u v / sqrt (dot u u * dot v v)) (dotInt k l)
