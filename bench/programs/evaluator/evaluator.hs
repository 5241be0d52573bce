import qualified Data.ByteString.Char8 as B
import Data.List (foldl')
import Data.Maybe (fromJust)

data Expr = Num !Int | Neg Expr | Op !Char Expr Expr

sums, products, operand :: B.ByteString -> (Expr, B.ByteString)
sums s = uncurry (more "+-" products) (products s)
products s = uncurry (more "*%" operand) (operand s)
operand s = case B.head s of
  '(' -> let (e, t) = sums (B.tail s) in (e, B.tail t)
  '-' -> let (e, t) = operand (B.tail s) in (Neg e, t)
  _ -> let (n, t) = fromJust (B.readInt s) in (Num n, t)

more :: String -> (B.ByteString -> (Expr, B.ByteString)) -> Expr -> B.ByteString -> (Expr, B.ByteString)
more ops next e s = case B.uncons s of
  Just (o, r) | o `elem` ops -> let (f, t) = next r in more ops next (Op o e f) t
  _ -> (e, s)

value :: Expr -> Int
value (Num n) = n
value (Neg p) = -value p
value (Op o p q) = case o of
  '+' -> u + v
  '-' -> u - v
  '*' -> u * v
  _ -> u `mod` v
  where
    u = value p
    v = value q

main :: IO ()
main = do
  text <- B.getContents
  print (foldl' (+) 0 (map (value . fst . sums) (B.lines text)))
