#!/usr/bin/env python3
"""large-books.py RESULT: each figure of result.csv stands in the large sheets of
the workbook, in the row of its district, and rows stand in their order."""

import csv
import re
import sys
import zipfile
from pathlib import Path

import openpyxl

# Sheet, column of result.csv, and what a cell is multiplied with to be it.
SHEETS = (("指标得分", "points", 1), ("指标值", "value", 1),
          ("标准分", "normalised", 100))


def rows_of(path):
    """The figures of one sheet by district and indicator; heads name these."""
    lines = list(path.iter_rows(values_only=True))
    at = next(i for i, line in enumerate(lines)
              if sum(str(cell or "").startswith("i") for cell in line) > 50)
    codes = [str(cell or "").partition("\n")[0] for cell in lines[at]]
    found = {}
    for line in lines[at + 1:]:
        name = str(line[1] or "")
        if re.fullmatch(r"District \d+", name):
            found["d%05d" % int(name.split()[1])] = dict(zip(codes, line))
    return found


def main():
    out = Path(sys.argv[1])
    path = out / "Large-2025.xlsx"
    with open(out / "result.csv", encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file)
                if re.fullmatch(r"i\d+", row["indicator"])]
    assert len(rows) == 230 * 100, len(rows)
    n_figures = len(rows) * len(SHEETS)
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for name, key, factor in SHEETS:
        found = rows_of(book[name])
        for row in rows:
            cell = found[row["district"]][row["indicator"]]
            wanted = float(row[key]) * factor
            assert abs(cell - wanted) <= 1e-9 * max(1, abs(wanted)), (
                name, row["district"], row["indicator"], cell, wanted)
    n_texts = 0
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            if part.startswith("xl/worksheets/sheet"):
                rows = package.read(part)
                numbers = [int(n) for n in
                           re.findall(rb'<row r="(\d+)"', rows)]
                assert numbers == sorted(set(numbers)), part
                n_texts += rows.count(b' t="s"')
        told = re.search(rb' count="(\d+)"',
                         package.read("xl/sharedStrings.xml")).group(1)
    assert int(told) == n_texts, (told, n_texts)
    print(f"large books: {n_figures} figures")


main()
