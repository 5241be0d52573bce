import operator
import re
import sys

OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "%": operator.mod}
NUMBER = re.compile(r"\d+")


class Parser:
    def __init__(self, text):
        self.text, self.at = text, 0

    def sums(self):
        e = self.products()
        while self.text[self.at] in "+-":
            op = self.text[self.at]
            self.at += 1
            e = (op, e, self.products())
        return e

    def products(self):
        e = self.operand()
        while self.text[self.at] in "*%":
            op = self.text[self.at]
            self.at += 1
            e = (op, e, self.operand())
        return e

    def operand(self):
        c = self.text[self.at]
        if c == "(":
            self.at += 1
            e = self.sums()
            self.at += 1
            return e
        if c == "-":
            self.at += 1
            return ("~", self.operand())
        number = NUMBER.match(self.text, self.at)
        self.at = number.end()
        return int(number.group())


def value(e):
    match e:
        case int():
            return e
        case _, p:
            return -value(p)
        case op, p, q:
            return OPERATORS[op](value(p), value(q))


print(sum(value(Parser(line).sums()) for line in sys.stdin))
