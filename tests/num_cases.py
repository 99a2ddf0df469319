#!/usr/bin/env python3
"""Prints num_cases.inc: cases for check_num.c, computed by Python's fractions
and decimal (300 digits), which share no code with GMP or MPFR as we call them.
The cases are the same at every run."""

import decimal
import random
from fractions import Fraction as F

decimal.getcontext().prec = 300
decimal.getcontext().Emax = decimal.MAX_EMAX
decimal.getcontext().Emin = decimal.MIN_EMIN
dice = random.Random(20250101)

EDGES = [2**63 - 1, -2**63, -2**63 + 1, 2**63, 2**62, -2**62, 2**32, 2**31,
         3037000499, 3037000500, 10**18, 10**18 + 1, 10**19, 0, 1, -1]


def operand():
    kind = dice.randrange(7)
    if kind == 0:
        return F(dice.randint(-100, 100))
    if kind == 1:
        return F(dice.randint(-10**9, 10**9), 10 ** dice.randint(0, 6))
    if kind == 2:
        return F(dice.randint(-10**10, 10**10), dice.randint(1, 10**10))
    if kind == 3:
        return F(dice.choice(EDGES))
    if kind == 4:
        return F(dice.choice(EDGES), abs(dice.choice(EDGES)) or 1)
    if kind == 5:
        return F(dice.randint(-10**40, 10**40), 10 ** dice.randint(0, 20))
    return F(dice.randint(-10**25, 10**25), dice.randint(1, 10**25))


def frac(x):
    return str(x)


def dec(x):
    return decimal.Decimal(x.numerator) / decimal.Decimal(x.denominator)


def nearest(x, bits):
    """X as the nearest binary number of BITS bits, halves to even."""
    if x == 0:
        return x
    n, d = abs(x.numerator), x.denominator
    shift = bits - (n.bit_length() - d.bit_length())
    while True:
        scaled = abs(x) * F(2) ** shift
        whole = round(scaled)
        if whole.bit_length() == bits and scaled >= 2 ** (bits - 1):
            break
        if whole == 2 ** bits and scaled < 2 ** bits:
            break
        shift += -1 if scaled >= 2 ** bits else 1
    return (1 if x > 0 else -1) * whole / F(2) ** shift


def rounded(x, places, even):
    scaled = abs(x) * F(10) ** places
    whole, rest = divmod(scaled, 1)
    if rest > F(1, 2) or (rest == F(1, 2) and (not even or whole % 2)):
        whole += 1
    return (-1 if x < 0 else 1) * F(whole) / F(10) ** places


def text(x):
    """As the doc of qp_num_text() has it."""
    if x == 0:
        return "0"
    places = 0
    while 10 ** places % x.denominator and places < 400:
        places += 1
    if 10 ** places % x.denominator == 0:
        whole = abs(x.numerator) * 10 ** places // x.denominator
        if len(str(whole).strip("0")) <= 40:
            return spelt(x < 0, whole, places)
    places = 0
    while abs(x) * F(10) ** places >= 10 ** 20:
        places -= 1
    while abs(x) * F(10) ** places < 10 ** 19:
        places += 1
    whole = abs(rounded(x, places, False)) * F(10) ** places
    return spelt(x < 0, int(whole) * 10 ** max(0, -places), max(0, places))


def spelt(negative, whole, places):
    digits = str(whole).rjust(places + 1, "0")
    if places:
        digits = digits[:-places] + "." + digits[-places:]
        digits = digits.rstrip("0").rstrip(".")
    return ("-" if negative else "") + digits


def row(*cells):
    print("    { %s }," % ", ".join(cells))


def quoted(s):
    return '"%s"' % s


def table(name, fields, rows):
    print("\nstatic const struct {\n%s} %s[] = {" % (fields, name))
    for cells in rows:
        row(*cells)
    print("};")


