import Data.List
import System.Environment
import Text.Printf

data Body = Body !Double !Double !Double !Double !Double !Double !Double

bodies :: [Body]
bodies =
  [ Body 0 0 0 0 0 0 39.47
  , Body 4.84 (-1.16) (-0.10) 0.61 2.81 (-0.02) 0.037
  , Body 8.34 4.12 (-0.4) (-1.01) 1.82 0.008 0.011
  , Body 12.89 (-15.11) (-0.22) 1.08 0.86 (-0.01) 0.0017
  , Body 15.37 (-25.9) 0.179 0.979 0.594 (-0.034) 0.002 ]

soft :: Double -> Double -> Double -> Double
soft i j k = i * i + j * j + k * k + 0.01

pull :: Body -> Body -> Body
pull (Body x y z u v w m) (Body x' y' z' _ _ _ m') = Body x y z (u + f * i) (v + f * j) (w + f * k) m
  where
    i = x' - x
    j = y' - y
    k = z' - z
    s = soft i j k
    f = 0.001 * m' / (s * sqrt s)

move :: Body -> Body
move (Body x y z u v w m) = Body (x + 0.001 * u) (y + 0.001 * v) (z + 0.001 * w) u v w m

step :: [Body] -> [Body]
step bs = forced (map (\p -> move (foldl' pull p bs)) bs)
  where forced l = foldr seq l l

energy :: [Body] -> Double
energy bs = sum (map kinetic bs) - sum [potential p q | (p : qs) <- tails bs, q <- qs]
  where
    kinetic (Body _ _ _ u v w m) = m * (u * u + v * v + w * w) / 2
    potential (Body x y z _ _ _ m) (Body x' y' z' _ _ _ m') = m * m' / sqrt (soft (x' - x) (y' - y) (z' - z))

main :: IO ()
main = do
  n <- read . head <$> getArgs
  printf "%.9f\n" (energy (foldl' (\bs _ -> step bs) bodies [1 .. n :: Int]))
