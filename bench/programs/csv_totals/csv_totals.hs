import qualified Data.ByteString.Char8 as B
import Data.List (foldl')
import qualified Data.Map.Strict as M
import Text.Printf (printf)

-- bytestring reads no decimal numbers; a price has a point in it.
double :: B.ByteString -> Double
double s = read (B.unpack s)

add :: M.Map B.ByteString Double -> B.ByteString -> M.Map B.ByteString Double
add totals line = M.insertWith (flip (+)) region (double amount * double price) totals
  where
    [_, _, region, amount, price] = B.split ',' line

main :: IO ()
main = do
  text <- B.getContents
  let totals = foldl' add M.empty (tail (B.lines text))
  mapM_ (\(region, total) -> printf "%s %.2f\n" (B.unpack region) total) (M.toList totals)
