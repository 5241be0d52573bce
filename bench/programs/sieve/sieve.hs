import Control.Monad
import Data.Array.ST
import Data.Array.Unboxed
import System.Environment

sieve :: Int -> UArray Int Bool
sieve n = runSTUArray $ do
  prime <- newArray (2, n) True
  forM_ (takeWhile (\p -> p * p <= n) [2 ..]) $ \p -> do
    isPrime <- readArray prime p
    when isPrime $ forM_ [p * p, p * p + p .. n] $ \i -> writeArray prime i False
  return prime

main :: IO ()
main = do
  n <- read . head <$> getArgs
  let primes = [p | (p, True) <- assocs (sieve n)]
      count (c, s) p = let c' = c + 1; s' = s + p in c' `seq` s' `seq` (c', s')
      (c, s) = foldl count (0 :: Int, 0) primes
  putStrLn (show c ++ " " ++ show s)
