import qualified Data.ByteString.Char8 as B
import Data.List (sortOn)
import qualified Data.Map.Strict as M

main :: IO ()
main = do
  text <- B.getContents
  let counts = M.fromListWith (+) [(word, 1 :: Int) | word <- B.words text]
      top = take 10 (sortOn (\(word, n) -> (-n, word)) (M.toList counts))
  mapM_ (\(word, n) -> putStrLn (B.unpack word ++ " " ++ show n)) top
