import qualified Data.ByteString.Char8 as B
import Data.List (foldl')
import qualified Data.Map.Strict as M

frequencies :: B.ByteString -> Int -> String
frequencies s k = unwords (map show [k, M.size counts, maximum (M.elems counts)])
  where
    pieces = [B.take k (B.drop i s) | i <- [0 .. B.length s - k]]
    counts = foldl' (\m piece -> M.insertWith (+) piece 1 m) M.empty pieces

main :: IO ()
main = do
  s <- B.getLine
  mapM_ (putStrLn . frequencies s) [1, 2, 3, 4, 6, 12, 18]
