#!/usr/bin/env python3
"""Writes pow10_table.h: powers of ten as 128-bit significands, one in STEP, and what rebuilds the others exactly.

10**k = g(k) * 2**e with 2**127 <= g(k) < 2**128, rounded up. g(first + STEP*i + j) is g(first + STEP*i) * 5**j, shifted back to 128 bits
and cut, plus a correction of -1, 0 or 1, stored as two bits."""

FIRST, LAST, STEP = -342, 324, 27


def significand(k):
    exponent = ((k * 1741647) >> 19) - 127
    numerator, denominator = (10**k, 1) if k >= 0 else (1, 10**-k)
    if exponent >= 0:
        denominator <<= exponent
    else:
        numerator <<= -exponent
    return -(-numerator // denominator)


def rebuilt(k):
    base = FIRST + (k - FIRST) // STEP * STEP
    product = significand(base) * 5 ** (k - base)
    return product >> (product.bit_length() - 128)


def rows(values, form, per_row):
    texts = [form(v) for v in values]
    return ",\n".join("    " + ", ".join(texts[i : i + per_row]) for i in range(0, len(texts), per_row))


def main():
    powers = range(FIRST, LAST + 1)
    assert all(significand(k).bit_length() == 128 for k in powers)
    pairs = [significand(k) - rebuilt(k) + 1 for k in powers]
    assert set(pairs) <= {0, 1, 2}
    assert all(significand(k) >> 64 == rebuilt(k) >> 64 for k in powers)  # a correction never carries
    words = [sum(b << 2 * j for j, b in enumerate(pairs[i : i + 32])) for i in range(0, len(pairs), 32)]
    high = lambda v: f"{{0x{v >> 64:016x}u, 0x{v & (2**64 - 1):016x}u}}"
    word = lambda v: f"0x{v:016x}u"
    print("#ifndef GAEL_RT_POW10_TABLE_H\n#define GAEL_RT_POW10_TABLE_H\n")
    print("/* Written by pow10_table.py, which says what it means. */\n\n#include <stdint.h>\n")
    print(f"enum {{ POW10_FIRST = {FIRST}, POW10_LAST = {LAST}, POW10_STEP = {STEP} }};\n")
    print("static const uint64_t POW10_BASE[][2] = {\n" + rows([significand(k) for k in powers[::STEP]], high, 2) + "};\n")
    print("static const uint64_t POW10_FIVES[] = {\n" + rows([5**j for j in range(STEP)], word, 4) + "};\n")
    print("static const uint64_t POW10_CORRECTION[] = {\n" + rows(words, word, 4) + "};\n\n#endif")


main()
