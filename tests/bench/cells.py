#!/usr/bin/env python3
"""Lists the cells of a workbook for bare_book.c: cells.py WORKBOOK >LIST.

A line for each sheet, "S name", and for each of its cells, in their order,
"KIND ROW COLUMN STYLE VALUE", where KIND is B (blank), T (text), N (number) or F
(formula, with what it comes to in front)."""

import re
import sys
import zipfile

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def place(name):
    letters, digits = re.fullmatch("([A-Z]+)([0-9]+)", name).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def line(cell, strings):
    value, formula = cell.find(MAIN + "v"), cell.find(MAIN + "f")
    row, column = place(cell.get("r"))
    at = f"{row} {column} {cell.get('s', 0)}"
    if formula is not None:
        return f"F {at} {value.text} {formula.text}"
    if value is None and cell.get("t") != "inlineStr":
        return f"B {at}"
    if cell.get("t") == "s":
        text = strings[int(value.text)]
    elif cell.get("t") == "inlineStr":
        text = "".join(cell.itertext())
    else:
        return f"N {at} {value.text}"
    return f"T {at} " + text.replace("\n", " ")


def main():
    with zipfile.ZipFile(sys.argv[1]) as book:
        strings = []
        if "xl/sharedStrings.xml" in book.namelist():
            root = etree.fromstring(book.read("xl/sharedStrings.xml"))
            strings = ["".join(item.itertext())
                       for item in root.iter(MAIN + "si")]
        sheets = etree.fromstring(book.read("xl/workbook.xml"))
        for i, sheet in enumerate(sheets.iter(MAIN + "sheet"), 1):
            print("S", sheet.get("name"))
            with book.open(f"xl/worksheets/sheet{i}.xml") as part:
                for _, cell in etree.iterparse(part, tag=MAIN + "c"):
                    print(line(cell, strings))
                    cell.clear()


main()
