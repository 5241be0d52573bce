import qualified Data.ByteString.Char8 as B
import Data.List (foldl')
import Data.Maybe (fromJust)
import System.Environment (getArgs)

main :: IO ()
main = do
  [arg] <- getArgs
  let s = B.intercalate (B.pack " ") [B.pack (show i) | i <- [1 .. read arg :: Int]]
      ws = B.split ' ' s
      total = foldl' (+) 0 (map (fst . fromJust . B.readInt) ws)
      turned = B.intercalate (B.pack "; ") (reverse ws)
      end = B.drop (B.length turned - 40) turned
  putStrLn (show (B.length s) ++ " " ++ show total ++ " " ++ B.unpack end)
