import System.Environment

main :: IO ()
main = do
  n <- read . head <$> getArgs
  print . sum . map (+ 1) . filter even . map (\x -> x * 7919 `rem` 1009) $ [1 .. n :: Int]
