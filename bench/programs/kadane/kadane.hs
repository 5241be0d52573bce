import System.Environment

main :: IO ()
main = do
  n <- read . head <$> getArgs
  print . maximum . scanl1 (\s v -> max v (s + v)) $ [x * 7919 `rem` 2003 - 1001 | x <- [1 .. n :: Int]]
