"""Alternatives that rules declare for simulations, each by itself.

   check-alternatives.py QUPING RULES-FOLDER DATA WORK

With one alternative to one choice and nothing else uncertain, a draw is either
the evaluation or that by rules which make the other choice: the interval of each
country's ranks must be from the better to the worse of the two."""

import csv
import os
import shutil
import subprocess
import sys

import openpyxl

FIXED = "\n[robustness]\nweights = none\ndata = none\n"

# What is declared, in which section, and what the other rules have instead of
# what; "" for the end of the file.
CHOICES = {
    "total": ("[evaluation]\n", "aggregate_alternatives = mean\n", "",
              ("aggregate = geometric", "aggregate = mean")),
    "node": ("[indicator education]\n", "aggregate_alternatives = min\n", "",
             ("aggregate = mean", "aggregate = min")),
    "method": ("[indicator health]\n", "alternatives = minmax\n", "",
               ("method = range\nlow = 20\nhigh = 85\n", "method = minmax\n")),
    "places": ("[indicator mys_index]\n", "alternatives = rank\n", "",
               ("method = range\nlow = 0\nhigh = 15\n", "method = rank\n")),
    "missing": ("", "", "missing = zero\n",
                ("missing = unscored", "missing = zero")),
}


def run(*words):
    done = subprocess.run(words, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE)
    if done.returncode:
        sys.exit("FAIL: %s: %s" % (" ".join(words), done.stderr.decode()))


def write_rules(folder, original, text):
    os.makedirs(folder)
    shutil.copy(os.path.join(original, "countries.ini"), folder)
    path = os.path.join(folder, "2022.ini")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def ranks_of(quping, rules, data, out):
    run(quping, "score", rules, data, "-o", out)
    with open(os.path.join(out, "result.csv"), encoding="utf-8-sig",
              newline="") as file:
        return {row["district"]: float(row["rank"])
                for row in csv.DictReader(file)
                if row["indicator"] == "total" and row["rank"]}


def intervals_of(quping, rules, data, book):
    run(quping, "robustness", rules, data, "--draws", "60", "-o", book)
    sheet = openpyxl.load_workbook(book)["Robustness"]
    return {row[2]: (row[3], row[5])
            for row in sheet.iter_rows(values_only=True)
            if isinstance(row[0], (int, float)) and
            isinstance(row[2], str) and len(row[2]) == 3}


def main(quping, original, data, work):
    with open(os.path.join(original, "2022.ini"), encoding="utf-8") as file:
        text = file.read()
    failed = moved = 0
    for name, (section, line, late, (old, new)) in CHOICES.items():
        folder = os.path.join(work, "alternative-" + name)
        declared = text.replace(section, section + line, 1) + FIXED + late
        at = text.index(old, text.index(section)) if section else 0
        other = text[:at] + (text[at:].replace(old, new, 1) if section
                             else text.replace(old, new))
        declared = write_rules(folder, original, declared)
        first = ranks_of(quping, declared, data, folder + "/out")
        second = ranks_of(quping, write_rules(folder + "/other", original,
                                              other), data, folder + "/2")
        found = intervals_of(quping, declared, data, folder + "/book.xlsx")
        assert set(found) == set(first), name
        for code, interval in found.items():
            want = sorted((first[code], second[code]))
            moved += want[0] != want[1]
            if list(interval) != want:
                failed += 1
                print("FAIL: %s %s: %s, not %s"
                      % (name, code, interval, want))
    print("alternatives: %d choices, %d ranks move, %d differ"
          % (len(CHOICES), moved, failed))
    return 1 if failed or moved < 200 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
