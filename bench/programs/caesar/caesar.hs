import qualified Data.ByteString.Char8 as B
import Data.Char (chr, ord)

move :: Char -> Char
move c
  | 'a' <= c && c <= 'z' = turn 'a'
  | 'A' <= c && c <= 'Z' = turn 'A'
  | otherwise = c
  where
    turn base = chr (ord base + (ord c - ord base + 3) `mod` 26)

main :: IO ()
main = B.interact (B.unlines . map (B.reverse . B.map move) . B.lines)
