import Data.List (foldl')
import System.Environment (getArgs)

data Color = Red | Black
data Tree = Empty | Node !Color !Tree !Int !Tree

balance :: Color -> Tree -> Int -> Tree -> Tree
balance Black (Node Red (Node Red p x q) y s) z u = Node Red (Node Black p x q) y (Node Black s z u)
balance Black (Node Red p x (Node Red q y s)) z u = Node Red (Node Black p x q) y (Node Black s z u)
balance Black p x (Node Red (Node Red q y s) z u) = Node Red (Node Black p x q) y (Node Black s z u)
balance Black p x (Node Red q y (Node Red s z u)) = Node Red (Node Black p x q) y (Node Black s z u)
balance c l k r = Node c l k r

insert :: Tree -> Int -> Tree
insert tree k = blacken (ins tree)
  where
    ins Empty = Node Red Empty k Empty
    ins t@(Node c l m r)
      | k < m = balance c (ins l) m r
      | m < k = balance c l m (ins r)
      | otherwise = t
    blacken (Node _ l m r) = Node Black l m r
    blacken Empty = Empty

has :: Tree -> Int -> Bool
has Empty _ = False
has (Node _ l m r) k
  | k < m = has l k
  | m < k = has r k
  | otherwise = True

size, total :: Tree -> Int
size Empty = 0
size (Node _ l _ r) = size l + 1 + size r
total Empty = 0
total (Node _ l k r) = total l + k + total r

main :: IO ()
main = do
  [arg] <- getArgs
  let n = read arg
      t = foldl' insert Empty [x `mod` (2 * n) | x <- take n (iterate (\x -> x * 16807 `mod` 2147483647) 1)]
  putStrLn (unwords (map show [size t, total t, length (filter (has t) [1 .. n])]))
