#!/usr/bin/env python3
"""Every formula of the overall workbooks, recalculated.

Usage: check-live.py QUPING TOP [RANDOM]

LibreOffice opens the workbooks, calculates all formulas anew and writes what
they come to, which is compared with the figures that quping stored beside its
formulas.  Each pair must be the same figure to the digits that the cell shows.
So it goes for the shipped evaluations and for RANDOM (200) random ones of the
property test, half of whose scores lie on rounding ties.  LibreOffice keeps
stored figures unless a private profile tells it not to, so one workbook has a
wrong figure planted, which must be found.  In another one another district is
chosen from the list, whose figures must come."""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import xml.etree.ElementTree as ElementTree
from decimal import ROUND_HALF_UP, Decimal

import openpyxl

# Calculates on load, always: without this the stored figures come back.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

# Bytes of a workbook of thousands of formulas: one random one in sixteen may
# be so large, or the test would take too long.
LARGE = 60000

# Rules and submissions; a year after one that stands here looks back on it.
EVALUATIONS = [
    ("rules/shanghai/2024.ini", "input/examples/shanghai-2024"),
    ("rules/shanghai/2025.ini", "input/examples/shanghai-2025"),
    ("rules/national/2025.ini", "input/examples/shanghai-2025"),
    ("rules/teaching/2025.ini", "input/examples/teaching-2025"),
    ("rules/hdi/2022.ini", "input/examples/hdi-2022"),
]


def recalculate(books, folder):
    """Writes BOOKS, recalculated, into FOLDER under their names."""
    profile = os.path.join(folder, "profile")
    os.makedirs(os.path.join(profile, "user"))
    with open(os.path.join(profile, "user", "registrymodifications.xcu"),
              "w") as out:
        out.write(PROFILE)
    subprocess.run(["soffice", "-env:UserInstallation=file://" + profile,
                    "--headless", "--convert-to", "xlsx", "--outdir", folder,
                    *books],
                   check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL,
                   env={**os.environ, "HOME": profile})


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = ("{http://schemas.openxmlformats.org/officeDocument/2006/"
            "relationships}id")


def parts_of_sheets(book):
    """Sheet name -> part, in an open archive."""
    targets = {}
    for item in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels")):
        targets[item.get("Id")] = item.get("Target").removeprefix("/xl/")
    workbook = ElementTree.fromstring(book.read("xl/workbook.xml"))
    return {sheet.get("name"): "xl/" + targets[sheet.get(RELATION)]
            for sheet in workbook.iter(MAIN + "sheet")}


def decimals_of_styles(book):
    """The decimals that each style of a cell shows."""
    styles = ElementTree.fromstring(book.read("xl/styles.xml"))
    formats = {item.get("numFmtId"): item.get("formatCode")
               for item in styles.iter(MAIN + "numFmt")}
    formats |= {"2": "0.00", "4": "#,##0.00"}
    shown = []
    for style in styles.find(MAIN + "cellXfs"):
        digits = re.search(r"0\.(0+)", formats.get(style.get("numFmtId"), ""))
        shown.append(len(digits.group(1)) if digits else 0)
    return shown


def cells_of(path, formulas_only):
    """(sheet, cell) -> (formula, figure, decimals shown), as stored."""
    found = {}
    with zipfile.ZipFile(path) as book:
        decimals = decimals_of_styles(book)
        for name, part in parts_of_sheets(book).items():
            for cell in ElementTree.fromstring(book.read(part)).iter(
                    MAIN + "c"):
                formula = cell.findtext(MAIN + "f")
                value = cell.findtext(MAIN + "v")
                if formula is None and formulas_only:
                    continue
                figure = value if cell.get("t", "n") != "n" or not value \
                    else float(value)
                found[name, cell.get("r")] = (
                    formula, figure, decimals[int(cell.get("s", "0"))])
    return found


def same(stored, found, places):
    """The same to the digits shown, as decimals of 15 significant digits, of
    which a spreadsheet shows no more; texts letter by letter."""
    if isinstance(stored, str):
        return stored == found
    return isinstance(found, float) and \
        shown(stored, places) == shown(found, places)


def shown(number, places):
    """NUMBER as its cell shows it."""
    decimal = Decimal(f"{number:.15g}")
    if decimal.adjusted() + places < 12:
        decimal = decimal.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return decimal + 0
    return Decimal(f"{number:.12g}")


def compare(path, recalculated):
    """What differs, and how many formulas there are."""
    wrong = []
    cells = cells_of(path, True)
    after = cells_of(recalculated, False)
    for (sheet, name), (formula, stored, places) in cells.items():
        found = after.get((sheet, name), (None, None, 0))[1]
        if not same(stored, found, places):
            wrong.append(f"{sheet}!{name}: {formula} gives {found}, "
                         f"stored is {stored}")
    return wrong, len(cells)