def arithmetic():
    for i in range(360):
        a, b = operand(), operand()
        op = "+-*/"[i % 4]
        if op == "/" and b == 0:
            continue
        if i % 16 < 4:
            b = F(b.numerator, a.denominator) or F(1)
        want = {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b,
                "/": lambda: a / b}[op]()
        yield "'%s'" % op, quoted(frac(a)), quoted(frac(b)), quoted(frac(want))


def orders():
    for i in range(120):
        a, b = operand(), operand()
        if i % 3 == 0:
            b = a + F(dice.choice([-1, 0, 1]), 10 ** dice.randint(0, 30))
        yield quoted(frac(a)), quoted(frac(b)), str((a > b) - (a < b))


def roundings():
    for i in range(240):
        places = dice.choice([0, 1, 2, 2, 2, 3, 4, 6, 9, 18, -1, -2, -9, -18])
        x = operand()
        if i % 2:   # a tie
            x = (F(dice.randint(-10**dice.randint(1, 30), 10**6)) + F(1, 2)) \
                / F(10) ** places
        even = i % 4 > 1
        yield (quoted(frac(x)), str(places),
               "QP_ROUND_HALF_EVEN" if even else "QP_ROUND_HALF_UP",
               quoted(frac(rounded(x, places, even))))


def texts():
    xs = [operand() for i in range(60)]
    xs += [F(dice.randint(1, 10**41), 10 ** dice.randint(0, 45))
           for i in range(20)]
    xs += [F(dice.randint(1, 10**9), 2 ** dice.randint(1, 150))
           for i in range(20)]
    xs += [F(10**21 - 1, 3) + F(1, 3), F(10) ** 50, F(1, 10**50),
           F(10**50 + 10**9), F(2, 3) * 10**30, F(99999999999999999999 * 2 + 1,
                                                  2) + F(1, 7)]
    for x in xs:
        yield quoted(frac(x)), quoted(text(x))


def positive():
    while True:
        x = abs(operand())
        if x:
            return x


def functions():
    def out(name, x, value, y=None):
        if isinstance(value, decimal.Decimal):
            value = nearest(F(value), 256)
        return (quoted(name), quoted(frac(x)),
                quoted(frac(y)) if y is not None else "NULL",
                quoted(frac(value)))

    for i in range(24):
        x = positive()
        if i == 0:
            x = 1 + F(1, 10**30)
        if x != 1:
            yield out("ln", x, dec(x).ln())
            yield out("log10", x + F(1, 7), dec(x + F(1, 7)).log10())
        yield out("sqrt", x + F(1, 3), dec(x + F(1, 3)).sqrt())
        e = F(dice.randint(-10**6, 10**6) or 1, 10 ** dice.randint(3, 9))
        yield out("exp", e, dec(e).exp())
        y = F(dice.randint(-9999, 9999) * 2 + 1, 200)
        yield out("pow", x + F(1, 11), (dec(y) * dec(x + F(1, 11)).ln()).exp(),
                  y)
    for i in range(12):
        x, n = operand(), dice.randint(-9, 9)
        if x and n:
            yield out("pow", x, x ** n, F(n))
        root = F(dice.randint(1, 10**6), dice.randint(1, 10**6))
        q, p = dice.randint(2, 7), dice.choice([-3, -2, -1, 1, 2, 3])
        if F(p, q).denominator == q:
            yield out("pow", root ** q, root ** p, F(p, q))
        yield out("sqrt", root ** 2, root)


def main():
    print("/* Made by num_cases.py; not to be edited.  Expected values are"
          " from Python's\n   fractions and decimal. */")
    table("arithmetic", "    char op;\n    const char *a, *b, *want;\n",
          arithmetic())
    table("orders", "    const char *a, *b;\n    int want;\n", orders())
    table("roundings", "    const char *x;\n    int places;\n"
          "    enum qp_rounding mode;\n    const char *want;\n", roundings())
    table("texts", "    const char *x, *want;\n", texts())
    table("functions", "    const char *name, *x, *y, *want;\n", functions())


main()
