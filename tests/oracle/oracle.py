#!/usr/bin/env python3
"""The independent oracle of quping: the rows of result.csv, worked out slowly.

    python3 oracle.py RULES FILE...     prints the rows of result.csv
    python3 oracle.py --self-test       checks the oracle against hand cases

A FILE may be the record of last year's result.

It shares no code with the program.  Every figure is a fractions.Fraction;
ln, exp, log10, sqrt and irrational powers are taken from decimal at 120 digits
and enter as the nearest number of 256 binary digits.

The oracle takes valid files: it does not check ranges, decimals or required
data, and it lints only what it stumbles over.  It stops with status 1 when a
file is wrong or when missing = reject strikes.
"""

import csv
import datetime
import decimal
import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from bisect import bisect_left, bisect_right
from fractions import Fraction
from math import gcd, lcm

NAMESPACE = "{urn:quping:submission:1}"
RESULT = "{urn:quping:result:1}"
COLUMNS = ["district", "name", "group", "indicator", "parent", "state",
           "value", "normalised", "weight", "points", "rank", "grade"]
ZERO = Fraction(0)
ONE = Fraction(1)
HUNDRED = Fraction(100)


class OracleError(Exception):
    """A rule set or submission that the oracle cannot read."""


class Rejected(Exception):
    """missing = reject has struck at (district, indicator) PLACES."""

    def __init__(self, places):
        super().__init__("rejected: " + ", ".join(
            "%s: %s" % place for place in places))
        self.places = places


# --- States and numbers ------------------------------------------------------

class State:
    """Why there is no number.  The lower ORDER wins."""

    def __init__(self, name, order):
        self.name = name
        self.order = order

    def __repr__(self):
        return self.name


ABSENT = State("absent", 0)
MISSING = State("missing", 1)
WITHHELD = State("withheld", 2)
NOT_APPLICABLE = State("not_applicable", 3)
UNDEFINED = State("undefined", 4)
STATES = {s.name: s for s in
          (ABSENT, MISSING, WITHHELD, NOT_APPLICABLE, UNDEFINED)}


def is_state(x):
    return x.__class__ is State


def worst(values):
    """The first state in the order of among VALUES, or None."""
    states = [v for v in values if v.__class__ is State]
    return min(states, key=lambda s: s.order) if states else None


NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def parse_number(text):
    """The exact decimal TEXT in the spelling of."""
    text = text.strip(" \t\r\n")
    if not NUMBER.fullmatch(text):
        raise OracleError("not a number: %r" % text)
    whole, _, fraction = text.partition(".")
    return Fraction(int(whole + fraction), 10 ** len(fraction))


def round_to(q, places, mode):
    """Q rounded to PLACES decimals, half_up or half_even."""
    n, d = q.numerator, q.denominator
    if places < 0:
        d *= 10 ** -places
    else:
        n *= 10 ** places
    whole, rest = divmod(abs(n), d)
    if (2 * rest > d
            or (2 * rest == d and (mode == "half_up" or whole % 2 == 1))):
        whole += 1
    if n < 0:
        whole = -whole
    if places < 0:
        return Fraction(whole * 10 ** -places)
    return Fraction(whole, 10 ** places)


def is_tie(q, places):
    """True when Q has exactly a 5 right after PLACES decimals."""
    return q.denominator // gcd(q.denominator, 10 ** places) == 2


def significant(q, digits):
    """abs(Q) > 0 as (integer of DIGITS digits, power of ten), half up."""
    n, d = abs(q.numerator), q.denominator
    power = len(str(n)) - len(str(d)) - digits
    while True:
        if power >= 0:
            whole, rest = divmod(n, d * 10 ** power)
            base = d * 10 ** power
        else:
            whole, rest = divmod(n * 10 ** -power, d)
            base = d
        if whole >= 10 ** digits:
            power += 1
            continue
        if 2 * rest >= base:
            whole += 1
        return whole, power


def plain(digits, places):
    """The integer DIGITS / 10**PLACES without superfluous zeros."""
    text = str(abs(digits)).rjust(places + 1, "0")
    whole, fraction = text[:len(text) - places], text[len(text) - places:]
    fraction = fraction.rstrip("0")
    sign = "-" if digits < 0 else ""
    return sign + whole + ("." + fraction if fraction else "")


PRINTED = {}


def show(q):
    """Q as result.csv prints it, without superfluous zeros."""
    key = (q.numerator, q.denominator)
    text = PRINTED.get(key)
    if text is None:
        if len(PRINTED) > 200000:
            PRINTED.clear()
        text = PRINTED[key] = show_slowly(q)
    return text


def printed(q, decimals):
    """Points: all digits where they are rounded, else as any number."""
    if q is None:
        return ""
    scaled = q * 10 ** decimals
    if scaled.denominator == 1:
        return plain(scaled.numerator, decimals)
    return show(q)


def show_slowly(q):
    n, d = q.numerator, q.denominator
    twos = (d & -d).bit_length() - 1
    rest, fives = d >> twos, 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest == 1:
        places = max(twos, fives)
        digits = n * 10 ** places // d
        if len(str(abs(digits)).rstrip("0")) <= 40:
            return plain(digits, places)
    whole, power = significant(q, 20)
    if n < 0:
        whole = -whole
    return plain(whole * 10 ** max(power, 0), max(-power, 0))


# --- Roots, powers and logarithms -------------------------

