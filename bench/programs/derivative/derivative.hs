import Data.List (foldl')
import System.Environment (getArgs)

data Expr = Num !Int | X | Add Expr Expr | Mul Expr Expr

add :: Expr -> Expr -> Expr
add (Num 0) q = q
add p (Num 0) = p
add (Num m) (Num n) = Num (m + n)
add p q = Add p q

mul :: Expr -> Expr -> Expr
mul p@(Num 0) _ = p
mul _ q@(Num 0) = q
mul (Num 1) q = q
mul p (Num 1) = p
mul (Num m) (Num n) = Num (m * n)
mul p q = Mul p q

derive :: Expr -> Expr
derive (Num _) = Num 0
derive X = Num 1
derive (Add p q) = add (derive p) (derive q)
derive (Mul p q) = add (mul (derive p) q) (mul p (derive q))

value :: Expr -> Int -> Int
value (Num n) _ = n
value X x = x
value (Add p q) x = value p x + value q x
value (Mul p q) x = value p x * value q x

power :: Expr -> Int -> Expr
power e 1 = e
power e n = Mul e (power e (n - 1))

start :: Int -> Expr
start n = Mul (power (Add X (Num n)) 4) (power (Add (Mul X X) (Num (-n))) 3)

main :: IO ()
main = do
  [arg] <- getArgs
  print (foldl' (+) 0 [value (derive (derive (derive (start (i `mod` 10))))) (i `mod` 7) | i <- [1 .. read arg]])
