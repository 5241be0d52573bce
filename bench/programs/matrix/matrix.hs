import Data.Array.Unboxed
import System.Environment
import Text.Printf

type Vector = UArray Int Double

vector :: [Double] -> Vector
vector es = listArray (0, length es - 1) es

matrix :: Int -> Int -> [Vector]
matrix n k = [vector [fromIntegral (i * j `rem` 7 + k) / 10 | j <- [0 .. n - 1]] | i <- [0 .. n - 1]]

transposed :: Int -> [Vector] -> [Vector]
transposed n m = [vector [r ! j | r <- m] | j <- [0 .. n - 1]]

dot :: Vector -> Vector -> Double
dot u v = go 0 0
  where
    n = snd (bounds u)
    go :: Int -> Double -> Double
    go i s
      | i > n = s
      | otherwise = go (i + 1) (s + u ! i * v ! i)

times :: Int -> [Vector] -> [Vector] -> [Vector]
times n p q = [vector [dot r c | c <- t] | r <- p] where t = transposed n q

main :: IO ()
main = do
  n <- read . head <$> getArgs
  let m = times n (matrix n 1) (matrix n 2)
  printf "%.6f %.6f\n" (sum [r ! i | (i, r) <- zip [0 ..] m]) (sum (map (sum . elems) m))
