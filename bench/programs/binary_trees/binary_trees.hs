import Data.List (foldl')
import System.Environment (getArgs)

data Tree = Leaf | Node Tree Int Tree

make :: Int -> Int -> Tree
make _ 0 = Leaf
make i depth = Node (make (2 * i - 1) (depth - 1)) i (make (2 * i) (depth - 1))

check :: Tree -> Int
check Leaf = 0
check (Node l i r) = check l + i - check r

sumOf :: Int -> Int -> Int
sumOf depth times = foldl' (+) 0 [check (make i depth) | i <- [1 .. times]]

main :: IO ()
main = do
  [arg] <- getArgs
  let n = read arg
  putStrLn (unwords [show (sumOf depth (2 ^ (n - depth + 4))) | depth <- [4, 6 .. n]])
