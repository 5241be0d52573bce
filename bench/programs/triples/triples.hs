import System.Environment

main :: IO ()
main = do
  n <- read . head <$> getArgs
  let t = [x + y + z | x <- [1 .. n - 1 :: Int], y <- [x + 1 .. n - 1], z <- [y + 1 .. n - 1], x * x + y * y == z * z]
  putStrLn (show (length t) ++ " " ++ show (sum t))