PRECISE = decimal.Context(prec=120, rounding=decimal.ROUND_HALF_EVEN,
                          Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


def to_decimal(q):
    return PRECISE.divide(decimal.Decimal(q.numerator),
                          decimal.Decimal(q.denominator))


def nearest_dyadic(q, bits):
    """Q rounded to BITS binary digits, halves to even."""
    if q == 0:
        return ZERO
    n, d = abs(q.numerator), q.denominator
    shift = bits - (n.bit_length() - d.bit_length())
    whole, rest, base = shifted_divide(n, d, shift)
    if whole.bit_length() > bits:
        shift -= 1
        whole, rest, base = shifted_divide(n, d, shift)
    if 2 * rest > base or (2 * rest == base and whole % 2):
        whole += 1
    result = Fraction(whole << -shift) if shift < 0 else Fraction(
        whole, 1 << shift)
    return -result if q < 0 else result


def shifted_divide(n, d, shift):
    if shift < 0:
        d <<= -shift
    else:
        n <<= shift
    whole, rest = divmod(n, d)
    return whole, rest, d


def from_decimal(x):
    """The decimal X as the nearest number of 256 binary digits."""
    return nearest_dyadic(Fraction(x), 256)


def integer_root(n, k):
    """The K-th root of N >= 0 if that is an integer, else None."""
    if n < 2 or k == 1:
        return n
    if k >= n.bit_length():
        return None
    root = 1 << -(-n.bit_length() // k)
    while True:
        better = ((k - 1) * root + n // root ** (k - 1)) // k
        if better >= root:
            break
        root = better
    return root if root ** k == n else None


def rational_power(x, e):
    """X ** E for X > 0 if the true result is rational, else None."""
    n = integer_root(x.numerator, e.denominator)
    d = integer_root(x.denominator, e.denominator)
    if n is None or d is None:
        return None
    return Fraction(n, d) ** e.numerator


def positive_power(x, e):
    """X ** E for X > 0: exact if rational, else one 256-bit rounding."""
    exact = rational_power(x, e)
    if exact is not None:
        return exact
    log = PRECISE.multiply(PRECISE.ln(to_decimal(x)), to_decimal(e))
    return from_decimal(PRECISE.exp(log))


def power(x, e):
    """The operator ^."""
    if e.denominator == 1:
        if abs(e) > 1000 or (x == 0 and e < 0):
            return UNDEFINED
        return x ** e.numerator
    if x < 0 or (x == 0 and e < 0):
        return UNDEFINED
    if x == 0:
        return ZERO
    return positive_power(x, e)


def log_e(x):
    if x <= 0:
        return UNDEFINED
    return ZERO if x == 1 else from_decimal(PRECISE.ln(to_decimal(x)))


def log_10(x):
    if x <= 0:
        return UNDEFINED
    places = len(str(max(x.numerator, x.denominator))) - 1
    for exact in (places, -places):
        if x == Fraction(10) ** exact:
            return Fraction(exact)
    return from_decimal(PRECISE.log10(to_decimal(x)))


def exp(x):
    if abs(x) > 10000:
        return UNDEFINED
    return ONE if x == 0 else from_decimal(PRECISE.exp(to_decimal(x)))


def square_root(x):
    if x < 0:
        return UNDEFINED
    return ZERO if x == 0 else positive_power(x, Fraction(1, 2))


def valuation(q, prime):
    """How often PRIME divides Q."""
    count = 0
    n, d = q.numerator, q.denominator
    while n % prime == 0:
        n //= prime
        count += 1
    while d % prime == 0:
        d //= prime
        count -= 1
    return count


def coprime_base(numbers):
    """Pairwise coprime integers > 1 of which all NUMBERS are products."""
    base = []
    todo = [n for n in numbers if n > 1]
    while todo:
        n = todo.pop()
        for i, b in enumerate(base):
            common = gcd(n, b)
            if common > 1:
                base.pop(i)
                todo += [m for m in (common, n // common, b // common)
                         if m > 1]
                break
        else:
            base.append(n)
    return base


def rational_geometric(scores, shares):
    """The product of SCORES ** SHARES if it is rational, else None.

    Over a coprime base the product is rational exactly if each base number's
    part of it is; a prime's exponent must be whole, which is tried first."""
    for prime in (2, 5, 3):
        total = sum(valuation(s, prime) * w for s, w in zip(scores, shares))
        if total.denominator != 1:
            return None
    base = coprime_base([s.numerator for s in scores]
                        + [s.denominator for s in scores])
    result = ONE
    for b in base:
        total = sum(valuation(s, b) * w for s, w in zip(scores, shares))
        part = rational_power(Fraction(b), Fraction(total))
        if part is None:
            return None
        result *= part
    return result


# --- Units --------------------------------------------------------

PURE = (ONE, ())                # a unit is (scale, ((base, exponent), ...))
LITERAL = None                  # a literal number takes the other's unit
TEXT = "text"


class Units:
    """The [units] of a rule set: NAME = FACTOR UNIT."""

    def __init__(self):
        self.table = {}

    def define(self, name, text):
        factor, _, target = text.strip().partition(" ")
        if name in self.table:
            raise OracleError("unit %s is defined twice" % name)
        self.table[name] = (parse_number(factor), target.strip())

    def find(self, name):
        """The unit called NAME; one never defined is a base unit."""
        if not name:
            return PURE
        scale, seen = ONE, set()
        while name in self.table:
            if name in seen:
                raise OracleError("unit %s leads to itself" % name)
            seen.add(name)
            factor, name = self.table[name]
            scale *= factor
        return (scale, ((name, 1),))


def combine_units(a, b, sign):
    """The unit of a product (SIGN 1) or quotient (SIGN -1)."""
    dims = dict(a[1])
    for name, exponent in b[1]:
        dims[name] = dims.get(name, 0) + sign * exponent
    scale = a[0] * b[0] if sign > 0 else a[0] / b[0]
    return (scale, tuple(sorted((k, v) for k, v in dims.items() if v)))


def conversion(unit, to):
    """The factor that takes figures in UNIT to the unit TO."""
    if unit is LITERAL or to is LITERAL:
        return ONE
    if unit is TEXT or to is TEXT or unit[1] != to[1]:
        raise OracleError("units do not fit: %r and %r" % (unit, to))
    return unit[0] / to[0]


# --- Expressions: text to tree -------------------------------

TOKEN = re.compile(r'\s*(?:([0-9]+(?:\.[0-9]+)?)|([^\W\d]\w*)|("[^"]*")'
                   r'|(==|!=|<=|>=|[-+*/^<>(),]))')


class Parser:
    """Recursive descent; a node is a tuple that begins with its kind."""

    def __init__(self, text, units):
        self.text = text
        self.units = units
        self.tokens = self.split(text)
        self.at = 0

    def split(self, text):
        tokens, at = [], 0
        text = text.rstrip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                raise OracleError("cannot read expression: %s" % text)
            kind = ("num", "name", "text", "op")[match.lastindex - 1]
            tokens.append((kind, match.group(match.lastindex)))
            at = match.end()
        return tokens + [("end", "")]

    def peek(self):
        return self.tokens[self.at]

    def take(self, *wanted):
        """The next token's text if it is an operator or word WANTED."""
        kind, text = self.peek()
        if kind in ("op", "name") and text.lower() in wanted:
            self.at += 1
            return text.lower()
        return None

    def need(self, wanted):
        if not self.take(wanted):
            raise OracleError("%s expected in: %s" % (wanted, self.text))

    def whole(self):
        tree = self.either()
        if self.peek()[0] != "end":
            raise OracleError("cannot read expression: %s" % self.text)
        return tree

    def either(self):
        tree = self.both()
        while self.take("or"):
            tree = ("or", tree, self.both())
        return tree

    def both(self):
        tree = self.negation()
        while self.take("and"):
            tree = ("and", tree, self.negation())
        return tree

    def negation(self):
        if self.take("not"):
            return ("not", self.negation())
        return self.once(("==", "!="), self.relation)

    def relation(self):
        return self.once(("<", "<=", ">", ">="), self.summing)

    def once(self, operators, below):
        """One comparison; a chain of them is an error."""
        tree = below()
        op = self.take(*operators)
        if op:
            tree = ("compare", op, tree, below())
            if self.take(*operators):
                raise OracleError("chained comparison: %s" % self.text)
        return tree

    def summing(self):
        return self.chain(("+", "-"), self.product)

    def product(self):
        return self.chain(("*", "/"), self.unary)

    def chain(self, operators, below):
        tree = below()
        while True:
            op = self.take(*operators)
            if not op:
                return tree
            tree = ("binary", op, tree, below())

    def unary(self):
        if self.take("-"):
            return ("minus", self.unary())
        if self.take("+"):
            return self.unary()
        return self.raised()

    def raised(self):
        base = self.primary()
        if self.take("^"):
            return ("power", base, self.unary())
        return base

    def primary(self):
        kind, text = self.peek()
        if self.take("("):
            tree = self.either()
            self.need(")")
            return tree
        self.at += 1
        if kind == "num":
            return self.quantity(parse_number(text))
        if kind == "text":
            return ("text", text[1:-1])
        if kind == "name" and text.lower() not in ("and", "or", "not"):
            return self.named(text.lower())
        raise OracleError("cannot read expression: %s" % self.text)

    def quantity(self, number):
        """A literal, with its unit if one follows."""
        kind, text = self.peek()
        if kind == "name" and text.lower() not in ("and", "or", "not"):
            self.at += 1
            return ("number", number, self.units.find(text))
        return ("number", number, LITERAL)

    def named(self, code):
        if not self.take("("):
            return ("name", code)
        arguments = []
        if not self.take(")"):
            arguments.append(self.either())
            while self.take(","):
                arguments.append(self.either())
            self.need(")")
        return ("call", code, arguments)


# --- Expressions: tree to closure ---------------

def lift(fn):
    """FN over numbers as a builder over closures; states pass through."""
    def build(*parts):
        if len(parts) == 2:
            return lift_two(fn, *parts)

        def run(d):
            values = [part(d) for part in parts]
            for v in values:
                if v.__class__ is State:
                    return worst(values)
            return fn(*values)
        return run
    return build


def lift_two(fn, first, second):
    def run(d):
        a, b = first(d), second(d)
        if a.__class__ is State or b.__class__ is State:
            return worst((a, b))
        return fn(a, b)
    return run


def divide(a, b):
    return a / b if b else UNDEFINED


COMPARE = {
    "==": lambda a, b: ONE if a == b else ZERO,
    "!=": lambda a, b: ONE if a != b else ZERO,
    "<": lambda a, b: ONE if a < b else ZERO,
    "<=": lambda a, b: ONE if a <= b else ZERO,
    ">": lambda a, b: ONE if a > b else ZERO,
    ">=": lambda a, b: ONE if a >= b else ZERO,
}


def round_function(x, places=ZERO):
    """round(): half away from zero, -18..18 decimals."""
    if places.denominator != 1 or abs(places) > 18:
        return UNDEFINED
    return round_to(x, places.numerator, "half_up")


def clamp(x, low, high):
    return UNDEFINED if low > high else min(max(x, low), high)


def mean(values):
    return sum(values, ZERO) / len(values)


def median(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def sample_sd(values):
    if len(values) < 2:
        return UNDEFINED
    centre = mean(values)
    return square_root(sum((v - centre) ** 2 for v in values)
                       / (len(values) - 1))


def shorten(q):
    """A peer statistic beyond 4,096 bits goes down to 1,024."""
    if is_state(q):
        return q
    if q.numerator.bit_length() + q.denominator.bit_length() > 4096:
        return nearest_dyadic(q, 1024)
    return q


PLAIN_FUNCTIONS = {             # name: (fewest, most arguments, function)
    "ln": (1, 1, log_e),
    "log10": (1, 1, log_10),
    "exp": (1, 1, exp),
    "sqrt": (1, 1, square_root),
}
LIKE_FUNCTIONS = {              # these keep the unit of their first argument
    "min": (1, 99, lambda *v: min(v)),
    "max": (1, 99, lambda *v: max(v)),
    "abs": (1, 1, abs),
    "floor": (1, 1, lambda x: Fraction(x.__floor__())),
    "ceil": (1, 1, lambda x: Fraction(x.__ceil__())),
    "clamp": (3, 3, clamp),
}
PEER_FUNCTIONS = {
    "sum": lambda column: shorten(sum(column, ZERO)),
    "mean": lambda column: shorten(mean(column)),
    "min": min,
    "max": max,
    "sd": lambda column: shorten(sample_sd(column)),
    "median": lambda column: shorten(median(column)),
}


class Compiler:
    """Turns trees into closures of one district.

    compile() gives (unit, closure).  CITY answers which districts are peers.
    PAST is true inside prior(), where all data are last year's."""

    def __init__(self, rules, city):
        self.rules = rules
        self.city = city
        self.past = False
        self.is_unverified = False  # looks at figures before verification

    def compile(self, tree):
        return getattr(self, "on_" + tree[0])(*tree[1:])

    def number(self, tree):
        unit, run = self.compile(tree)
        if unit is TEXT:
            raise OracleError("text where a number is needed")
        return unit, run

    def on_number(self, number, unit):
        return unit, lambda d: number

    def on_text(self, text):
        return TEXT, lambda d: text

    def on_name(self, code):
        if code in ("code", "name", "group"):
            return TEXT, lambda d: getattr(d, code)
        if code == "due":
            return TEXT, lambda d: self.rules.evaluation["due"]
        if code == "submitted":
            past = self.past
            return TEXT, lambda d: (d.submitted if d.submitted and not past
                                    else UNDEFINED)
        datum = self.rules.datum(code)
        if datum.given_by == "experts":
            raise OracleError("%s: only inside a panel function" % code)
        unit = self.rules.units.find(datum.unit)
        recorded = self.past and self.rules.by_record
        if (self.is_unverified and datum.given_by == "district"
                and not recorded):
            return self.own_figure(code, unit)
        if self.past:
            return unit, lambda d: d.before.get(code, UNDEFINED)
        return unit, lambda d: d.now.get(code, ABSENT)

    def own_figure(self, code, unit):
        if self.past:
            return unit, lambda d: d.own_before.get(code, UNDEFINED)
        return unit, lambda d: d.own_now.get(code, ABSENT)

    def on_minus(self, tree):
        unit, run = self.number(tree)
        return unit, lift(lambda x: -x)(run)

    def on_not(self, tree):
        _, run = self.number(tree)
        return PURE, lift(lambda x: ZERO if x else ONE)(run)

    def on_and(self, left, right):
        return self.logic(left, right, False)

    def on_or(self, left, right):
        return self.logic(left, right, True)

    def logic(self, left, right, deciding):
        """The first operand whose truth is DECIDING settles it."""
        runs = [self.number(left)[1], self.number(right)[1]]

        def run(d):
            values = []
            for part in runs:
                v = part(d)
                if not is_state(v) and bool(v) == deciding:
                    return ONE if deciding else ZERO
                values.append(v)
            return worst(values) or (ZERO if deciding else ONE)
        return PURE, run

    def on_compare(self, op, left, right):
        a, b = self.compile(left), self.compile(right)
        if TEXT in (a[0], b[0]):
            is_date = left[1:] == ("due",) or right[1:] == ("due",)
            if a[0] != b[0] or (op not in ("==", "!=") and not is_date):
                raise OracleError("text compares only with text, == or !=")
            return PURE, lift(COMPARE[op])(a[1], b[1])
        _, runs = self.alike([left, right])
        return PURE, lift(COMPARE[op])(*runs)

    def alike(self, trees):
        """Closures in the unit of the first that is no literal."""
        parts = [self.number(t) for t in trees]
        unit = next((u for u, _ in parts if u is not LITERAL), LITERAL)
        return unit, [self.converted(u, run, unit) for u, run in parts]

    def converted(self, unit, run, to):
        factor = conversion(unit, to)
        if factor == 1:
            return run
        return lift(lambda x: x * factor)(run)

    def on_binary(self, op, left, right):
        if op in "+-":
            unit, runs = self.alike([left, right])
            fn = (lambda a, b: a + b) if op == "+" else (lambda a, b: a - b)
            return unit, lift(fn)(*runs)
        (u, a), (v, b) = self.number(left), self.number(right)
        fn = divide if op == "/" else (lambda x, y: x * y)
        run = lift(fn)(a, b)
        if u is LITERAL and v is LITERAL:
            return LITERAL, run
        unit = combine_units(u or PURE, v or PURE, -1 if op == "/" else 1)
        if unit[1]:
            return unit, run
        return PURE, self.converted(unit, run, PURE)

    def on_power(self, base, exponent):
        (u, a), (v, b) = self.number(base), self.number(exponent)
        run = lift(power)(a, b)
        if u in (LITERAL, PURE):
            return (LITERAL if v is LITERAL and u is LITERAL else PURE), run
        if exponent[0] == "number" and exponent[1].denominator == 1:
            n = exponent[1].numerator
            return (u[0] ** n, tuple((k, e * n) for k, e in u[1] if n)), run
        return PURE, run

    def on_call(self, name, arguments):
        special = getattr(self, "call_" + name, None)
        if special:
            return special(*arguments)
        if name[:5] == "city_" or name[:6] == "group_":
            return self.peers(name, arguments)
        panel = name in ("mean", "median")
        if panel or name == "trimmed_mean":
            return self.panel(name, *arguments)
        return self.ordinary(name, arguments)

    def ordinary(self, name, arguments):
        table = PLAIN_FUNCTIONS if name in PLAIN_FUNCTIONS else LIKE_FUNCTIONS
        if name not in table:
            raise OracleError("no function %s" % name)
        fewest, most, fn = table[name]
        if not fewest <= len(arguments) <= most:
            raise OracleError("%s: wrong number of arguments" % name)
        if table is PLAIN_FUNCTIONS:
            return PURE, lift(fn)(self.number(arguments[0])[1])
        unit, runs = self.alike(arguments)
        return unit, lift(fn)(*runs)

    def call_round(self, x, places=("number", ZERO, LITERAL)):
        unit, run = self.number(x)
        return unit, lift(round_function)(run, self.number(places)[1])

    def call_if(self, condition, yes, no):
        """Only the branch taken is evaluated."""
        _, test = self.number(condition)
        unit, (then, otherwise) = self.alike([yes, no])

        def run(d):
            truth = test(d)
            if is_state(truth):
                return truth
            return then(d) if truth else otherwise(d)
        return unit, run

    def call_prior(self, tree):
        if self.past:
            raise OracleError("prior inside prior")
        self.past = True
        try:
            return self.number(tree)
        finally:
            self.past = False

    def own_datum(self, tree):
        if tree[0] != "name":
            raise OracleError("a datum is needed")
        datum = self.rules.datum(tree[1])
        return datum.code, self.rules.units.find(datum.unit)

    def call_reported(self, tree):
        """The district's own figure, before verification."""
        return self.own_figure(*self.own_datum(tree))

    def call_cut(self, tree):
        """Reported less verified; 0 without verification."""
        code, unit = self.own_datum(tree)
        past = self.past

        def run(d):
            own = (d.own_before if past else d.own_now).get(code, ABSENT)
            if is_state(own):
                return UNDEFINED
            final = (d.before if past else d.now)[code]
            return final if is_state(final) else own - final
        return unit, run

    def call_is_reported(self, tree):
        self.own_datum(tree)
        _, own = self.on_name(tree[1])
        return PURE, lambda d: ZERO if is_state(own(d)) else ONE

    def call_days_between(self, *trees):
        """Days from one date to the other."""
        first, second = (self.compile(tree)[1] for tree in trees)

        def days(a, b):
            a, b = (datetime.date.fromisoformat(day) for day in (a, b))
            return Fraction((b - a).days)
        return PURE, lift(days)(first, second)

    def call_failed(self, level):
        """Checks of LEVEL that fail as submitted and are not explained."""
        if self.past:
            return PURE, lambda d: UNDEFINED
        return PURE, lambda d: Fraction(d.failed[level[1]])

    # What a district came to in earlier years

    def looking_back(self):
        if self.past:
            raise OracleError("two years before")

    def call_prior_grade(self):
        self.looking_back()
        return TEXT, lambda d: d.past[1][1] if 1 in d.past else UNDEFINED

    def call_prior_rank(self):
        self.looking_back()
        return PURE, lambda d: d.past[1][0] if 1 in d.past else UNDEFINED

    def call_years_in(self, grade, years):
        """Years of the last N with that grade, all of which are known."""
        self.looking_back()
        span = range(1, int(years[1]) + 1)

        def run(d):
            if any(n not in d.past for n in span):
                return UNDEFINED
            return Fraction(sum(d.past[n][1] == grade[1] for n in span))
        return PURE, run

    def call_has_note(self, tree):
        code, _ = self.own_datum(tree)
        return PURE, lambda d: ONE if code in d.notes else ZERO

    def panel(self, name, tree, cut=("number", ZERO, LITERAL)):
        """mean, median, trimmed_mean over expert scores."""
        code, unit = self.own_datum(tree)
        datum = self.rules.datum(code)
        if datum.given_by != "experts":
            raise OracleError("%s: not filled by experts" % code)
        drop = int(self.number(cut)[1](None))

        def run(d):
            scores = sorted(d.panel.get(code, []))
            n = len(scores)
            if self.past or n < max(datum.min_experts, 1) or n <= 2 * drop:
                return UNDEFINED
            if name == "median":
                return median(scores)
            return mean(scores[drop:n - drop])
        return unit, run

    def peers(self, name, arguments):
        """city_X and group_X; columns are kept once known."""
        grouped = name.startswith("group_")
        what = name[6:] if grouped else name[5:]
        if len(arguments) != 1:
            raise OracleError("%s takes one argument" % name)
        unit, own = self.number(arguments[0])
        columns, results = {}, {}

        def column(d):
            key = d.group_key if grouped else None
            if key not in columns:
                values = [own(p) for p in self.city.peers(key)]
                columns[key] = sorted(v for v in values if not is_state(v))
            return key, columns[key]

        def statistic(d):
            if grouped and not d.group_key:
                return UNDEFINED
            key, values = column(d)
            if key not in results:
                results[key] = (PEER_FUNCTIONS[what](values) if values
                                else UNDEFINED)
            return results[key]

        def count(d):
            if grouped and not d.group_key:
                return UNDEFINED
            return Fraction(len(column(d)[1]))

        def rank(d):
            x = own(d)
            if is_state(x):
                return x
            if grouped and not d.group_key:
                return UNDEFINED
            values = column(d)[1]
            return Fraction(1 + len(values) - bisect_right(values, x))

        if what == "count":
            return PURE, count
        if what == "rank":
            return PURE, rank
        if what not in PEER_FUNCTIONS:
            raise OracleError("no function %s" % name)
        return unit, statistic


# --- Rule sets ----------------------------------------------------

def read_ini(path):
    """[(kind, code, {key: value})] of one file, in order, strictly."""
    with open(path, "rb") as file:
        text = file.read().decode("utf-8-sig")
    sections, keys = [], None
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip(" \t\r")
        place = "%s:%d: " % (os.path.basename(path), number)
        if not line or line[0] in ";#":
            continue
        if line[0] == "[":
            keys = {}
            sections.append(read_heading(line, place) + (keys,))
            continue
        key, equals, value = line.partition("=")
        if not equals or keys is None:
            raise OracleError(place + "not a key: " + line)
        key = key.strip()
        if sections[-1][0] != "units":
            key = key.lower()
        if key in keys:
            raise OracleError(place + "key given twice: " + key)
        keys[key] = read_value(value.strip(), place)
    return sections


def read_heading(line, place):
    line = read_value(line, place)
    if not line.endswith("]"):
        raise OracleError(place + "not a section: " + line)
    kind, _, code = line[1:-1].strip().partition(" ")
    return kind.lower(), code.strip()


def read_value(text, place):
    """TEXT without quotes around it or a comment after it."""
    if text.startswith('"'):
        inner, quote, rest = text[1:].partition('"')
        rest = rest.strip()
        if not quote or (rest and rest[0] not in ";#"):
            raise OracleError(place + "put the whole value in quotes")
        return inner
    comment = re.search(r"(^|[ \t])[;#]", text)
    if comment:
        text = text[:comment.start()]
    if ";" in text or "#" in text:
        raise OracleError(place + "; or # in an unquoted value")
    return text.strip()


def read_sections(path):
    """The sections of the main file and of what it includes."""
    sections = read_ini(path)
    folder = os.path.dirname(path)
    for kind, _, keys in list(sections):
        if kind != "evaluation":
            continue
        for name in keys.get("include", "").split():
            sections += read_ini(os.path.join(folder, name))
    return sections


class Datum:
    def __init__(self, code, keys):
        self.code = code
        self.keys = keys
        self.unit = keys.get("unit", "")
        self.given_by = keys.get("given_by", "district")
        self.min_experts = int(keys.get("min_experts", "1"))


class Node:
    """An indicator; the root stands for the total."""

    def __init__(self, code, keys, index):
        self.code = code
        self.keys = keys
        self.index = index
        self.parent = None
        self.children = []
        self.is_root = False
        self.aggregate, _, exponent = keys.get(
            "aggregate", "sum").partition(" ")
        self.exponent = parse_number(exponent) if exponent else None
        if self.aggregate == "power" and self.exponent == 0:
            self.aggregate = "geometric"
        self.min_available = optional_number(keys, "min_available")
        self.weighting, _, self.judgements = keys.get(
            "weighting", "given").partition(" ")

    @property
    def is_weighted_by_data(self):
        return self.weighting in DATA_WEIGHTS

    @property
    def is_leaf(self):
        return "method" in self.keys

    @property
    def adds_up(self):
        return self.aggregate in ("sum", "mean")


def optional_number(keys, key):
    return parse_number(keys[key]) if key in keys else None


class Item:
    """A bonus, a deduction or a veto."""

    def __init__(self, code, keys):
        self.code = code
        self.keys = keys
        self.cap = optional_number(keys, "cap")


class Check:
    """What must hold, for each district or for the city."""

    def __init__(self, code, keys):
        self.code = code
        self.assertion = keys["assert"]
        self.unless = keys.get("unless", "0")
        self.level = keys.get("level", "error")
        self.is_of_city = keys.get("scope") == "city"


class Grade:
    def __init__(self, code, keys):
        self.code = code
        self.min = optional_number(keys, "min")
        self.share = optional_number(keys, "share")
        self.rank = optional_number(keys, "rank")


class Rules:
    """A rule set; defaults as,."""

    def __init__(self, path):
        self.units = Units()
        self.data, self.groups, self.nodes = {}, {}, []
        self.districts, self.grades = [], []
        self.items = {"bonus": [], "deduction": [], "veto": []}
        self.judgements, self.checks = {}, []
        sections = read_sections(path)
        self.evaluation = self.read_evaluation(sections)
        for kind, code, keys in sections:
            self.add(kind, code, keys)
        self.root = self.make_root()
        self.make_tree()

    def read_evaluation(self, sections):
        found = [keys for kind, _, keys in sections if kind == "evaluation"]
        if len(found) != 1:
            raise OracleError("one [evaluation] is needed")
        keys = dict(found[0])
        for key, value in (("weights", "points"), ("scale", "100"),
                           ("aggregate", "sum"), ("rounding", "half_up"),
                           ("decimals", "2"), ("round_at", "indicator"),
                           ("rank_on", "published"),
                           ("ties", "competition"), ("prior", "record")):
            keys.setdefault(key, value)
        self.year = int(keys["year"])
        self.by_record = keys["prior"] == "record"
        self.scale = parse_number(keys["scale"])
        self.decimals = int(keys["decimals"])
        self.rounding = keys["rounding"]
        self.tie_break = keys.get("tie_break", "").lower().split()
        return keys

    def add(self, kind, code, keys):
        fold = code.lower()
        if kind == "units":
            for name, value in keys.items():
                self.units.define(name, value)
        elif kind == "datum":
            self.data[fold] = Datum(fold, keys)
        elif kind == "group":
            self.groups[fold] = code
        elif kind == "district":
            self.districts.append((code, keys))
        elif kind == "indicator":
            self.nodes.append(Node(code, keys, len(self.nodes)))
        elif kind == "weights":
            self.judgements[fold] = {
                code: [Fraction(n) for n in numbers.split()]
                for code, numbers in keys.items()}
        elif kind == "check":
            self.checks.append(Check(code, keys))
        elif kind == "grade":
            self.grades.append(Grade(code, keys))
        elif kind in self.items:
            self.items[kind].append(Item(code, keys))
        elif kind not in ("evaluation", "measure", "ranking"):
            raise OracleError("unknown section [%s %s]" % (kind, code))

    def make_root(self):
        keys = {k: v for k, v in self.evaluation.items()
                if k in ("aggregate", "min_available", "weighting")}
        root = Node("total", keys, len(self.nodes))
        root.is_root = True
        return root

    def make_tree(self):
        by_code = {node.code.lower(): node for node in self.nodes}
        for node in self.nodes:
            parent = node.keys.get("parent")
            node.parent = by_code[parent.lower()] if parent else self.root
            node.parent.children.append(node)
        self.by_code = by_code

    def datum(self, code):
        if code not in self.data:
            raise OracleError("no datum %s" % code)
        return self.data[code]

    def weight_key(self, node, group):
        """The weight as given for districts of GROUP, or None."""
        for key in ("weight." + (group or ""), "weight"):
            if key in node.keys:
                return parse_number(node.keys[key])
        return None

    def given(self, node, group, cache):
        """The weight of NODE as the rules give it; in points a node
        whose points others split has its own, else that of its leaves."""
        key = (node.index, group)
        if key not in cache:
            own = self.weight_key(node, group)
            if (self.evaluation["weights"] == "points" and node.children
                    and (node.weighting == "given" or own is None)):
                cache[key] = sum((self.given(c, group, cache)
                                  for c in node.children), ZERO)
            else:
                cache[key] = own
            if cache[key] is None:
                raise OracleError("%s: no weight" % node.code)
        return cache[key]


# --- Submissions --------------------------------------------------

class District:
    """A district and its data: now, last year, as reported and verified."""

    def __init__(self, code, keys, index):
        self.code = code
        self.index = index
        self.keys = keys
        self.name = keys.get("name", "")
        self.group = keys.get("group", "")
        self.group_key = self.group.lower()
        self.own_now, self.own_before = {}, {}
        self.now, self.before = {}, {}
        self.past = {}          # years ago: (rank, grade)
        self.notes, self.panel = set(), {}
        self.submitted = None
        self.failed = {"error": 0, "warning": 0, "note": 0}
        self.effects = set()
        self.forced_grade = self.cap_grade = None

    @property
    def is_peer(self):
        """Vetoed exclude and unranked stay out of statistics."""
        return not self.effects & {"exclude", "unranked"}

    @property
    def is_excluded(self):
        return "exclude" in self.effects


class Inputs:
    """All submissions, verifications and expert scores of one run."""

    def __init__(self, rules, paths):
        self.rules = rules
        self.districts = [District(code, keys, 0)
                          for code, keys in rules.districts]
        self.districts.sort(key=lambda d: d.code)
        for index, d in enumerate(self.districts):
            d.index = index
        self.by_code = {d.code.lower(): d for d in self.districts}
        self.verified, self.recorded = {}, {}
        for path in paths:
            self.read(path)
        for d in self.districts:
            self.settle(d)

    def read(self, path):
        root = ElementTree.parse(path).getroot()
        if root.tag == RESULT + "result":
            self.read_record(root)
            return
        kind = root.tag.replace(NAMESPACE, "")
        reader = {"submission": self.read_submission,
                  "verification": self.read_verification,
                  "scores": self.read_scores}.get(kind)
        if not reader:
            raise OracleError("%s: unknown root <%s>" % (path, root.tag))
        if int(root.get("year")) != self.rules.year:
            raise OracleError("%s: another year" % path)
        reader(root)

    def district(self, code):
        if code.lower() not in self.by_code:
            raise OracleError("no district %s" % code)
        return self.by_code[code.lower()]

    def figure(self, element):
        """The figure in the datum's own unit, or the state."""
        state = element.get("state", "reported")
        if state != "reported":
            return STATES[state]
        number = parse_number(element.text or "")
        unit = element.get("unit")
        if unit is None:
            return number
        datum = self.rules.datum(element.get("code").lower())
        find = self.rules.units.find
        return number * conversion(find(unit), find(datum.unit))

    def is_now(self, element):
        """True for this year, False for last year, None for others."""
        period = int(element.get("period", self.rules.year))
        return {0: True, -1: False}.get(period - self.rules.year)

    def read_submission(self, root):
        d = self.district(root.get("district"))
        d.submitted = root.get("submitted")
        for element in root.iter(NAMESPACE + "datum"):
            now = self.is_now(element)
            if now is None:
                continue
            own = d.own_now if now else d.own_before
            own[element.get("code").lower()] = self.figure(element)
        for note in root.iter(NAMESPACE + "note"):
            d.notes.add(note.get("code").lower())

    def read_verification(self, root):
        for element in root.iter(NAMESPACE + "datum"):
            key = (self.district(element.get("district")).code,
                   element.get("code").lower(), self.is_now(element))
            if key in self.verified:
                raise OracleError("verified twice: %s %s" % key[:2])
            self.verified[key] = self.figure(element)

    def read_scores(self, root):
        for element in root.iter(NAMESPACE + "score"):
            if element.get("conflict", "no") == "yes":
                continue
            d = self.district(element.get("district"))
            d.panel.setdefault(element.get("code").lower(), []).append(
                parse_number(element.text))

    # The record of last year's result

    def known_district(self, element):
        return self.by_code.get(element.get("code").lower())

    def read_record(self, root):
        head = root.find(RESULT + "evaluation")
        if int(head.get("year")) != self.rules.year - 1:
            raise OracleError("the record is of another year")
        for element in root.findall(RESULT + "district"):
            d = self.known_district(element)
            if d:
                self.note_past(d, 1, element.find(RESULT + "total"))
                for datum in element.findall(RESULT + "datum"):
                    self.read_recorded(d, datum)
        for year in root.iter(RESULT + "year"):
            for element in year.findall(RESULT + "district"):
                d = self.known_district(element)
                if d:
                    self.note_past(d, self.rules.year - int(year.get("year")),
                                   element)

    def note_past(self, d, years_ago, element):
        rank, grade = element.get("rank"), element.get("grade", "")
        for known in self.rules.grades:
            if known.code.lower() == grade.lower():
                grade = known.code
        d.past[years_ago] = (Fraction(rank) if rank else UNDEFINED, grade)

    def read_recorded(self, d, element):
        """What counted, in the datum's unit of these rules."""
        datum = self.rules.data.get(element.get("code").lower())
        if not datum:
            return
        if "state" in element.keys():
            self.recorded[d.code, datum.code] = STATES[element.get("state")]
        elif "value" in element.keys():
            find = self.rules.units.find
            factor = conversion(find(element.get("unit", "")),
                                find(datum.unit))
            self.recorded[d.code, datum.code] = (
                Fraction(element.get("value")) * factor)

    def settle(self, d):
        """Verification wins over value and state."""
        for code, datum in self.rules.data.items():
            own = d.own_now.get(code, ABSENT)
            if datum.given_by == "rules":
                own = parse_number(d.keys[code]) if code in d.keys else own
            d.now[code] = self.verified.get((d.code, code, True), own)
            d.before[code] = self.verified.get(
                (d.code, code, False), d.own_before.get(code, UNDEFINED))
            if self.rules.by_record:
                d.before[code] = self.recorded.get((d.code, code), UNDEFINED)
        if self.rules.by_record:
            d.own_before = {}


# --- Methods -----------------------------------------------------------------

ZERO_BASE = "zero base"         # what a method says instead of a score
ALL_EQUAL = "all equal"


class Peers:
    """The values of a scope, in order, and what is asked of them."""

    def __init__(self, values):
        self.values = sorted(values)
        self.n = len(values)
        self.known = {}

    @property
    def low(self):
        return self.values[0]

    @property
    def high(self):
        return self.values[-1]

    def total(self):
        if "total" not in self.known:
            self.known["total"] = shorten(sum(self.values, ZERO))
        return self.known["total"]

    def mean(self):
        if "mean" not in self.known:
            self.known["mean"] = shorten(mean(self.values))
        return self.known["mean"]

    def sd(self):
        if "sd" not in self.known:
            self.known["sd"] = shorten(sample_sd(self.values))
        return self.known["sd"]


def base_ratio(x, base):
    """x / base; a base that is zero or negative gives no score."""
    return x / base if base > 0 else ZERO_BASE


def score_points(leaf, x, par, peers, d):
    full = par["full"] if "full" in par else leaf.full_points(d)
    s = base_ratio(x, full)
    return 1 - s if leaf.lower and s is not ZERO_BASE else s


def score_yesno(leaf, x, par, peers, d):
    return ONE if bool(x) != leaf.lower else ZERO


def score_target(leaf, x, par, peers, d):
    if par["target"] <= 0:
        return ZERO_BASE
    s = base_ratio(par["target"], x) if leaf.lower else x / par["target"]
    return s if s is ZERO_BASE else min(s, leaf.percent("cap", 100))


def place_between(leaf, x, low, high):
    """(x - low) / (high - low), mirrored when lower is better."""
    return (high - x if leaf.lower else x - low) / (high - low)


def score_range(leaf, x, par, peers, d):
    if par["low"] == par["high"]:
        return UNDEFINED
    return place_between(leaf, x, par["low"], par["high"])


def bounds(leaf, par, peers):
    """low and high, each a number or the peers'."""
    found = []
    for key in ("low", "high"):
        word = leaf.bound_words.get(key)
        found.append(par[key] if word is None
                     else peers.low if word == "min" else peers.high)
    return found


def bounded_place(leaf, x, par, peers):
    """The ratio of efficacy and exponential, or why there is none."""
    if leaf.bound_words and not peers.n:
        return UNDEFINED
    low, high = bounds(leaf, par, peers)
    if low == high:
        return ALL_EQUAL if leaf.bound_words else UNDEFINED
    if low > high and len(leaf.bound_words) == 1:
        # All peers lie beyond the bound that is fixed: they are at it.
        fixed_high = "high" not in leaf.bound_words
        return ONE if fixed_high != leaf.lower else ZERO
    return place_between(leaf, x, low, high)


def score_efficacy(leaf, x, par, peers, d):
    place = bounded_place(leaf, x, par, peers)
    if not isinstance(place, Fraction):
        return place
    floor = leaf.percent("floor", 60)
    return leaf.held(floor + (1 - floor) * place, d, floor, ONE,
                     bool(leaf.bound_words))


def score_exponential(leaf, x, par, peers, d):
    """floor ** (1 - ratio), exact where that is rational."""
    place = bounded_place(leaf, x, par, peers)
    if not isinstance(place, Fraction):
        return place
    place = clamp(place, Fraction(-10000), Fraction(10000))
    floor = leaf.percent("floor", 60)
    return leaf.held(positive_power(floor, 1 - place), d, floor, ONE,
                     bool(leaf.bound_words))


def score_bands(leaf, x, par, peers, d):
    """nothing reached is 0."""
    table = leaf.bands
    if leaf.lower:
        reached = [i for i, (t, _) in enumerate(table) if x <= t]
        best, step = (reached[0], -1) if reached else (None, 0)
    else:
        reached = [i for i, (t, _) in enumerate(table) if x >= t]
        best, step = (reached[-1], 1) if reached else (None, 0)
    if best is None:
        return ZERO
    beyond = best + step
    if not leaf.linear or not 0 <= beyond < len(table):
        return table[best][1]
    (t0, s0), (t1, s1) = table[best], table[beyond]
    return s0 + (s1 - s0) * (x - t0) / (t1 - t0)


def score_growth(leaf, x, par, peers, d):
    ratio = base_ratio(x, par["of"])
    if ratio is ZERO_BASE:
        return ratio
    change = leaf.percent("slope", 1) * (ratio - 1) * 100
    base = leaf.percent("base", 80)
    return base - change if leaf.lower else base + change


def score_interval(leaf, x, par, peers, d):
    """flat beyond zero_low and zero_high."""
    low, high = par["low"], par["high"]
    if low > high or par["zero_low"] > low or par["zero_high"] < high:
        return UNDEFINED
    if low <= x <= high:
        return ONE
    near, far, at = ((low, par["zero_low"], leaf.percent("at_low", 0))
                     if x < low else
                     (high, par["zero_high"], leaf.percent("at_high", 0)))
    if abs(x - near) >= abs(far - near):
        return at
    return 1 + (at - 1) * (x - near) / (far - near)


def score_per_unit(leaf, x, par, peers, d):
    s = leaf.percent("each") * x
    return 1 - s if leaf.lower else s


def score_minmax(leaf, x, par, peers, d):
    if not peers.n:
        return UNDEFINED
    if peers.low == peers.high:
        return ALL_EQUAL
    lo, hi = leaf.percent("lo", 0), leaf.percent("hi", 100)
    s = lo + (hi - lo) * place_between(leaf, x, peers.low, peers.high)
    return leaf.held(s, d, lo, hi, True)


def score_max_ratio(leaf, x, par, peers, d):
    if not peers.n:
        return UNDEFINED
    if leaf.lower:
        return base_ratio(peers.low, x)
    return base_ratio(x, peers.high)


def score_mean_ratio(leaf, x, par, peers, d):
    if not peers.n:
        return UNDEFINED
    s = (base_ratio(peers.mean(), x) if leaf.lower
         else base_ratio(x, peers.mean()))
    return s if s is ZERO_BASE else leaf.percent("at_mean", 100) * s


def score_share(leaf, x, par, peers, d):
    if not peers.n:
        return UNDEFINED
    s = base_ratio(x, peers.total())
    return s if s is ZERO_BASE else s / leaf.percent("full_share")


def score_rank(leaf, x, par, peers, d):
    """; positions of equals are shared."""
    if not peers.n:
        return UNDEFINED
    if peers.low == peers.high:
        return ALL_EQUAL
    left = bisect_left(peers.values, x)
    right = bisect_right(peers.values, x)
    better = left if leaf.lower else peers.n - right
    place = better + Fraction(max(right - left, 1) + 1, 2)
    first, last = leaf.percent("first", 100), leaf.percent("last", 0)
    s = first - (first - last) * (place - 1) / (peers.n - 1)
    return leaf.held(s, d, last, first, True)


def score_percentile(leaf, x, par, peers, d):
    """ties at the lowest place."""
    if not peers.n:
        return UNDEFINED
    if peers.low == peers.high:
        return ALL_EQUAL
    worse = (sum(v > x for v in peers.values) if leaf.lower
             else sum(v < x for v in peers.values))
    return leaf.held(Fraction(worse, peers.n - 1), d, ZERO, ONE, True)


def score_borda(leaf, x, par, peers, d):
    """half a point for each other that is equal; who is no
    peer stands where one with the value does."""
    if not peers.n:
        return UNDEFINED
    if peers.low == peers.high:
        return ALL_EQUAL
    worse = sum(v > x if leaf.lower else v < x for v in peers.values)
    others = max(peers.values.count(x) - 1, 0)
    s = (worse + Fraction(others, 2)) / (peers.n - 1)
    return leaf.held(s, d, ZERO, ONE, True)


def score_zscore(leaf, x, par, peers, d):
    if not peers.n:
        return UNDEFINED
    if peers.low == peers.high:
        return ALL_EQUAL
    z = (x - peers.mean()) / peers.sd()
    if leaf.lower:
        z = -z
    return leaf.percent("mean") + leaf.percent("sd") * z


def score_distance(leaf, x, par, peers, d):
    """; a reference no better than the worst is no base."""
    if not peers.n:
        return UNDEFINED
    worst, best = peers.low, peers.high
    if leaf.lower:
        worst, best = best, worst
    ref = par.get("ref", best)
    if worst == best == ref:
        return ALL_EQUAL
    if (ref >= worst) if leaf.lower else (ref <= worst):
        return ZERO_BASE
    return 1 - (ref - x) / (ref - worst)


# method: (function, expression parameters, default clip is 0..100,
#          key of the best score, key of the worst score)
METHODS = {
    "points": (score_points, ("full",), True, None, None),
    "yesno": (score_yesno, (), True, None, None),
    "target": (score_target, ("target",), True, None, None),
    "range": (score_range, ("low", "high"), True, None, None),
    "efficacy": (score_efficacy, ("low", "high"), True, None, "floor"),
    "exponential": (score_exponential, ("low", "high"), True, None, "floor"),
    "bands": (score_bands, (), True, None, None),
    "growth": (score_growth, ("of",), True, None, None),
    "interval": (score_interval,
                 ("low", "high", "zero_low", "zero_high"), True, None, None),
    "per_unit": (score_per_unit, (), True, None, None),
    "minmax": (score_minmax, (), False, "hi", "lo"),
    "max_ratio": (score_max_ratio, (), False, None, None),
    "mean_ratio": (score_mean_ratio, (), False, None, None),
    "share": (score_share, (), True, None, None),
    "rank": (score_rank, (), False, "first", "last"),
    "percentile": (score_percentile, (), False, None, None),
    "borda": (score_borda, (), False, None, None),
    "zscore": (score_zscore, (), False, None, None),
    "distance": (score_distance, ("ref",), False, None, None),
}
PRESETS = {"floor": 60, "hi": 100, "lo": 0, "first": 100, "last": 0}


class Leaf:
    """A leaf with everything compiled that scoring it needs."""

    def __init__(self, node, city):
        self.node = node
        self.keys = node.keys
        self.city = city
        self.method = METHODS[self.keys["method"]]
        self.lower = self.keys.get("direction", "higher") == "lower"
        self.grouped = self.keys.get("scope", "all") == "group"
        self.linear = self.keys.get("between", "step") == "linear"
        self.bands = self.read_bands()
        self.percents = {}
        self.bound_words = {}
        self.parameters = {}
        self.tree = city.parse(self.keys["value"])
        self.unit, self.value = city.compiler.number(self.tree)
        self.prior_value = self.compile_prior()
        self.read_parameters()
        self.clip = self.read_clip()

    def read_bands(self):
        table = []
        for pair in self.keys.get("bands", "").split(","):
            if pair.strip():
                threshold, _, score = pair.partition(":")
                table.append((parse_number(threshold),
                              parse_number(score) / 100))
        return sorted(table)

    def compile_prior(self):
        if "prior" not in [v for k, v in self.keys.items()
                           if k.split(".")[0] == "missing"]:
            return None
        return self.city.compiler.call_prior(self.tree)[1]

    def read_parameters(self):
        """Parameters are evaluated in the value's unit."""
        peers_allowed = self.keys["method"] in ("efficacy", "exponential")
        for key in self.method[1]:
            text = self.keys.get(key)
            if peers_allowed and text in (None, "min", "max"):
                self.bound_words[key] = text or (
                    "min" if key == "low" else "max")
            elif text is not None:
                self.parameters[key] = self.in_own_unit(self.city.parse(text))
            elif key == "of":
                if self.tree[0] != "name":
                    raise OracleError("growth needs of")
                self.parameters[key] = self.in_own_unit(
                    ("call", "prior", [self.tree]))
            elif key not in ("full", "ref"):
                raise OracleError("%s: %s is required"
                                  % (self.node.code, key))

    def in_own_unit(self, tree):
        compiler = self.city.compiler
        unit, run = compiler.number(tree)
        return compiler.converted(unit, run, self.unit)

    def read_clip(self):
        """(lowest, highest) or None."""
        text = self.keys.get("clip")
        if text == "none":
            return None
        if text:
            low, high = text.split()
            return parse_number(low) / 100, parse_number(high) / 100
        if self.keys["method"] == "target":
            return ZERO, self.percent("cap", 100)
        return (ZERO, ONE) if self.method[2] else None

    def percent(self, key, preset=None):
        """A constant parameter that is in percent."""
        if key not in self.percents:
            text = self.keys.get(key)
            if text is None and preset is None:
                raise OracleError("%s: %s is required"
                                  % (self.node.code, key))
            number = Fraction(preset) if text is None else parse_number(text)
            self.percents[key] = number / 100
        return self.percents[key]

    def full_points(self, d):
        """The nominal weight in points for the district's group."""
        return self.city.nominal_points(self.node, d.group_key)

    def held(self, s, d, one_end, other_end, by_peers):
        """An unranked district's score stays within the ends."""
        if d.is_peer or not by_peers:
            return s
        return min(max(s, min(one_end, other_end)), max(one_end, other_end))

    def best(self):
        key = self.method[3]
        return self.percent(key, PRESETS[key]) if key else ONE

    def least(self):
        key = self.method[4]
        return self.percent(key, PRESETS[key]) if key else ZERO

    def policy(self, state):
        own = self.keys.get("missing." + state.name)
        preset = "exclude" if state is NOT_APPLICABLE else "reject"
        return own or self.keys.get("missing") or preset


# --- Values that lie far out --------------------------------------------------

def shape(values):
    """(skewness, squared with its sign, and kurtosis) of a sample, or None:
    G1 and G2 with k-statistics, g1 = m3 / m2^1.5 and g2 = m4 / m2^2 - 3."""
    n = len(values)
    centre = mean(values)
    m2, m3, m4 = (mean([(v - centre) ** power for v in values])
                  for power in (2, 3, 4))
    if n < 4 or not m2:
        return None
    squared = m3 ** 2 / m2 ** 3 * Fraction(n * (n - 1), (n - 2) ** 2)
    kurtosis = (Fraction(n - 1, (n - 2) * (n - 3))
                * ((n + 1) * (m4 / m2 ** 2 - 3) + 6))
    return squared if m3 >= 0 else -squared, kurtosis


class Treatment:
    """clip_value, winsorise and treat of a leaf, in this order."""

    KEYS = ("clip_value", "winsorise", "treat")

    def __init__(self, keys, values):
        self.keys = keys
        self.bound = parse_number(keys.get("skewness_bound", "2"))
        self.peakedness = parse_number(keys.get("kurtosis_bound", "3.5"))
        self.ends = [None if word == "none" else parse_number(word)
                     for word in keys.get("clip_value", "none none").split()]
        self.caps = [None, None]
        self.transform, _, lam = keys.get("treat", "").partition(" ")
        self.exponent = parse_number(lam) if lam else ZERO
        values = [self.within(v, self.ends) for v in values]
        values = self.winsorise(values, int(keys.get("winsorise", "0")))
        if not values or (keys.get("treat_when") == "skewed"
                          and not self.is_skewed(values)):
            self.transform = ""
        self.least = min(values) if values else None

    def is_skewed(self, values):
        found = shape(values) if values else None
        return (found is not None and abs(found[0]) >= self.bound ** 2
                and found[1] >= self.peakedness)

    @staticmethod
    def within(x, ends):
        low, high = ends
        if high is not None:
            x = min(x, high)
        return x if low is None else max(x, low)

    def winsorise(self, values, most):
        """Moves the extreme on the side of the skew, all that are equal to
        it, while no more than MOST of them all have moved."""
        moved = set()
        while most and self.is_skewed(values):
            high = shape(values)[0] >= 0
            end = max(values) if high else min(values)
            at = {i for i, v in enumerate(values) if v == end}
            rest = [v for v in values if v != end]
            if len(moved | at) > most or not rest:
                break
            moved |= at
            cap = max(rest) if high else min(rest)
            self.caps[high] = cap
            values = [cap if i in at else v for i, v in enumerate(values)]
        return values

    def treat(self, x):
        x = self.within(self.within(x, self.ends), self.caps)
        if not self.transform:
            return x
        x = max(x, self.least)
        if self.least <= 0:
            x += 1 - self.least
        if self.transform == "log" or not self.exponent:
            return log_e(x)
        return (power(x, self.exponent) - 1) / self.exponent


# --- One evaluation ----------------------------------------------------------

SCORED, EXCLUDED, UNSCORED = "scored", "excluded", "unscored"


class Cell:
    """What one district has at one node."""

    __slots__ = ("state", "value", "status", "s", "weight", "exact",
                 "points", "rank")

    def __init__(self):
        self.state = None
        self.value = self.s = self.weight = None
        self.exact = self.points = self.rank = None
        self.status = UNSCORED


class Outcome:
    """A district's total, items and grade."""

    def __init__(self):
        self.items = []         # (item, kind, state, value, points)
        self.total = self.exact = self.rank = self.grade = None
        self.keys = ()


class City:
    """All districts under one rule set; LEFT_OUT is a (district, indicator)
    whose missing value is left out whatever the policies say."""

    def __init__(self, rules, inputs, left_out=None):
        self.rules = rules
        self.left_out = left_out
        self.gaps = {}          # (district, indicator): policy
        self.districts = inputs.districts
        self.compiler = Compiler(rules, self)
        self.weights, self.full, self.shares = {}, {}, {}
        self.found = {}
        self.peer_lists = {}
        self.rejected = []
        self.item_runs = {}
        self.cells = []
        self.outcomes = []

    def parse(self, text):
        return Parser(text, self.rules.units).whole()

    def peers(self, group):
        """The districts that count, of GROUP or (None) of all."""
        if group not in self.peer_lists:
            self.peer_lists[group] = [
                d for d in self.districts
                if d.is_peer and (group is None or d.group_key == group)]
        return self.peer_lists[group]

    def nominal(self, node, group):
        """The nominal weight of NODE among its siblings."""
        parent = node.parent
        if parent.weighting == "given":
            return self.rules.given(node, group, self.weights)
        if parent.index not in self.found:
            self.found[parent.index] = judged_weights(
                parent, self.rules.judgements.get(parent.judgements.lower()))
        return self.found[parent.index][parent.children.index(node)]

    def weigh_by_scores(self, node, trees):
        """Weights from the scores of the districts in the running that have
        all of them."""
        rows = [[tree.cell(c) for c in node.children] for tree in trees
                if tree.d.is_peer]
        rows = [[cell.s for cell in row] for row in rows
                if all(cell.status == SCORED for cell in row)]
        self.found[node.index] = data_weights(node, rows)
        self.full, self.shares = {}, {}

    def nominal_points(self, node, group):
        """Scale times the nominal shares down to NODE."""
        if node.is_root:
            return self.rules.scale
        key = (node.index, group)
        if key not in self.full:
            rivals = sum(self.nominal(n, group) for n in node.parent.children)
            self.full[key] = (self.nominal_points(node.parent, group)
                              * self.nominal(node, group) / rivals)
        return self.full[key]

    def run(self):
        self.score()
        self.conclude()

    def score(self):
        """Every cell of the trees but its rank."""
        for check in self.rules.checks:
            self.judge(check)
        self.strike_vetoes()
        nodes = self.rules.nodes + [self.rules.root]
        self.cells = [[Cell() for _ in self.districts] for _ in nodes]
        for node in self.rules.nodes:
            if node.is_leaf:
                Scoring(Leaf(node, self), self).run()
        if self.rejected:
            raise Rejected(self.rejected)
        self.climb([Tree(self, d) for d in self.districts
                    if not d.is_excluded])

    def climb(self, trees):
        """All trees upward at once, since some nodes compare districts."""
        for node in bottom_up(self.rules.root):
            if node.is_weighted_by_data:
                self.weigh_by_scores(node, trees)
            alive = [tree for tree in trees if tree.judge(node)]
            scores = aggregate(node, [tree.member(node) for tree in alive])
            for tree, s in zip(alive, scores):
                tree.settle(node, s)
        for tree in trees:
            tree.run()

    def conclude(self):
        """Totals, ranks and grades."""
        self.outcomes = [Reckoning(self, d).run() for d in self.districts]
        self.rank_nodes()
        self.rank_totals()
        self.assign_grades()

    def judge(self, check):
        """Finds where CHECK fails; an error that stands is a rejection.

        Nobody is vetoed yet, so all districts are peers."""
        def compiled(is_unverified):
            compiler = Compiler(self.rules, self)
            compiler.is_unverified = is_unverified
            return [compiler.number(self.parse(text))[1]
                    for text in (check.assertion, check.unless)]

        def fails(pair, d):
            holds, excused = pair[0](d), pair[1](d)
            return holds == 0 and (is_state(excused) or excused == 0)

        self.peer_lists = {}
        own, final = compiled(True), compiled(False)
        districts = self.districts[:1] if check.is_of_city else self.districts
        for d in districts:
            if not check.is_of_city and fails(own, d):
                d.failed[check.level] += 1
            if check.level == "error" and fails(final, d):
                self.rejected.append((d.code, check.code))
        self.peer_lists = {}

    def strike_vetoes(self):
        """Vetoes come before all else."""
        order = [g.code.lower() for g in self.rules.grades]
        for item in self.rules.items["veto"]:
            _, when = self.compiler.number(self.parse(item.keys["when"]))
            effect, _, grade = item.keys["effect"].partition(" ")
            for d in self.districts:
                struck = when(d)
                if is_state(struck) or not struck:
                    continue
                d.effects.add(effect)
                if effect in ("grade", "cap"):
                    at = order.index(grade.strip().lower())
                    self.lower_grade(d, effect, at)

    def lower_grade(self, d, effect, at):
        """The worst grade wins."""
        if effect == "grade":
            d.forced_grade = max(at, d.forced_grade or 0)
        else:
            d.cap_grade = max(at, d.cap_grade or 0)

    def item_points(self, item):
        """What a bonus or deduction is worth, as a closure."""
        if item not in self.item_runs:
            tree = self.parse(item.keys["points"])
            self.item_runs[item] = self.compiler.number(tree)[1]
        return self.item_runs[item]

    def rank_nodes(self):
        """Ranks of rows: by points, no tie_break."""
        exact = self.rules.evaluation["rank_on"] == "exact"
        for node in self.rules.nodes:
            row = self.cells[node.index]
            held = [row[d.index] for d in self.districts
                    if d.is_peer and row[d.index].points is not None]
            keys = over_one_denominator(
                [c.exact if exact else c.points for c in held])
            for cell, rank in zip(held, self.ranks(keys)):
                cell.rank = rank

    def rank_totals(self):
        exact = self.rules.evaluation["rank_on"] == "exact"
        held = [(d, o) for d, o in zip(self.districts, self.outcomes)
                if d.is_peer and o.total is not None]
        keys = [((True, o.exact if exact else o.total),)
                + self.tie_keys(d, exact) for d, o in held]
        for (_, outcome), rank in zip(held, self.ranks(keys)):
            outcome.rank = rank

    def tie_keys(self, d, exact):
        """Points of the tie_break nodes; undefined is below all."""
        keys = []
        for code in self.rules.tie_break:
            cell = self.cells[self.rules.by_code[code].index][d.index]
            has = cell.points is not None
            keys.append((has, (cell.exact if exact else cell.points)
                         if has else ZERO))
        return tuple(keys)

    def ranks(self, keys):
        """Ranks of KEYS, the greatest first."""
        ordered = sorted(keys)
        distinct = sorted(set(keys))
        ties = self.rules.evaluation["ties"]
        found = []
        for key in keys:
            better = len(ordered) - bisect_right(ordered, key)
            if ties == "dense":
                better = len(distinct) - bisect_right(distinct, key)
            rank = Fraction(1 + better)
            if ties == "average":
                equal = len(ordered) - better - bisect_left(ordered, key)
                rank += Fraction(equal - 1, 2)
            found.append(rank)
        return found

    def assign_grades(self):
        grades = self.rules.grades
        waiting = []
        for d, outcome in zip(self.districts, self.outcomes):
            if d.forced_grade is not None:
                at = max(d.forced_grade, d.cap_grade or 0)
                outcome.grade = grades[at].code
            elif outcome.rank is not None:
                waiting.append((d, outcome))
        waiting.sort(key=lambda pair: pair[1].rank)
        ranked = sum(o.rank is not None for o in self.outcomes)
        for at, grade in enumerate(grades):
            waiting = self.fill_grade(grade, at, waiting, ranked)

    def fill_grade(self, grade, at, waiting, ranked):
        """Gives GRADE in rank order; the pairs that remain."""
        places = len(waiting)
        if grade.share is not None:
            places = (grade.share * ranked / 100).__floor__()
        left, is_full = [], False
        for equals in groups_of_equal_rank(waiting):
            fitting = [p for p in equals if self.can_have(p, grade, at)]
            if is_full or len(fitting) > places:
                is_full = is_full or bool(fitting)
                fitting = []
            places -= len(fitting)
            for _, outcome in fitting:
                outcome.grade = grade.code
            left += [p for p in equals if p[1].grade is None]
        return left

    def can_have(self, pair, grade, at):
        d, outcome = pair
        return ((d.cap_grade is None or at >= d.cap_grade)
                and (grade.min is None or outcome.total >= grade.min)
                and (grade.rank is None or outcome.rank <= grade.rank))


def over_one_denominator(numbers):
    """NUMBERS times what makes them all whole; integers compare faster."""
    common = lcm(*(q.denominator for q in numbers))
    return [q.numerator * (common // q.denominator) for q in numbers]


def groups_of_equal_rank(pairs):
    groups = []
    for pair in pairs:
        if not groups or groups[-1][0][1].rank != pair[1].rank:
            groups.append([])
        groups[-1].append(pair)
    return groups


class Scoring:
    """One leaf for all districts: values, policies, peers, scores."""

    def __init__(self, leaf, city):
        self.leaf = leaf
        self.city = city
        self.row = city.cells[leaf.node.index]
        self.raw = [leaf.value(d) for d in city.districts]
        self.known = {}
        self.columns = {}
        self.treatments = {}
        if any(key in leaf.keys for key in Treatment.KEYS):
            self.treat()

    def treat(self):
        """By the reported values of the peers, before gaps are filled."""
        shown = [d for d in self.city.districts if not d.is_excluded]
        for key in {self.scope(d) for d in shown}:
            values = [self.raw[p.index] for p in self.city.peers(key)]
            self.treatments[key] = Treatment(
                self.leaf.keys, [v for v in values if not is_state(v)])
        for d in shown:
            self.raw[d.index] = self.treated(d, self.raw[d.index])

    def treated(self, d, value):
        treatment = self.treatments.get(self.scope(d))
        if treatment is None or is_state(value):
            return value
        return treatment.treat(value)

    def run(self):
        districts = self.city.districts
        for d in districts:
            self.take_value(d)
        for d in districts:
            cell = self.row[d.index]
            if cell.value is not None and not d.is_excluded:
                self.score(d, cell)

    def scope(self, d):
        return d.group_key if self.leaf.grouped else None

    def take_value(self, d):
        """The value as it is or as the policy puts it in."""
        cell, value = self.row[d.index], self.raw[d.index]
        if is_state(value):
            cell.state = value.name
            if not d.is_excluded:
                self.apply_policy(d, cell, value, True)
        else:
            cell.state = "reported"
            cell.value = value

    def apply_policy(self, d, cell, state, may_impute):
        """; where no value helps, value policies leave it unscored."""
        policy = self.leaf.policy(state)
        gap = (d.code, self.leaf.node.code)
        self.city.gaps[gap] = policy
        if gap == self.city.left_out:
            policy = "exclude"
        cell.status = UNSCORED
        if policy == "reject":
            self.city.rejected.append((d.code, self.leaf.node.code))
        elif policy == "exclude":
            cell.status = EXCLUDED
        elif policy == "zero":
            cell.s, cell.status = ZERO, SCORED
        elif policy in ("mean", "group_mean", "median", "min", "prior"):
            if may_impute:
                value = self.imputed(d, policy)
                cell.value = None if is_state(value) else value
        elif policy != "unscored":
            cell.s, cell.status = parse_number(policy) / 100, SCORED

    def imputed(self, d, policy):
        """A value for the missing one, or a state."""
        if policy == "prior":
            return self.treated(d, self.leaf.prior_value(d))
        key = (policy, self.scope(d))
        if policy == "group_mean":
            key = (policy, d.group_key)
        if key not in self.known:
            values = [self.raw[p.index] for p in self.city.peers(key[1])]
            values = [v for v in values if not is_state(v)]
            self.known[key] = (self.statistic(policy, values) if values
                               else UNDEFINED)
        return self.known[key]

    def statistic(self, policy, values):
        if policy == "min":
            return max(values) if self.leaf.lower else min(values)
        return shorten(median(values) if policy == "median" else mean(values))

    def peers(self, d):
        key = self.scope(d)
        if key not in self.columns:
            values = [self.row[p.index].value for p in self.city.peers(key)]
            self.columns[key] = Peers([v for v in values if v is not None])
        return self.columns[key]

    def score(self, d, cell):
        leaf = self.leaf
        parameters = {k: run(d) for k, run in leaf.parameters.items()}
        s = worst(parameters.values())
        if s is None:
            s = leaf.method[0](leaf, cell.value, parameters,
                               self.peers(d), d)
        if s is ALL_EQUAL:
            self.settle(cell, leaf.keys.get("constant", "full"))
        elif s is ZERO_BASE:
            self.settle_zero_base(d, cell)
        elif is_state(s):
            self.no_score(d, cell, s)
        else:
            cell.s = s if leaf.clip is None else clamp(s, *leaf.clip)
            cell.status = SCORED

    def settle(self, cell, how):
        """constant and zero_base; clip does not apply."""
        if how == "exclude":
            cell.status = EXCLUDED
        else:
            cell.s = self.leaf.best() if how == "full" else self.leaf.least()
            cell.status = SCORED

    def settle_zero_base(self, d, cell):
        how = self.leaf.keys.get("zero_base", "undefined")
        if how == "undefined":
            self.no_score(d, cell, UNDEFINED)
            return
        self.settle(cell, how)
        if how == "exclude" and cell.state == "reported":
            cell.state = UNDEFINED.name

    def no_score(self, d, cell, state):
        if cell.state == "reported":
            cell.state = state.name
        self.apply_policy(d, cell, state, False)


# --- The tree ----------------------------------------------------------------

class Tree:
    """One district's tree: up for scores, down for weights, up for points."""

    def __init__(self, city, d):
        self.city = city
        self.rules = city.rules
        self.d = d
        self.stage = city.rules.evaluation["round_at"]

    def run(self):
        root = self.rules.root
        self.cell(root).weight = self.rules.scale
        self.spread(root, self.shares(root)[0] == 0)
        self.add_points(root)

    def cell(self, node):
        return self.city.cells[node.index][self.d.index]

    def nominal(self, node):
        return self.city.nominal(node, self.d.group_key)

    def judge(self, node):
        """Settles NODE unless it is to be aggregated: then true (56, 57, 84,
        85)."""
        cells = [self.cell(c) for c in node.children]
        cell = self.cell(node)
        if any(child.status == UNSCORED for child in cells):
            cell.status, cell.s = UNSCORED, None
            return False
        available, _ = self.shares(node)
        if available == 0 or (node.min_available is not None
                              and 100 * available < node.min_available):
            cell.status, cell.s = EXCLUDED, None
            return False
        return True

    def member(self, node):
        """This district as one to be aggregated at NODE."""
        weights = [self.nominal(c) for c in node.children]
        scores = [self.cell(c).s if share else None for c, share in
                  zip(node.children, self.shares(node)[1])]
        return Member(scores, self.shares(node)[1], weights, self.d.is_peer)

    def settle(self, node, s):
        cell = self.cell(node)
        cell.status, cell.s = (UNSCORED, None) if s is None else (SCORED, s)

    def shares(self, node):
        """The part of the children's weight that is not excluded, and each
        child's share of that part, which is 0 for the excluded."""
        gone = tuple(self.cell(c).status == EXCLUDED for c in node.children)
        key = (node.index, self.d.group_key, gone)
        if key not in self.city.shares:
            weights = [self.nominal(c) for c in node.children]
            left = [ZERO if g else w for g, w in zip(gone, weights)]
            held = sum(left, ZERO)
            self.city.shares[key] = (held / sum(weights), [
                w / held if held else ZERO for w in left])
        return self.city.shares[key]

    def spread(self, node, is_dead):
        """Effective weights; those of excluded children spread."""
        weight = self.cell(node).weight
        for child, share in zip(node.children, self.shares(node)[1]):
            cell = self.cell(child)
            gone = is_dead or cell.status == EXCLUDED
            cell.weight = ZERO if gone else weight * share
            if cell.status == SCORED and not gone:
                cell.exact = cell.s * cell.weight
            if child.children:
                self.spread(child, gone)
        cell = self.cell(node)
        if node.is_root and cell.status == SCORED:
            cell.exact = cell.s * cell.weight

    def add_points(self, node):
        """Printed points, rounded where the stage says."""
        for child in node.children:
            if child.children:
                self.add_points(child)
            elif self.cell(child).exact is not None:
                self.cell(child).points = self.leaf_points(child)
        cell = self.cell(node)
        if cell.exact is not None:
            cell.points = self.node_points(node, cell)

    def rounded(self, q):
        return round_to(q, self.rules.decimals, self.rules.rounding)

    def leaf_points(self, leaf):
        exact = self.cell(leaf).exact
        return self.rounded(exact) if self.rounds_leaf(leaf) else exact

    def rounds_leaf(self, leaf):
        if self.stage == "node":
            parent = leaf.parent
            return parent.is_root or any(c.children for c in parent.children)
        return self.stage == "indicator"

    def rounds_node(self, node):
        """True where a node rounds its own exact points."""
        if self.stage == "total":
            return False
        if not node.adds_up:
            return True
        return (self.stage == "node" and not node.is_root
                and not any(c.children for c in node.children))

    def node_points(self, node, cell):
        if self.rounds_node(node):
            return self.rounded(cell.exact)
        if self.stage == "total":
            return cell.exact
        parts = [self.cell(c).points for c in node.children]
        return sum((p for p in parts if p is not None), ZERO)


def bottom_up(node):
    """The inner nodes at and below NODE, each after those below it."""
    for child in node.children:
        if child.children:
            yield from bottom_up(child)
    yield node


class Member:
    """A district at a node: by child its score or None, the weight among the
    children that have one, and the weight as the rules give it."""

    def __init__(self, scores, shares, weights, is_compared):
        self.scores = scores
        self.shares = shares
        self.weights = weights
        self.is_compared = is_compared


def aggregate(node, members):
    """The normalised score of each of MEMBERS, None where there is none."""
    if node.aggregate in COMPARING:
        rivals = [m for m in members if m.is_compared]
        return [COMPARING[node.aggregate](node, m, rivals) if rivals else None
                for m in members]
    return [aggregate_alone(node, [(share, score) for share, score
                                   in zip(m.shares, m.scores)
                                   if score is not None])
            for m in members]


def column(rivals, k):
    return [r.scores[k] for r in rivals if r.scores[k] is not None]


def within(score, scores):
    """An outsider's score stays within those of the compared."""
    return min(max(score, min(scores)), max(scores))


def topsis(node, member, rivals):
    """The way from the worst out of the ways from the worst and to the best,
    over scores divided by the norm of their column."""
    best, worst, some = ZERO, ZERO, False
    for k, score in enumerate(member.scores):
        scores = column(rivals, k)
        if score is None or not scores:
            continue
        some = True
        norm = sum(x * x for x in scores)
        if norm:
            score = within(score, scores)
            weight = member.shares[k] ** 2 / norm
            best += weight * (max(scores) - score) ** 2
            worst += weight * (score - min(scores)) ** 2
    if not some:
        return None
    if best == worst == 0:
        return ONE
    if best == 0 or worst == 0:
        return ONE if worst else ZERO
    ratio = rational_power(worst / best, Fraction(1, 2))
    if ratio is not None:
        return ratio / (1 + ratio)
    best = PRECISE.sqrt(to_decimal(best))
    worst = PRECISE.sqrt(to_decimal(worst))
    return from_decimal(PRECISE.divide(worst, PRECISE.add(best, worst)))


def copeland(node, member, rivals):
    """; weights of two groups count by the mean of their shares."""
    others = [r for r in rivals if r is not member]
    if not others:
        return ZERO if member in rivals else None
    balance = 0
    for other in others:
        lead = ZERO
        for k, score in enumerate(member.scores):
            theirs = other.scores[k]
            if score is None or theirs is None or score == theirs:
                continue
            weight = sum(m.weights[k] / sum(m.weights)
                         for m in (member, other))
            lead += weight if score > theirs else -weight
        balance += (lead > 0) - (lead < 0)
    return Fraction(balance, len(others))


def grey(node, member, rivals):
    """Deng's grade against the best of each child, by weight."""
    gaps, least, most = {}, [], []
    for k, score in enumerate(member.scores):
        scores = column(rivals, k)
        if score is not None and scores:
            gaps[k] = max(scores) - within(score, scores)
    for k in range(len(member.scores)):
        scores = column(rivals, k)
        if scores:
            least.append(min(max(scores) - x for x in scores))
            most.append(max(max(scores) - x for x in scores))
    if not gaps:
        return None
    low, far = min(least), (node.exponent or Fraction(1, 2)) * max(most)
    if far == 0:
        return ONE
    total = sum(member.shares[k] for k in gaps)
    return sum(member.shares[k] * (low + far) / (gap + far)
               for k, gap in gaps.items()) / total


COMPARING = {"topsis": topsis, "copeland": copeland, "grey": grey}


def aggregate_alone(node, pairs):
    """The normalised score over PAIRS of (share, score), or None."""
    how = node.aggregate
    scores = [s for _, s in pairs]
    if how in ("sum", "mean"):
        return sum((w * s for w, s in pairs), ZERO)
    if how == "min":
        return min(scores)
    if how == "median":
        return median(scores)
    exponent = {"geometric": ZERO, "harmonic": -ONE}.get(how, node.exponent)
    if min(scores) < 0 and exponent != 1:   # an even power turns the order
        return None
    if 0 in scores and exponent <= 0:
        return ZERO
    if how == "geometric":
        return geometric(pairs)
    return power_mean(pairs, exponent)


def geometric(pairs):
    """exact where rational, else one rounding."""
    scores, shares = [s for _, s in pairs], [w for w, _ in pairs]
    if min(scores) == max(scores):
        return scores[0]
    exact = rational_geometric(scores, shares)
    if exact is not None:
        return exact
    log = decimal.Decimal(0)
    for w, s in pairs:
        log = PRECISE.add(log, PRECISE.multiply(
            to_decimal(w), PRECISE.ln(to_decimal(s))))
    return from_decimal(PRECISE.exp(log))


def power_mean(pairs, p):
    """(sum of w * s ** p) ** (1 / p).

    With scores in proportion to the first, r, the true result is rational
    exactly if every r ** p is and the root of their mean is too: radicals
    with irrational ratios are independent over the rationals."""
    scores = [s for _, s in pairs]
    if min(scores) == max(scores):
        return scores[0]
    if p == 1:
        return sum(w * s for w, s in pairs)
    whole = p.denominator == 1
    if whole:
        inner = sum((w * s ** p.numerator for w, s in pairs), ZERO)
        return signed_root(inner, p)
    exact = rational_power_mean(pairs, p)
    if exact is not None:
        return exact
    total = decimal.Decimal(0)
    for w, s in pairs:
        if s:
            total = PRECISE.add(total, PRECISE.multiply(
                to_decimal(w), decimal_power(to_decimal(s), p)))
    return from_decimal(decimal_power(total, 1 / p))


def signed_root(inner, p):
    """inner ** (1 / p); an odd root keeps the sign."""
    if inner == 0:
        return ZERO
    root = positive_power(abs(inner), 1 / p)
    return -root if inner < 0 else root


def decimal_power(x, p):
    return PRECISE.exp(PRECISE.multiply(PRECISE.ln(x), to_decimal(p)))


def rational_power_mean(pairs, p):
    first = next(s for _, s in pairs if s)
    inner = ZERO
    for w, s in pairs:
        if s:
            part = rational_power(s / first, p)
            if part is None:
                return None
            inner += w * part
    root = rational_power(inner, 1 / p)
    return None if root is None else root * first


# --- Weights that are found ---------------------------------------------

DATA_WEIGHTS = ("entropy", "critic", "sd", "pca")
VERY_PRECISE = decimal.Context(prec=260, rounding=decimal.ROUND_HALF_EVEN,
                               Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


def normed(weights):
    total = sum(weights)
    return [w / total for w in weights]


def equal_weights(n):
    return [Fraction(1, n)] * n


def judged_weights(node, rows):
    """The weights of NODE's children by what judges say in ROWS, or equal."""
    if node.weighting == "equal":
        return equal_weights(len(node.children))
    codes = [c.code.lower() for c in node.children]
    if node.weighting == "budget":
        return normed([sum(rows[code]) for code in codes])
    return comparison_weights(full_comparisons(rows, codes))[0]


def full_comparisons(rows, codes):
    """The matrix over CODES from the triangle ROWS, in their own order."""
    order = list(rows)
    matrix = [[None] * len(codes) for _ in codes]
    for i, code in enumerate(order):
        for other, x in zip(order[i:], rows[code]):
            a, b = codes.index(code), codes.index(other)
            matrix[a][b], matrix[b][a] = x, 1 / x
    return matrix


def comparison_weights(matrix):
    """(weights, greatest eigenvalue): exact where nothing contradicts."""
    n = len(matrix)
    if all(matrix[i][j] * matrix[j][k] == matrix[i][k]
           for i in range(n) for j in range(n) for k in range(n)):
        return normed([row[0] for row in matrix]), Fraction(n)
    return greatest_eigenvector(matrix)


def characteristic(matrix):
    """The characteristic polynomial, highest power first
    (Faddeev-LeVerrier)."""
    n = len(matrix)
    found, m = [ONE], [[ZERO] * n for _ in range(n)]
    for k in range(1, n + 1):
        for i in range(n):
            m[i][i] += found[-1]
        m = [[sum(matrix[i][x] * m[x][j] for x in range(n))
              for j in range(n)] for i in range(n)]
        found.append(-sum(m[i][i] for i in range(n)) / k)
    return found


def very_precise(q):
    return VERY_PRECISE.divide(decimal.Decimal(q.numerator),
                               decimal.Decimal(q.denominator))


def greatest_root(polynomial, above):
    """Newton's way down from ABOVE to the greatest root, None where that is
    no single one."""
    with decimal.localcontext(VERY_PRECISE):
        terms = [very_precise(q) for q in polynomial]
        x = very_precise(above) + 1
        for _ in range(3000):
            value = slope = decimal.Decimal(0)
            for term in terms:
                slope = slope * x + value
                value = value * x + term
            if not slope:
                return None
            step = value / slope
            x -= step
            if abs(step) < decimal.Decimal(10) ** -120:
                return x if abs(slope) > decimal.Decimal(10) ** -60 else None
    return None


def null_vector(rows):
    """What ROWS, of which one is superfluous, take to zero."""
    n = len(rows)
    with decimal.localcontext(VERY_PRECISE):
        rows, pivots, at = [list(r) for r in rows], [], 0
        for column in range(n):
            best = max(range(at, n), key=lambda r: abs(rows[r][column]))
            if abs(rows[best][column]) < decimal.Decimal(10) ** -50:
                continue
            rows[at], rows[best] = rows[best], rows[at]
            pivot = rows[at][column]
            rows[at] = [x / pivot for x in rows[at]]
            for r in range(n):
                if r != at and rows[r][column]:
                    factor = rows[r][column]
                    rows[r] = [x - factor * y
                               for x, y in zip(rows[r], rows[at])]
            pivots.append(column)
            at += 1
            if at == n - 1:
                break
        free = next(c for c in range(n) if c not in pivots)
        vector = [decimal.Decimal(1)] * n
        for r, column in enumerate(pivots):
            vector[column] = -rows[r][free]
        return vector


def greatest_eigenvector(matrix):
    """(vector with the sum 1, eigenvalue), or None without a single one or
    where the sum is 0."""
    if len(matrix) == 1:
        return [ONE], matrix[0][0]
    bound = max(sum(abs(x) for x in row) for row in matrix)
    value = greatest_root(characteristic(matrix), bound)
    if value is None:
        return None
    with decimal.localcontext(VERY_PRECISE):
        vector = null_vector([[very_precise(x) - (value if i == j else 0)
                               for j, x in enumerate(row)]
                              for i, row in enumerate(matrix)])
        total = sum(vector)
        if abs(total) < max(abs(x) for x in vector) * (
                decimal.Decimal(10) ** -60):
            return None
        return [from_decimal(x / total) for x in vector], Fraction(value)


def data_weights(node, rows):
    """The weights of NODE's children by their scores in ROWS."""
    n = len(node.children)
    if len(rows) < 2:
        return equal_weights(n)
    columns = [[row[k] for row in rows] for k in range(n)]
    weights = {"entropy": entropy_weights, "sd": deviation_weights,
               "critic": critic_weights, "pca": component_weights}[
                   node.weighting](columns)
    if weights is None:
        raise Rejected([("all", node.code)])
    return normed(weights) if sum(weights) else equal_weights(n)


def is_flat(column):
    return min(column) == max(column)


def entropy_weights(columns):
    """1 - e, where e = -sum p ln p / ln n and 0 ln 0 = 0."""
    if min(min(column) for column in columns) < 0:
        return None
    found = []
    for column in columns:
        if is_flat(column):
            found.append(ZERO)
            continue
        entropy, total = decimal.Decimal(0), sum(column)
        for s in sorted(column):
            if s:
                p = to_decimal(s / total)
                entropy = PRECISE.subtract(
                    entropy, PRECISE.multiply(p, PRECISE.ln(p)))
        entropy = PRECISE.divide(entropy,
                                 PRECISE.ln(decimal.Decimal(len(column))))
        found.append(from_decimal(PRECISE.subtract(1, entropy)))
    return found


def covariance(a, b):
    ma, mb = mean(a), mean(b)
    return sum((x - ma) * (y - mb) for x, y in zip(a, b)) / (len(a) - 1)


def deviation_weights(columns):
    """Standard deviations, in proportion to the first, exact where rational
."""
    first = next((covariance(c, c) for c in columns if not is_flat(c)), ONE)
    return [square_root(covariance(c, c) / first) for c in columns]


def correlation(a, b):
    return covariance(a, b) / square_root(covariance(a, a)
                                          * covariance(b, b))


def critic_weights(columns):
    deviations = deviation_weights(columns)
    found = []
    for a, deviation in zip(columns, deviations):
        others = [b for b in columns if b is not a and not is_flat(b)]
        found.append(ZERO if is_flat(a) else deviation * sum(
            (1 - correlation(a, b) for b in others), ZERO))
    return found


def component_weights(columns):
    """Loadings of the first component of the correlations."""
    varying = [c for c in columns if not is_flat(c)]
    if not varying:
        return [ZERO] * len(columns)
    found = greatest_eigenvector([[ONE if a is b else correlation(a, b)
                                   for b in varying] for a in varying])
    if found is None or min(found[0]) < 0:
        return None
    loadings = iter(found[0])
    return [ZERO if is_flat(c) else next(loadings) for c in columns]


# --- Totals ------------------------------------------------------------------

class Reckoning:
    """One district's bonus, deduction and total."""

    def __init__(self, city, d):
        self.city = city
        self.rules = city.rules
        self.d = d
        self.outcome = Outcome()

    def run(self):
        rounds = self.rules.evaluation["round_at"] != "total"
        bonus, bonus_exact = self.items("bonus", rounds)
        deduction, deduction_exact = self.items("deduction", rounds)
        root = self.city.cells[self.rules.root.index][self.d.index]
        if root.points is not None:
            self.outcome.total = self.rounded(
                self.sum_up(root.points, bonus, deduction))
            self.outcome.exact = self.sum_up(root.exact, bonus_exact,
                                             deduction_exact)
        if "zero" in self.d.effects and not self.d.is_excluded:
            self.outcome.total = self.outcome.exact = ZERO
        return self.outcome

    def rounded(self, q):
        return round_to(q, self.rules.decimals, self.rules.rounding)

    def sum_up(self, base, bonus, deduction):
        return max(base + bonus - deduction, min(ZERO, base + bonus))

    def items(self, kind, rounds):
        """The capped sum of all items of KIND: as counted, and exact."""
        counted = exact = ZERO
        for item in self.rules.items[kind]:
            state, value, held = self.item(item)
            if kind == "bonus" and "no_bonus" in self.d.effects:
                held = ZERO
            points = self.rounded(held) if rounds else held
            counted += points
            exact += held
            shown = None if self.d.is_excluded else points
            self.outcome.items.append((item, kind, state, value, shown))
        cap = self.rules.evaluation.get(kind + "_cap")
        if cap is not None:
            counted = min(counted, parse_number(cap))
            exact = min(exact, parse_number(cap))
        return counted, exact

    def item(self, item):
        """(state, value, points within 0 and the cap)."""
        value = self.city.item_points(item)(self.d)
        if is_state(value):
            return value.name, None, ZERO
        held = max(value, ZERO)
        if item.cap is not None:
            held = min(held, item.cap)
        return "reported", value, held


# --- Rows of result.csv --------------------------------------------

def number_text(q):
    return "" if q is None else show(q)


def defuse(text):
    return "'" + text if text[:1] in tuple("=+-@\t\r") and text else text


def rows(city):
    """The rows of result.csv without its header, texts already defused."""
    for d, outcome in zip(city.districts, city.outcomes):
        for node in city.rules.nodes:
            yield node_row(city, d, node)
        for item, kind, state, value, points in outcome.items:
            if points is not None and kind == "deduction":
                points = -points
            yield row(city, d, item.code, kind, state, value,
                      (None, None, points, None))
        yield total_row(city, d, outcome)


def row(city, d, code, parent, state, value, numbers, grade=""):
    texts = [d.code, d.name, d.group, code, parent, state]
    normalised, weight, points, rank = numbers
    return ([defuse(t) for t in texts] + [number_text(value)]
            + [number_text(normalised), number_text(weight),
               printed(points, city.rules.decimals), number_text(rank)]
            + [defuse(grade)])


def node_row(city, d, node):
    cell = city.cells[node.index][d.index]
    state = cell.state
    if not node.is_leaf:
        state = "undefined" if cell.points is None else "reported"
    return row(city, d, node.code, node.parent.code, state, cell.value,
               (cell.s, cell.weight, cell.points, cell.rank))


def total_row(city, d, outcome):
    cell = city.cells[city.rules.root.index][d.index]
    state = "undefined" if outcome.total is None else "reported"
    return row(city, d, "total", "", state, None,
               (cell.s, cell.weight, outcome.total, outcome.rank),
               outcome.grade or "")


def evaluate(rules_path, paths, left_out=None):
    """The City after its run; raises Rejected or OracleError."""
    rules = Rules(rules_path)
    city = City(rules, Inputs(rules, paths), left_out)
    city.run()
    return city


# --- Hand cases --------------------------------------------------------------

HEAD = "[evaluation]\nid = t\nyear = 2025\ntitle = t\n"

# Expressions and what they are worth, by the manual's own words.  a = 3 and
# b = 0.5 are pure numbers, u = 2 in 10000 USD, v = 5000 USD; gap is missing,
# lost is absent; p is 4 now and was 2 last year; cutme was reported as 10 and
# verified as 7; jury got 60, 70, 95 and 100, and 10 from a conflicted expert.
EXPRESSIONS = [
    ("1/3 + 1/6", "0.5"),
    ("-2^2", "-4"),
    ("2^-1", "0.5"),
    ("2^3^2", "512"),
    ("-2^-2", "-0.25"),
    ("not a == b", "1"),
    ("not 0 and 0", "0"),
    ("1 + 2 < 4 == 1", "1"),
    ("1 or gap", "1"),
    ("0 and gap", "0"),
    ("gap and 0", "0"),
    ("gap or 0", "missing"),
    ("gap + lost", "absent"),
    ("if(a > b, 7, gap)", "7"),
    ("if(gap, 7, 8)", "missing"),
    ("max(a, gap)", "missing"),
    ("0^0", "1"),
    ("0^-1", "undefined"),
    ("(-8)^(1/3)", "undefined"),
    ("4^0.5", "2"),
    ("8^(2/3)", "4"),
    ("sqrt(0.0625)", "0.25"),
    ("2^1001", "undefined"),
    ("exp(10001)", "undefined"),
    ("exp(0)", "1"),
    ("log10(1000)", "3"),
    ("log10(0.01)", "-2"),
    ("ln(0)", "undefined"),
    ("ln(2)", "0.69314718055994530942"),
    ("sqrt(2)", "1.4142135623730950488"),
    ("exp(1)", "2.7182818284590452354"),
    ("log10(2)", "0.30102999566398119521"),
    ("1 / 0", "undefined"),
    ("2/3", "0.66666666666666666667"),
    ("round(2.345, 2)", "2.35"),
    ("round(-2.5)", "-3"),
    ("round(1250, -2)", "1300"),
    ("floor(-0.5)", "-1"),
    ("ceil(-0.5)", "0"),
    ("clamp(a, 0, 1)", "1"),
    ("clamp(a, 1, 0)", "undefined"),
    ("u + v", "2.5"),
    ("v + u", "25000"),
    ("u / v", "4"),
    ("u + 1", "3"),
    ("1 + u", "3"),
    ("v < u", "1"),
    ("min(v, u)", "5000"),
    ("prior(p)", "2"),
    ("p / prior(p) - 1", "1"),
    ("prior(a)", "undefined"),
    ("cut(cutme)", "3"),
    ("reported(cutme)", "10"),
    ("cut(a)", "0"),
    ("cut(gap)", "undefined"),
    ("reported(gap)", "missing"),
    ("is_reported(gap)", "0"),
    ("has_note(a)", "1"),
    ("mean(jury)", "81.25"),
    ("median(jury)", "82.5"),
    ("trimmed_mean(jury, 1)", "82.5"),
    ("trimmed_mean(jury, 2)", "undefined"),
    ("city_sum(a)", "10"),
    ("city_mean(a)", "5"),
    ("city_rank(a)", "2"),
    ("city_count(gap)", "0"),
    ("city_max(gap)", "undefined"),
    ("city_sd(a)", "2.8284271247461900976"),
    ("group_count(a)", "1"),
    ("group_sd(a)", "undefined"),
    ('if(group == "g" and code == "d1", 1, 2)', "1"),
    ("days_between(due, submitted)", "2"),
    ('days_between("2024-02-28", "2024-03-01")', "2"),
    ("prior(days_between(due, submitted))", "undefined"),
]

EXPRESSION_RULES = HEAD + """due = 2026-03-31
prior = submission
[units]
UU = 10000 USD
[grade good]
min = 60
[grade Fail]
[group g]
[district d1]
group = g
[district d2]
[datum a]
[datum b]
[datum u]
unit = UU
[datum v]
unit = USD
[datum gap]
[datum lost]
[datum p]
[datum cutme]
[datum jury]
given_by = experts
[indicator i]
weight = 100
value = a
method = points
"""

EXPRESSION_FILES = [
    """<submission xmlns="urn:quping:submission:1" year="2025" district="d1"
    submitted="2026-04-02"><data><datum code="a">3</datum><datum code="b">+0.5</datum>
    <datum code="u"> 2.0 </datum><datum code="v" unit="UU">0.5</datum>
    <datum code="gap" state="missing"/><datum code="cutme">10</datum>
    <datum code="p" period="2024">2</datum><datum code="p">4</datum></data>
    <note code="a">n</note></submission>""",
    """<submission xmlns="urn:quping:submission:1" year="2025" district="d2">
    <data><datum code="a">7</datum></data></submission>""",
    """<verification xmlns="urn:quping:submission:1" year="2025">
    <datum district="d1" code="cutme">7</datum></verification>""",
    """<scores xmlns="urn:quping:submission:1" year="2025">
    <score expert="1" district="d1" code="jury">60</score>
    <score expert="2" district="d1" code="jury">70</score>
    <score expert="3" district="d1" code="jury">95</score>
    <score expert="4" district="d1" code="jury">100</score>
    <score expert="5" district="d1" code="jury" conflict="yes">10</score>
    </scores>""",
]

# The same city with last year's record: d1 failed twice and was third, d2 was
# not ranked and not there the year before; u was 3 USD, b two thirds.
RECORD = """<result xmlns="urn:quping:result:1">
    <evaluation id="t" year="2024"/>
    <history><year year="2023"><district code="D1" grade="FAIL" rank="9"/>
    </year></history>
    <district code="d1"><datum code="u" unit="USD" value="3"/>
    <datum code="b" value="2/3"/><datum code="a" state="withheld"/>
    <datum code="gone" value="1"/>
    <total rank="3" grade="fail"/></district>
    <district code="d2"><total/></district>
    <district code="d3"><total rank="1"/></district></result>"""

RECORDED = [
    ("d1", "prior_grade() == \"Fail\"", "1"),
    ("d1", "prior_rank() / 2", "1.5"),
    ("d1", "years_in(\"Fail\", 2) + 10 * years_in(\"good\", 2)", "2"),
    ("d1", "years_in(\"Fail\", 3)", "undefined"),
    ("d2", "prior_grade() == \"\"", "1"),
    ("d2", "prior_rank()", "undefined"),
    ("d2", "years_in(\"Fail\", 1)", "0"),
    ("d2", "years_in(\"Fail\", 2)", "undefined"),
    ("d1", "u / prior(u)", "6666.6666666666666667"),
    ("d1", "prior(b)", "0.66666666666666666667"),
    ("d1", "prior(a)", "withheld"),
    ("d1", "prior(p)", "undefined"),
    ("d1", "prior(reported(b))", "undefined"),
]

# Whole runs: (what it shows, keys of [evaluation], the rest of the rules,
# {district: {datum: figure}}, {(district, row, column): cell}).
LEAVES = "[indicator %s]\nweight = %s\nvalue = %s\n%s\n"
ROUNDING = LEAVES % ("i", 10, "x", "method = per_unit\neach = 10\nclip = none")
SPREAD = "".join(LEAVES % (c, w, c[1:], "method = points\nmissing = exclude")
                 for c, w in (("ix", 50), ("iy", 30), ("iz", 20)))
BANDS = "bands\nbands = 0:40, 1:60, 5:100"
NODES = ("[indicator n]\naggregate = %s\n"
         "[indicator ix]\nparent = n\nweight = 50\nvalue = x\n"
         "method = range\nlow = 0\nhigh = 1\nclip = none\n"
         "[indicator iy]\nparent = n\nweight = 50\nvalue = y\n"
         "method = range\nlow = 0\nhigh = 1\nclip = none\n")
TOTALS = LEAVES % ("i", 100, "x", "method = points\nclip = none")


def one(method, x, want, evaluation="decimals = 4\n", others=()):
    """A case of one leaf of weight 100: d1 has X, the OTHERS theirs."""
    data = {"d1": {"x": x}}
    for number, other in enumerate(others, 2):
        data["d%d" % number] = {"x": other}
    return (method, evaluation, LEAVES % ("i", 100, "x", "method = " + method),
            data, {("d1", "i", "points"): want})


def ladder(evaluation, totals, want, rest=""):
    """A case of one leaf worth what is reported: TOTALS, then WANT of rank."""
    data = {"d%d" % n: {"x": t} for n, t in enumerate(totals, 1)}
    return (evaluation, evaluation, TOTALS + rest, data,
            {("d%d" % n, "total", "grade" if rest else "rank"): w
             for n, w in enumerate(want, 1)})


GRADES = ("[grade a]\nmin = 90\nshare = 40\n[grade b]\nmin = 60\n"
          "[grade c]\n")

CASES = [
    one("minmax\nwinsorise = 1", "4", "100", others=("1", "2", "3", "100")),
    one("minmax\nwinsorise = 1", "50", "49.4949",
        others=("1", "1", "100", "100")),   # equal ones do not fit into one
    one("minmax\nwinsorise = 1\nkurtosis_bound = 4", "1", "100",
        others=("0", "0", "0")),            # just at both bounds: all equal
    one("minmax\nwinsorise = 1\nkurtosis_bound = 4.01", "0", "0",
        others=("1", "0", "0")),
    one("minmax\nclip_value = none 11", "6", "50", others=("1", "99")),
    one("max_ratio\ntreat = log", "10", "25", others=("1", "10000")),
    one("efficacy\ntreat = boxcox 0.5", "-1", "70",
        others=("-4", "4", "11", "20")),
    one("max_ratio\ntreat = log\ntreat_when = skewed", "25", "25",
        others=("1", "100")),
    ("half_up", "decimals = 1\nscale = 10\n", ROUNDING,
     {"d1": {"x": "2.25"}, "d2": {"x": "-2.25"}, "d3": {"x": "2.35"}},
     {("d1", "i", "points"): "2.3", ("d2", "i", "points"): "-2.3",
      ("d2", "total", "points"): "-2.3", ("d2", "i", "normalised"): "-0.225",
      ("d3", "i", "points"): "2.4"}),
    ("half_even", "decimals = 1\nscale = 10\nrounding = half_even\n",
     ROUNDING, {"d1": {"x": "2.25"}, "d2": {"x": "-2.25"},
                "d3": {"x": "2.35"}},
     {("d1", "i", "points"): "2.2", ("d2", "i", "points"): "-2.2",
      ("d3", "i", "points"): "2.4"}),
    ("exclude spreads", "min_available = 80\n", SPREAD,
     {"d1": {"x": "50", "y": "15"}, "d2": {"x": "25", "y": "30", "z": "20"},
      "d3": {"x": "50", "z": "20"}},
     {("d1", "ix", "weight"): "62.5", ("d1", "iy", "weight"): "37.5",
      ("d1", "iy", "points"): "18.75", ("d1", "iz", "weight"): "0",
      ("d1", "iz", "points"): "", ("d1", "iz", "state"): "absent",
      ("d1", "total", "points"): "81.25", ("d1", "total", "rank"): "1",
      ("d2", "total", "points"): "75", ("d2", "total", "rank"): "2",
      ("d3", "total", "points"): "", ("d3", "total", "state"): "undefined",
      ("d3", "total", "rank"): ""}),
    one(BANDS, "0.5", "40"), one(BANDS, "1", "60"), one(BANDS, "9", "100"),
    one(BANDS, "-1", "0"),
    one(BANDS + "\nbetween = linear", "3", "80"),
    one(BANDS + "\nbetween = linear", "0.5", "50"),
    one("bands\ndirection = lower\nbands = 1:100, 2:50", "1", "100"),
    one("bands\ndirection = lower\nbands = 1:100, 2:50", "1.5", "50"),
    one("bands\ndirection = lower\nbands = 1:100, 2:50", "2.1", "0"),
    one("bands\ndirection = lower\nbands = 1:100, 2:50\nbetween = linear",
        "1.5", "75"),
    one("points", "37.5", "37.5"), one("points", "137.5", "100"),
    one("points\ndirection = lower", "30", "70"),
    one("yesno", "2", "100"), one("yesno\ndirection = lower", "2", "0"),
    one("target\ntarget = 80", "60", "75"),
    one("target\ntarget = 50\ncap = 120", "70", "120"),
    one("target\ntarget = 50\ncap = 120\nclip = 0 110", "70", "110"),
    one("target\ntarget = 60\ndirection = lower", "80", "75"),
    one("target\ntarget = 60\ndirection = lower\nzero_base = full", "0",
        "100"),
    one("range\nlow = 10\nhigh = 70", "40", "50"),
    one("range\nlow = 1.6\nhigh = 1.2", "1.3", "75"),
    one("range\nlow = 1500\nhigh = 6000\ndirection = lower", "2400", "80"),
    one("efficacy\nlow = 0\nhigh = 100", "50", "80"),
    one("efficacy\nlow = 0\nhigh = 100", "-50", "40"),
    one("efficacy\nlow = 0\nhigh = 100\nclip = 60 100", "-50", "60"),
    one("efficacy\nlow = 0", "5", "80", others=("10",)),
    one("efficacy", "5", "60", others=("10",)),
    one("efficacy", "5", "100", others=("5",)),
    one("efficacy\nconstant = floor", "5", "60"),
    one("exponential\nlow = 0\nhigh = 2\nfloor = 25", "1", "50"),
    one("exponential\nfloor = 60", "5", "60", others=("10",)),
    one("exponential\nfloor = 60", "10", "100", others=("5",)),
    one("growth\nof = 50", "55", "90"),
    one("growth\nof = 50\nslope = 0.5", "45", "75"),
    one("growth\nof = 50\ndirection = lower", "55", "70"),
    one("interval\nlow = 50\nhigh = 80\nzero_low = 0\nzero_high = 100\n"
        "at_high = 60", "90", "80"),
    one("interval\nlow = 50\nhigh = 80\nzero_low = 0\nzero_high = 100\n"
        "at_high = 60", "120", "60"),
    one("interval\nlow = 50\nhigh = 80\nzero_low = 0\nzero_high = 100",
        "20", "40"),
    one("per_unit\neach = 12.5", "3", "37.5"),
    one("per_unit\neach = 12.5\ndirection = lower", "3", "62.5"),
    one("minmax", "4", "25", others=("3", "7")),
    one("minmax\ndirection = lower", "4", "75", others=("3", "7")),
    one("minmax\nlo = 60\nhi = 100", "4", "70", others=("3", "7")),
    one("max_ratio", "4", "50", others=("8", "1")),
    one("max_ratio\ndirection = lower", "4", "25", others=("8", "1")),
    one("mean_ratio", "6", "150", others=("2", "4")),
    one("mean_ratio\nat_mean = 60", "2", "30", others=("6", "4")),
    one("mean_ratio\ndirection = lower", "2", "200", others=("6", "4")),
    one("share\nfull_share = 20", "10", "50", others=("40", "50")),
    one("share\nfull_share = 20", "30", "100", others=("40", "30")),
    one("rank\nlast = 40", "9", "77.5", others=("10", "9", "3", "2")),
    one("rank", "10", "100", others=("9", "9")),
    one("rank\ndirection = lower", "10", "0", others=("9", "8")),
    ladder("", ("90", "80", "80", "70"), ("1", "2", "2", "4")),
    ladder("ties = dense\n", ("90", "80", "80", "70"), ("1", "2", "2", "3")),
    ladder("ties = average\n", ("90", "80", "80", "70"),
           ("1", "2.5", "2.5", "4")),
    ladder("decimals = 0\n", ("79.6", "80.4", "3"), ("1", "1", "3")),
    ladder("decimals = 0\nrank_on = exact\n", ("79.6", "80.4", "3"),
           ("2", "1", "3")),
    # two places of five; the second and third are equal and do not both fit
    ladder("", ("99", "95", "95", "91", "20"), ("a", "b", "b", "b", "c"),
           GRADES),
    ladder("", ("99", "95", "93", "61", "60"), ("a", "a", "b", "b", "b"),
           GRADES),
    ("deduction stops at 0, bonus is capped",
     "bonus_cap = 5\n", TOTALS
     + "[bonus b]\npoints = 2 * y\ncap = 4\n[bonus c]\npoints = y\n"
     + "[deduction e]\npoints = z\n",
     {"d1": {"x": "50", "y": "3", "z": "1"},
      "d2": {"x": "1", "y": "0", "z": "9"},
      "d3": {"x": "-8", "y": "1", "z": "1"}, "d4": {"x": "1"}},
     {("d1", "b", "points"): "4", ("d1", "c", "points"): "3",
      ("d1", "e", "points"): "-1", ("d1", "total", "points"): "54",
      ("d1", "total", "normalised"): "0.5",
      ("d2", "total", "points"): "0", ("d3", "total", "points"): "-5",
      ("d4", "b", "points"): "0", ("d4", "b", "state"): "absent",
      ("d4", "total", "points"): "1"}),
    ("means of nodes: geometric", "round_at = total\n", NODES % "geometric",
     {"d1": {"x": "0.25", "y": "1"}, "d2": {"x": "0", "y": "1"},
      "d3": {"x": "-1", "y": "1"}},
     {("d1", "n", "points"): "50", ("d2", "n", "points"): "0",
      ("d3", "n", "points"): "", ("d3", "total", "state"): "undefined",
      ("d3", "ix", "points"): "-50"}),
    ("a geometric mean that is rational", "", NODES % "geometric",
     {"d1": {"x": "0.12", "y": "0.27"}, "d2": {"x": "0.2", "y": "0.8"}},
     {("d1", "n", "points"): "18", ("d1", "n", "normalised"): "0.18",
      ("d2", "n", "normalised"): "0.4"}),
    ("means of nodes: harmonic", "", NODES % "harmonic",
     {"d1": {"x": "0.25", "y": "1"}}, {("d1", "n", "points"): "40"}),
    ("means of nodes: power 0.5", "", NODES % "power 0.5",
     {"d1": {"x": "0.25", "y": "1"}, "d2": {"x": "0.5", "y": "0.5"},
      "d3": {"x": "0.02", "y": "0.08"}},
     {("d1", "n", "points"): "56.25", ("d2", "n", "points"): "50",
      ("d3", "n", "normalised"): "0.045"}),
    ("means of nodes: power 2", "", NODES % "power 2",
     {"d1": {"x": "0.1", "y": "0.7"}}, {("d1", "n", "points"): "50"}),
    ("means of nodes: min", "", NODES % "min",
     {"d1": {"x": "0.25", "y": "1"}}, {("d1", "n", "points"): "25"}),
    ("means of nodes: median", "", NODES % "median",
     {"d1": {"x": "0.25", "y": "1"}}, {("d1", "n", "points"): "62.5"}),
    # leaves round to 33.3 each in one stage, their node to 66.7 in the other
    ("round_at = indicator", "decimals = 1\n", NODES % "sum",
     {"d1": {"x": "0.6667", "y": "0.6667"}},
     {("d1", "ix", "points"): "33.3", ("d1", "n", "points"): "66.6"}),
    ("round_at = node", "decimals = 1\nround_at = node\n", NODES % "sum",
     {"d1": {"x": "0.6667", "y": "0.6667"}},
     {("d1", "ix", "points"): "33.335", ("d1", "n", "points"): "66.7"}),
    ("round_at = total", "decimals = 1\nround_at = total\n", NODES % "sum",
     {"d1": {"x": "0.6667", "y": "0.6667"}},
     {("d1", "n", "points"): "66.67", ("d1", "total", "points"): "66.7"}),
    # the mean is 5; y of d3 is explained, and that of d4 is not there
    ("checks count what they find", "",
     TOTALS + "[check c]\nassert = x > 5\nlevel = warning\n"
     "[check e]\nassert = x >= city_mean(x)\nlevel = note\n"
     "[check f]\nassert = y == 9\nlevel = warning\nunless = x > 8\n"
     "[deduction m]\npoints = failed(\"warning\") + 10 * failed(\"note\")\n",
     {"d1": {"x": "1", "y": "9"}, "d2": {"x": "4", "y": "8"},
      "d3": {"x": "9", "y": "8"}, "d4": {"x": "6"}},
     {("d1", "m", "points"): "-11", ("d2", "m", "points"): "-12",
      ("d3", "m", "points"): "0", ("d4", "m", "points"): "0"}),
    ("an unranked district is held within the peers", "",
     LEAVES % ("i", 100, "x", "method = minmax")
     + "[veto v]\nwhen = y\neffect = unranked\n",
     {"d1": {"x": "9", "y": "1"}, "d2": {"x": "4"}, "d3": {"x": "3"},
      "d4": {"x": "7"}},
     {("d1", "i", "points"): "100", ("d1", "total", "rank"): "",
      ("d2", "i", "points"): "25", ("d4", "total", "rank"): "1"}),
    ("values put in count as peers, scores do not", "",
     LEAVES % ("i", 50, "x", "method = minmax\nmissing = mean")
     + LEAVES % ("j", 50, "x", "method = minmax\nmissing = zero"),
     {"d1": {"x": "0"}, "d2": {"x": "8"}, "d3": {"x": "4"}, "d4": {}},
     {("d4", "i", "value"): "4", ("d4", "i", "points"): "25",
      ("d4", "i", "state"): "absent", ("d4", "j", "points"): "0",
      ("d4", "j", "value"): ""}),
]

# DOMAIN.md 1.3: four firms, four items, bounds from the sample, floor 60,
# geometric mean; equal weights and .3 .2 .2 .3.  Totals to three decimals.
FIRMS = (("5733", "60.5", "91.5", "16.7"), ("3575", "52.2", "93.2", "7.3"),
         ("3929", "71.2", "84.9", "10.7"), ("4404", "69.7", "88.0", "12.8"))
FIRM_TOTALS = {
    (1, 1, 1, 1): ("91.835", "68.173", "73.848", "82.184"),
    (3, 2, 2, 3): ("93.413", "66.454", "73.146", "81.595"),
}


def firm_case(weights):
    items = "abcd"
    leaves = "".join(LEAVES % ("i" + c, w, c, "method = efficacy")
                     for c, w in zip(items, weights))
    data = {"d%d" % n: dict(zip(items, firm))
            for n, firm in enumerate(FIRMS, 1)}
    want = {("d%d" % n, "total", "points"): total
            for n, total in enumerate(FIRM_TOTALS[weights], 1)}
    return ("four firms", "weights = relative\naggregate = geometric\n"
            "decimals = 3\n", leaves, data, want)


# DOMAIN.md 4.4: the outer districts of 5.4; 64.28 as they are, 85.46 on
# logarithms.
OUTER = ("67800", "6800", "18100", "621500", "2800", "13600", "10200", "5700",
         "1400")


def outer_case(value, want):
    return ("outer districts: " + value, "",
            LEAVES % ("i", 100, value, "method = efficacy"),
            {"d%d" % n: {"x": x} for n, x in enumerate(OUTER, 1)},
            {("d1", "total", "points"): want})


def write_files(folder, texts):
    paths = []
    for number, text in enumerate(texts):
        paths.append(os.path.join(folder, "%d.txt" % number))
        with open(paths[-1], "w", encoding="utf-8") as file:
            file.write(text)
    return paths


def case_files(evaluation, body, data):
    """The rule set and submissions of a case as texts."""
    codes = sorted({c for figures in data.values() for c in figures})
    rules = HEAD + evaluation + body
    rules += "".join("[datum %s]\n" % c for c in codes)
    rules += "".join("[district %s]\n" % d for d in data)
    texts = [rules]
    for d, figures in data.items():
        cells = "".join('<datum code="%s">%s</datum>' % pair
                        for pair in figures.items())
        texts.append('<submission xmlns="urn:quping:submission:1" year="2025" '
                     'district="%s"><data>%s</data></submission>' % (d, cells))
    return texts


def check_case(case):
    """The wrong cells of one whole run, as lines."""
    name, evaluation, body, data, want = case
    with tempfile.TemporaryDirectory() as folder:
        paths = write_files(folder, case_files(evaluation, body, data))
        city = evaluate(paths[0], paths[1:])
    found = {}
    for line in rows(city):
        for column, cell in zip(COLUMNS, line):
            found[line[0], line[3], column] = cell
    return ["%s: %s is %r, not %r" % (name, place, found.get(place), cell)
            for place, cell in want.items() if found.get(place) != cell]


def check_expressions(rules_text, files, cases):
    with tempfile.TemporaryDirectory() as folder:
        paths = write_files(folder, [rules_text] + files)
        rules = Rules(paths[0])
        city = City(rules, Inputs(rules, paths[1:]))
    wrong = []
    for code, text, want in cases:
        d = next(d for d in city.districts if d.code == code)
        value = city.compiler.number(city.parse(text))[1](d)
        got = value.name if is_state(value) else show(value)
        if got != want:
            wrong.append("%s is %s, not %s" % (text, got, want))
    return wrong


def self_test():
    cases = (CASES + [firm_case(w) for w in FIRM_TOTALS]
             + [outer_case("x", "64.28"),
                outer_case("log10(1 + x)", "85.46")])
    wrong = check_expressions(EXPRESSION_RULES, EXPRESSION_FILES,
                              [("d1", text, want)
                               for text, want in EXPRESSIONS])
    wrong += check_expressions(
        EXPRESSION_RULES.replace("submission", "record"),
        EXPRESSION_FILES + [RECORD], RECORDED)
    for case in cases:
        wrong += check_case(case)
    for line in wrong:
        print(line)
    print("oracle: %d expressions and %d runs, %d wrong"
          % (len(EXPRESSIONS), len(cases), len(wrong)))
    return 1 if wrong else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        city = evaluate(arguments[0], arguments[1:])
    except (OracleError, Rejected) as problem:
        print("oracle: %s" % problem, file=sys.stderr)
        return 1
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(city))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
