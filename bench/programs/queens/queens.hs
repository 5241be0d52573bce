import System.Environment

free :: Int -> [Int] -> Bool
free q qs = and [y /= q && abs (y - q) /= k | (k, y) <- zip [1 ..] qs]

count :: Int -> Int -> [Int] -> Int
count n k qs
  | k == n = 1
  | otherwise = sum [count n (k + 1) (q : qs) | q <- [1 .. n], free q qs]

main :: IO ()
main = do
  n <- read . head <$> getArgs
  print (count n 0 [])