def plant(path, to):
    """Copies PATH, with the first stored figure of a formula changed."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(to, "w") as out:
        planted = False
        for item in book.infolist():
            data = book.read(item)
            if not planted and item.filename.startswith("xl/worksheets/"):
                text = data.decode()
                changed = re.sub(r"(</f><v>)[^<]*", r"\g<1>123456.75", text,
                                 count=1)
                planted = changed != text
                data = changed.encode()
            out.writestr(item, data)
    assert planted, "no formula to plant a wrong figure in"


def check_lookup(path, work):
    """Another district chosen from the list: the row shows all of its."""
    book = openpyxl.load_workbook(path)
    sheet = book["一级指标"]
    choice, = sheet.data_validations.dataValidation
    at = sheet[str(choice.sqref)]
    names = [cell.value for cell, in sheet[choice.formula1.replace("$", "")]]
    assert at.value == names[0] and choice.type == "list", choice
    at.value = names[-2]
    changed = os.path.join(tempfile.mkdtemp(dir=work), "chosen.xlsx")
    book.save(changed)
    out = tempfile.mkdtemp(dir=work)
    recalculate([changed], out)
    sheet = openpyxl.load_workbook(os.path.join(out, "chosen.xlsx"),
                                   data_only=True)["一级指标"]
    rows = {row[1]: row for row in sheet.iter_rows(
        max_row=at.row - 1, values_only=True)}
    row, = sheet.iter_rows(at.row, at.row, values_only=True)
    if row != rows[names[-2]] or None in row:
        sys.exit(f"FAIL: chosen {names[-2]}: {row}, not {rows[names[-2]]}")
    print(f"looked up: {len(row)} cells of another district")


def score(quping, rules, inputs, folder):
    """Scores into FOLDER; the overall workbook, or None if refused."""
    run = subprocess.run([quping, "score", rules, *inputs, "-o", folder],
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                         check=False)
    if run.returncode != 0:
        return None
    books = glob.glob(os.path.join(folder, "*-[0-9][0-9][0-9][0-9].xlsx"))
    return next(book for book in books if not os.path.basename(
        book).startswith(("通报附件-", "annex-")))


def shipped(quping, top, work):
    books = {}
    for rules, inputs in EVALUATIONS:
        name = rules.removeprefix("rules/").replace("/", "-")[:-4]
        last = os.path.join(work, name[:-4] + str(int(name[-4:]) - 1))
        more = ["--prior", last] if os.path.exists(last) else []
        books[name] = score(quping, os.path.join(top, rules),
                            [os.path.join(top, inputs), *more],
                            os.path.join(work, name))
        if not books[name]:
            sys.exit(f"FAIL: {rules} does not score")
    return books


def random_ones(quping, top, work, n):
    sys.path.insert(0, os.path.join(top, "tests", "oracle"))
    import property as maker  # pylint: disable=import-outside-toplevel
    books, seed, n_large = {}, 0, 0
    while len(books) < n:
        seed += 1
        folder = os.path.join(work, f"random-{seed}")
        os.mkdir(folder)
        rules, inputs, record = maker.make_set(seed, folder)
        if record:
            inputs = inputs + ["--prior", record]
        book = score(quping, rules, inputs, os.path.join(folder, "out"))
        if not book:
            continue
        large = os.path.getsize(book) > LARGE
        if large and n_large * 16 > len(books):
            continue
        n_large += large
        books[f"random-{seed}"] = book
    return books


def check(books, work, say):
    """Recalculates BOOKS, name -> path; (formulas, those that differ)."""
    folder, out = tempfile.mkdtemp(dir=work), tempfile.mkdtemp(dir=work)
    for name, path in books.items():
        shutil.copy(path, os.path.join(folder, name + ".xlsx"))
    recalculate(sorted(glob.glob(os.path.join(folder, "*.xlsx"))), out)
    total = different = 0
    for name in books:
        target = os.path.join(out, name + ".xlsx")
        if not os.path.exists(target):
            sys.exit(f"FAIL: {name}: LibreOffice wrote nothing")
        wrong, n = compare(os.path.join(folder, name + ".xlsx"), target)
        total, different = total + n, different + len(wrong)
        say(f"{name}: {n} formulas, {len(wrong)} differ")
        for line in wrong[:20]:
            say("    " + line)
    return total, different


def main():
    quping, top = os.path.abspath(sys.argv[1]), sys.argv[2]
    n_random = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    if not shutil.which("soffice"):
        sys.exit("FAIL: without LibreOffice nothing can be recalculated")
    work = tempfile.mkdtemp()
    try:
        books = shipped(quping, top, work)
        planted = os.path.join(work, "planted.xlsx")
        plant(books["shanghai-2025"], planted)
        if check({"planted": planted}, work, lambda line: None)[1] == 0:
            sys.exit("FAIL: a planted wrong figure was not found")
        check_lookup(books["shanghai-2025"], work)
        total, different = check(books, work, print)
        randoms = random_ones(quping, top, work, n_random)
        more, differ = check(randoms, work, lambda line: print(line) if
                             not line.endswith(" 0 differ") else None)
        print(f"{n_random} random evaluations: {more} formulas, "
              f"{differ} differ")
        if different or differ or not total or not more:
            sys.exit(1)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
