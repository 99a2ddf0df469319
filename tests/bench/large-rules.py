#!/usr/bin/env python3
"""Writes a large rule set: large-rules.py FILE INDICATORS DISTRICTS [peers].

INDICATORS are leaves below 20 nodes, weighed relatively, with a method after
the other; with "peers", half of them hold a figure against those of all
districts within the expression, with city_sd() and city_rank() among them.
"""

import sys

METHODS = [
    "method = minmax", "method = zscore\nmean = 60\nsd = 10",
    "method = efficacy", "method = rank", "method = percentile",
    "method = target\ntarget = 100", "method = mean_ratio",
    "method = bands\nbands = 0:40, 10:60, 50:100",
]
PEERS = [
    "x{0} / city_sum(x{0})", "(x{0} - city_mean(x{0})) / city_sd(x{0})",
    "x{0} / group_max(x{0})", "city_rank(x{0})", "x{0} / city_median(x{0})",
]


def main():
    path, n, districts = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    peers = len(sys.argv) > 4
    out = ["[evaluation]\nid = large\ntitle = Large\nyear = 2025\n"
           "weights = relative"]
    out += [f"[group g{g}]\nname = G{g}" for g in range(10)]
    out += [f"[district d{d:04}]\nname = District {d}\ngroup = g{d % 10}"
            for d in range(districts)]
    out += [f"[measure {m}]\ntitle = Measure {m}" for m in range(45)]
    out += [f"[datum x{i}]\nname = Datum {i}\nunit = 万美元\nmin = 0"
            for i in range(n)]
    out += [f"[indicator n{k}]\nname = Node {k}\nweight = 1"
            for k in range(20)]
    for i in range(n):
        value = f"x{i}"
        if peers and i % 2:
            value = PEERS[i // 2 % len(PEERS)].format(i)
        method = METHODS[i % len(METHODS)]
        if peers and i % 2:
            method = "method = minmax"
        out.append(f"[indicator i{i}]\nparent = n{i % 20}\nname = Leaf {i}\n"
                   f"weight = {i % 7 + 1}\nvalue = {value}\n{method}\n"
                   f"scope = {'group' if i % 3 else 'all'}\n"
                   f"missing = zero\nmeasures = {i % 45}")
    out += [f"[example e{i}]\nindicator = i{i}\nx{i} = 5\nx{i}.d0010 = 0\n"
            "score = 100" for i in range(0, n, 40)]
    if peers:
        out += [f"[example e{i}]\nindicator = i{i}\nx{i} = 5\nx{i}.d0010 = 3\n"
                "score = 100" for i in range(1, n, 20)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


main()
