#!/usr/bin/env python3
"""What a few lines of Python do: baseline.py DIR OUT (lean | live).

Reads DIR as evaluation.py wrote it (configparser, lxml), scores in double, and
writes one workbook (XlsxWriter).  "lean": ranking, nodes, scores and data as
numbers.  "live": the large sheets of quping's, data as numbers, then values,
normalised scores, points and totals as formulas over each other.  It checks
nothing, and reads nothing back."""

import configparser
import glob
import sys

import xlsxwriter
from lxml import etree
from xlsxwriter.utility import xl_col_to_name

SPACE = "{urn:quping:submission:1}"
folder, out, mode = sys.argv[1:]

# ---- reading ----
config = configparser.ConfigParser(interpolation=None)
config.read(folder + "/rules.ini")
leaves, nodes, children, names = {}, [], {}, {}
for section in config.sections():
    kind, _, code = section.partition(" ")
    keys = config[section]
    if kind == "district":
        names[code] = keys["name"]
    if kind == "indicator":
        children.setdefault(keys.get("parent"), []).append(
            (code, float(keys["weight"])))
        if "value" in keys:
            leaves[code] = (keys["value"], keys["direction"] == "lower")
        else:
            nodes.append(code)
nodes.sort(key=lambda node: node.startswith("s"))  # children first
codes, rows = [], []
for path in sorted(glob.glob(folder + "/submissions/*.xml")):
    root = etree.parse(path).getroot()
    codes.append(root.get("district"))
    rows.append({e.get("code"): float(e.text)
                 for e in root.iter(SPACE + "datum")})
data = {code: [row[datum] for row in rows]
        for code, (datum, _) in leaves.items()}

# ---- scoring ----
scores, ends = {}, {}
for code, (_, lower) in leaves.items():
    low, high = ends[code] = min(data[code]), max(data[code])
    scores[code] = [(high - x if lower else x - low) / (high - low) * 100
                    for x in data[code]]
for node in nodes + [None]:
    all_of = sum(weight for _, weight in children[node])
    scores[node] = [sum(scores[child][d] * weight
                        for child, weight in children[node]) / all_of
                    for d in range(len(codes))]
order = sorted(range(len(codes)), key=lambda d: -scores[None][d])
rank = {d: 1 + i for i, d in enumerate(order)}

# ---- writing ----
book = xlsxwriter.Workbook(out)
bold = book.add_format({"bold": True})
number = book.add_format({"num_format": "0.00"})


def sheet(name, columns, put):
    page = book.add_worksheet(name)
    page.write_row(0, 0, ["Rank", "Code", "Name"] + columns, bold)
    page.freeze_panes(1, 3)
    for row, d in enumerate(order, 1):
        page.write_row(row, 0, [rank[d], codes[d], names[codes[d]]])
        for i, column in enumerate(columns):
            put(page, row, 3 + i, column, d)


def lean():
    top = [code for code, _ in children[None]]
    get = lambda of: lambda page, row, column, code, d: page.write_number(
        row, column, of[code][d], number)
    sheet("Ranking", top, get(scores))
    sheet("Nodes", nodes, get(scores))
    sheet("Scores", list(leaves), get(scores))
    sheet("Data", list(leaves), get(data))


def live():
    columns = list(leaves) + nodes + ["total"]
    cell = {code: xl_col_to_name(3 + i) for i, code in enumerate(columns)}
    weight = {code: w for family in children.values() for code, w in family}

    def score(page, row, column, code, d):
        if code in leaves:
            low, high = ends[code]
            text = (f"=ROUND(100*(Values!{cell[code]}{row + 1}-{low})/"
                    f"({high}-{low}),10)")
        else:
            node = None if code == "total" else code
            parts = "+".join(f"{cell[c]}{row + 1}*{w:g}"
                             for c, w in children[node])
            text = (f"=ROUND(({parts})/"
                    f"{sum(w for _, w in children[node]):g},10)")
        page.write_formula(row, column, text, number,
                           scores[None if code == "total" else code][d])

    def points(page, row, column, code, d):
        value = scores[None if code == "total" else code][d]
        full = weight.get(code, 100)
        page.write_formula(
            row, column, f"=ROUND(ROUND(Scores!{cell[code]}{row + 1}*{full:g}"
            "/100,8),2)", number, round(value * full / 100, 2))

    sheet("Ranking", ["total"], lambda page, row, column, code, d:
          page.write_formula(row, column, f"=Points!{cell[code]}{row + 1}",
                             number, round(scores[None][d], 2)))
    sheet("Points", columns, points)
    sheet("Scores", columns, score)
    sheet("Values", list(leaves), lambda page, row, column, code, d:
          page.write_formula(row, column, f"=Data!{cell[code]}{row + 1}",
                             number, data[code][d]))
    sheet("Data", list(leaves), lambda page, row, column, code, d:
          page.write_number(row, column, data[code][d], number))


{"lean": lean, "live": live}[mode]()
book.close()
