import qualified Data.IntMap.Strict as M
import Data.List (foldl', nub)
import System.Environment (getArgs)

main :: IO ()
main = do
  [arg] <- getArgs
  let numbers = take (read arg) (iterate (\x -> x * 16807 `mod` 2147483647) 1) :: [Int]
      totals = foldl' (\m x -> M.insertWith (+) (x `mod` 1000) x m) M.empty numbers
      first = take 5 (nub (map (`mod` 1000) (take 1000 numbers)))
  putStrLn (unwords [show (M.size totals), show (maximum (M.elems totals)), show first])
