import qualified Data.IntMap.Strict as M
import Data.List (foldl')
import System.Environment (getArgs)

key :: Int -> Int
key n = n * 48271 `mod` 2147483647

main :: IO ()
main = do
  [arg] <- getArgs
  let n = read arg
      t = foldl' (\m i -> M.insert (key i) i m) M.empty [1 .. n]
      found = foldl' (\s i -> s + M.findWithDefault 0 (key i) t) 0 [1 .. 2 * n]
  putStrLn (show (M.size t) ++ " " ++ show found)
