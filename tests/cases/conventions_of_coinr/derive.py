#!/usr/bin/env python3
"""Prints expect.csv: fractions where a figure is rational, else decimals of
80 digits."""

from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction as F

getcontext().prec = 80

DISTRICTS = "abcde"
DATA = {  # None: not there
    "x1": [10, 20, 20, 40, None],
    "x2": [3, 5, 5, 8, 1],
    "x3": [7, 1, 4, None, 9],
    "x4": [2, 6, 6, 2, 9],
    "x5": [4, 4, 4, 4, 4],
}
TREE = {"p": (2, "geometric", {"p1": 2, "p2": 1, "p3": 1}),
        "z": (2, "mean", {"z1": 3, "z2": 1, "z3": 1}),
        "r": (1, "geometric", {"r1": 1, "r2": 1})}
VALUE = {"p1": "x1", "p2": "x2", "p3": "x3", "z1": "x2", "z2": "x4",
         "z3": "x5", "r1": "x2", "r2": "x4"}


def real(x):
    """A decimal, which is as good as its 80 digits, as a fraction."""
    return F(x)


def decimal(x):
    return Decimal(x.numerator) / Decimal(x.denominator)


def minmax(values, lo, hi, lower=False):
    there = [x for x in values if x is not None]
    least, most = min(there), max(there)
    if least == most:
        return [None] * len(values)
    return [None if x is None else
            F(lo + (hi - lo) * F((most - x) if lower else (x - least),
                                 most - least), 100) for x in values]


def zscore(values, mean, sd):
    n = len(values)
    middle = F(sum(values), n)
    variance = sum((x - middle) ** 2 for x in values) / (n - 1)
    deviation = real(decimal(variance).sqrt())
    return [(mean + sd * (x - middle) / deviation) / 100 for x in values]


def rank(values):
    """From 1 for the first to 0 for the last; equal ones in the middle of
    the places that they take."""
    n = len(values)
    place = [1 + sum(y > x for y in values) +
             F(sum(y == x for y in values) - 1, 2) for x in values]
    return [(n - p) / F(n - 1) for p in place]


SCORES = {
    "p1": minmax(DATA["x1"], 1, 100), "p2": minmax(DATA["x2"], 1, 100),
    "p3": minmax(DATA["x3"], 1, 100, True), "z1": zscore(DATA["x2"], 60, 10),
    "z2": rank(DATA["x4"]), "z3": minmax(DATA["x5"], 0, 100),
    "r1": minmax(DATA["x2"], 0, 100), "r2": minmax(DATA["x4"], 0, 100),
}


def aggregate(how, scores, weights):
    total = sum(weights)
    if how == "mean":
        return sum(s * w for s, w in zip(scores, weights)) / total
    if not all(scores):
        return F(0)
    if len(set(scores)) == 1:
        return scores[0]
    logs = sum(decimal(s).ln() * w for s, w in zip(scores, weights))
    return real((logs / Decimal(total)).exp())


def text(x):
    """Exact with at most 40 significant digits, else 20, half up."""
    if x is None:
        return ""
    d = decimal(x)
    if F(d) == x and len(d.normalize().as_tuple().digits) <= 40:
        return format(d.normalize(), "f")
    return format(d.quantize(Decimal(1).scaleb(d.adjusted() - 19),
                             ROUND_HALF_UP).normalize(), "f")


def points(x):
    """With the four decimals of the rules where that is all of it."""
    if x is None:
        return ""
    d = decimal(x)
    fixed = d.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return str(fixed) if F(fixed) == x else text(x)


def evaluate(i):
    """Normalised scores and effective weights of district I."""
    score, weight = {}, {}
    tops = {}
    for node, (w, how, children) in TREE.items():
        there = {c: cw for c, cw in children.items()
                 if SCORES[c][i] is not None}
        enough = F(sum(there.values()), sum(children.values())) >= F(60, 100)
        if node != "p" or enough:
            tops[node] = w
            score[node] = aggregate(how, [SCORES[c][i] for c in there],
                                    list(there.values()))
    total = sum(tops.values())
    for node, (w, how, children) in TREE.items():
        weight[node] = F(100 * tops[node], total) if node in tops else F(0)
        there = {c: cw for c, cw in children.items()
                 if SCORES[c][i] is not None}
        for c in children:
            score[c] = SCORES[c][i]
            weight[c] = (weight[node] * there[c] / sum(there.values())
                         if c in there else F(0))
    score["total"] = sum(score[n] * w for n, w in tops.items()) / total
    weight["total"] = F(100)
    return score, weight


def main():
    nodes = [n for top, (_, _, children) in TREE.items()
             for n in (top, *children)]
    parent = {c: top for top, (_, _, children) in TREE.items()
              for c in children}
    results = [evaluate(i) for i in range(len(DISTRICTS))]

    def earned(i, node):
        score, weight = results[i]
        if score.get(node) is None or not weight[node]:
            return None
        return score[node] * weight[node]

    totals = [real(decimal(earned(i, "total")).quantize(
        Decimal("0.0001"), ROUND_HALF_UP)) for i in range(len(DISTRICTS))]

    def place(i, node):
        all_of = totals if node == "total" else [
            earned(k, node) for k in range(len(DISTRICTS))]
        if all_of[i] is None:
            return ""
        return str(1 + sum(x is not None and x > all_of[i] for x in all_of))

    print("district,name,group,indicator,parent,state,value,normalised,"
          "weight,points,rank,grade")
    for i, district in enumerate(DISTRICTS):
        score, weight = results[i]
        for node in nodes:
            leaf = node in VALUE
            value = DATA[VALUE[node]][i] if leaf else None
            state = "reported"
            if leaf and value is None:
                state = "missing"
            elif not leaf and node not in score:
                state = "undefined"
            print(district, district.upper(), "", node,
                  parent.get(node, "total"), state,
                  "" if value is None else value, text(score.get(node)),
                  text(weight[node]), points(earned(i, node)),
                  place(i, node), "", sep=",")
        print(district, district.upper(), "", "total", "", "reported", "",
              text(score["total"]), 100, points(totals[i]),
              place(i, "total"), "", sep=",")


if __name__ == "__main__":
    main()
