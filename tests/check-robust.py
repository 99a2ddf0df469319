"""The workbook of a simulation, checked by other means.

   check-robust.py BOOK RESULT.csv RESULT-WITHOUT.csv LEAF

BOOK holds the simulation of the Human Development Index with weights by 20 %
and figures as they are, RESULT.csv its evaluation, RESULT-WITHOUT.csv the same
with LEAF at weight 0.  The mean ranks are simulated again with Python's random
numbers; correlations and contributions are computed again; without LEAF the
ranks must shift as the two evaluations say."""

import csv
import math
import random
import sys

import openpyxl

DRAWS = 1500
TOP = ("health", "education", "income")
BELOW = ("eys_index", "mys_index")


def read_result(path):
    """{district: {node: (normalised, rank)}} of the ranked ones."""
    districts = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            districts.setdefault(row["district"], {})[row["indicator"]] = (
                float(row["normalised"]) if row["normalised"] else None,
                row["rank"])
    return {code: nodes for code, nodes in districts.items()
            if nodes["total"][1]}


def tables(sheet):
    """The rows of each block by its heading."""
    blocks, rows = {}, []
    for row in sheet.iter_rows(values_only=True):
        if row[0] and not any(row[1:]):
            rows = blocks.setdefault(row[0], [])
        elif any(cell is not None for cell in row):
            rows.append(row)
    return blocks


def ranks_of(totals):
    """Competition ranks of totals as printed."""
    order = sorted(totals.values(), reverse=True)
    return {code: order.index(total) + 1 for code, total in totals.items()}


def simulate(districts):
    """{district: (mean rank, its standard error)}."""
    rng = random.Random(20)
    sums = {code: [0, 0] for code in districts}

    def draw(nodes):
        return {node: 1 + 0.2 * (2 * rng.random() - 1) for node in nodes}

    for _ in range(DRAWS):
        top, below = draw(TOP), draw(BELOW)
        totals = {}
        for code, nodes in districts.items():
            education = (sum(below[n] * nodes[n][0] for n in BELOW)
                         / sum(below.values()))
            score = {"health": nodes["health"][0], "education": education,
                     "income": nodes["income"][0]}
            log = sum(top[n] * math.log(score[n]) for n in TOP)
            totals[code] = math.floor(
                math.exp(log / sum(top.values())) * 1000 + 0.5)
        for code, rank in ranks_of(totals).items():
            sums[code][0] += rank
            sums[code][1] += rank * rank
    return {code: (s / DRAWS,
                   math.sqrt(max(q / DRAWS - (s / DRAWS) ** 2, 0) / DRAWS))
            for code, (s, q) in sums.items()}


def correlation(x, y):
    mx, my = sum(x) / len(x), sum(y) / len(y)
    xy = sum((a - mx) * (b - my) for a, b in zip(x, y))
    return xy / math.sqrt(sum((a - mx) ** 2 for a in x)
                          * sum((b - my) ** 2 for b in y))


class Check:
    def __init__(self):
        self.n = 0
        self.failed = 0

    def near(self, what, got, want, off):
        self.n += 1
        if abs(got - want) > off:
            self.failed += 1
            print("FAIL: %s: %s, not %s" % (what, got, want))


def check_ranks(check, rows, districts):
    again = simulate(districts)
    for row in rows:
        if row[2] not in districts:
            continue
        code, mean, high = row[2], row[4], row[5]
        check.near("rank of " + code, row[0],
                   float(districts[code]["total"][1]), 0)
        # Both simulations err; 1,000 draws a little more than these.
        check.near("mean rank of " + code, mean, again[code][0],
                   7 * again[code][1] + 0.02)
        check.near("span of " + code, sum(row[9:12]), high + 0.5, 1e-9)
        check.near("signs of the span of " + code, min(row[9:12]) >= 0, True,
                   0)


def check_leaves(check, rows, districts, without, leaf):
    nodes = {row[0]: row for row in rows if row[0] in TOP + BELOW}
    total = [d["total"][0] for d in districts.values()]
    for code, row in nodes.items():
        scores = [d[code][0] for d in districts.values()]
        check.near("correlation of " + code, row[4],
                   correlation(scores, total), 1e-5)
    shifts = {code: abs(float(d["total"][1])
                        - float(without[code]["total"][1]))
              for code, d in districts.items()}
    check.near("mean shift without " + leaf, nodes[leaf][5],
               sum(shifts.values()) / len(shifts), 1e-9)
    check.near("greatest shift without " + leaf, nodes[leaf][6],
               max(shifts.values()), 0)


def check_correlations(check, rows, districts):
    heads, rows = rows[0][1:], rows[1:]
    for row in rows:
        a = row[0].split()[0]
        for b, got in zip(heads, row[1:]):
            want = correlation([d[a][0] for d in districts.values()],
                               [d[b][0] for d in districts.values()])
            check.near("correlation of %s and %s" % (a, b), got, want, 1e-5)


def main(book, result, without, leaf):
    check = Check()
    districts = read_result(result)
    workbook = openpyxl.load_workbook(book)
    blocks = tables(workbook["Robustness"])
    check_ranks(check, blocks["Intervals of ranks"], districts)
    check_leaves(check, blocks["What indicators really contribute"],
                 districts, read_result(without), leaf)
    blocks = tables(workbook["Correlations"])
    check_correlations(
        check, blocks["Correlations of the scores of indicators"], districts)
    check.near("charts", len(workbook["Robustness"]._charts), 2, 0)
    print("simulation of %d countries: %d figures checked, %d differ"
          % (len(districts), check.n, check.failed))
    return 1 if check.failed or check.n < 700 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
