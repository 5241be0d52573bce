import sys


class Node:
    __slots__ = "left", "right", "parent", "key", "red"

    def __init__(self, key, parent):
        self.key, self.parent, self.red = key, parent, True
        self.left = self.right = None


class Tree:
    root = None

    def replace(self, n, by):
        parent = n.parent
        by.parent, n.parent = parent, by
        if parent is None:
            self.root = by
        elif n is parent.left:
            parent.left = by
        else:
            parent.right = by

    def rotate_left(self, n):
        up = n.right
        self.replace(n, up)
        n.right = up.left
        if up.left:
            up.left.parent = n
        up.left = n

    def rotate_right(self, n):
        up = n.left
        self.replace(n, up)
        n.left = up.right
        if up.right:
            up.right.parent = n
        up.right = n

    def repair(self, n):
        while n.parent and n.parent.red:
            parent, grand = n.parent, n.parent.parent
            left = parent is grand.left
            uncle = grand.right if left else grand.left
            if uncle and uncle.red:
                parent.red = uncle.red = False
                grand.red = True
                n = grand
                continue
            if left and n is parent.right:
                self.rotate_left(parent)
                parent = n
            elif not left and n is parent.left:
                self.rotate_right(parent)
                parent = n
            parent.red, grand.red = False, True
            if left:
                self.rotate_right(grand)
            else:
                self.rotate_left(grand)
            break
        self.root.red = False

    def insert(self, key):
        at, parent = self.root, None
        while at:
            if key == at.key:
                return
            parent, at = at, at.left if key < at.key else at.right
        n = Node(key, parent)
        if parent is None:
            self.root = n
        elif key < parent.key:
            parent.left = n
        else:
            parent.right = n
        self.repair(n)

    def has(self, key):
        n = self.root
        while n and n.key != key:
            n = n.left if key < n.key else n.right
        return n is not None


def size(n):
    return size(n.left) + 1 + size(n.right) if n else 0


def total(n):
    return total(n.left) + n.key + total(n.right) if n else 0


n, x, tree = int(sys.argv[1]), 1, Tree()
for _ in range(n):
    tree.insert(x % (2 * n))
    x = x * 16807 % 2147483647
print(size(tree.root), total(tree.root), sum(tree.has(k) for k in range(1, n + 1)))
