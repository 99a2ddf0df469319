#!/usr/bin/env python3
"""Writes a large evaluation: evaluation.py DIR DISTRICTS INDICATORS.

DIR/rules.ini has INDICATORS leaves, each min-max over one datum, below nodes of
five leaves and those below nodes of four; DIR/submissions has a file for each
district.  The same arguments give the same bytes.  baseline.py reads both,
too."""

import os
import random
import sys


def rules(n_districts, n):
    nodes = -(-n // 5)
    out = ["[evaluation]\nid = large\ntitle = Large\nyear = 2025\n"
           "weights = relative"]
    out += [f"[district d{d:05}]\nname = District {d}"
            for d in range(n_districts)]
    out += [f"[datum x{i}]\nname = Datum {i}\nmin = 0" for i in range(n)]
    out += [f"[indicator s{k}]\nname = Dimension {k}\nweight = {1 + k % 3}"
            for k in range(-(-nodes // 4))]
    out += [f"[indicator p{k}]\nparent = s{k // 4}\nname = Part {k}\n"
            f"weight = {1 + k % 4}" for k in range(nodes)]
    out += [f"[indicator i{i}]\nparent = p{i // 5}\nname = Leaf {i}\n"
            f"weight = {1 + i % 5}\nvalue = x{i}\nmethod = minmax\n"
            f"direction = {'lower' if i % 7 == 2 else 'higher'}\n"
            "missing = zero" for i in range(n)]
    return "\n".join(out) + "\n"


def submission(district, n, dice):
    data = "".join(f'<datum code="x{i}">{dice.uniform(1, 1000):.3f}</datum>\n'
                   for i in range(n))
    return ('<submission xmlns="urn:quping:submission:1" evaluation="large" '
            f'year="2025" district="d{district:05}" status="final">\n'
            f"<data>\n{data}</data>\n</submission>\n")


def main():
    folder, n_districts, n = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    dice = random.Random(20250101)
    os.makedirs(f"{folder}/submissions", exist_ok=True)
    with open(f"{folder}/rules.ini", "w", encoding="utf-8") as file:
        file.write(rules(n_districts, n))
    for d in range(n_districts):
        with open(f"{folder}/submissions/d{d:05}.xml", "w",
                  encoding="utf-8") as file:
            file.write(submission(d, n, dice))


main()
