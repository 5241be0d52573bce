import System.Environment (getArgs)

isPrime :: Int -> Bool
isPrime n = all (\d -> n `rem` d /= 0) (takeWhile (\d -> d * d <= n) [2 ..])

main :: IO ()
main = do
  [arg] <- getArgs
  print (filter isPrime [2 ..] !! (read arg - 1))
