#!/usr/bin/env python3
"""Holds `quping compare` against arithmetic and against the oracle.

    python3 check-compare.py [--quping PATH] [--pairs N] [--only SEED]

A pair is a random evaluation (tests/oracle/property.py) and the same with other
figures, other weights or other rules beside them, or two that have nothing to do
with each other.  In every pair the parts of each district must add up to the
change of its printed total and of its rank, to the last digit.  Where figures
alone differ nothing may come from the rules, where weights alone differ nothing
from anything else.  Of some districts the oracle scores the states between the
steps from the very files, and own and others' parts must be the differences.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction

import openpyxl

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "oracle"))

import oracle                                               # noqa: E402
import property as sets                                     # noqa: E402

PARTS = ["own figures", "others' figures", "weights", "other rules",
         "not told apart"]
TOP = os.path.dirname(HERE)
DISTRICTS = 3                   # of a pair that the oracle looks at
CELLS = 1500                    # districts times data, at most
CELLS_OF_MOST = 200             # that in most pairs, to have many of them
counts = {"pairs": 0, "strangers": 0, "rows": 0, "states": 0, "apart": 0}


class Failure(Exception):
    pass


def run(options, *words):
    done = subprocess.run([options.quping] + list(words),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=600)
    return done.stdout.decode(), done.returncode, done.stderr.decode()


# ---- pairs ----

class Evaluation:
    def __init__(self, rules, inputs, record):
        self.rules, self.inputs, self.record = rules, inputs, record

    def files(self):
        return self.inputs + [self.record] * bool(self.record)

    def score(self, options, out):
        """True if it can be scored."""
        words = ["score", self.rules] + self.inputs + ["-o", out, "--bundle"]
        if self.record:
            words += ["--prior", self.record]
        return run(options, *words)[1] == 0


def make(seed, folder):
    os.makedirs(folder)
    rules, inputs, record = sets.make_set(seed, folder)
    known = oracle.Rules(rules)
    if len(known.districts) * len(known.data) > (
            CELLS if seed % 20 == 0 else CELLS_OF_MOST):
        return None
    return Evaluation(rules, inputs, record)


def xml_files(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
            continue
        for name in sorted(os.listdir(path)):
            if name.endswith(".xml"):
                yield os.path.join(path, name)


def moved(path, folder, to):
    return path and os.path.join(to, os.path.relpath(path, folder))


def change_figures(path, rng):
    """Other figures of this year, with as many decimals."""
    def other(match):
        text = match.group(2)
        if rng.random() < 0.6 or "period=" in match.group(1):
            return match.group(0)
        places = len(text.partition(".")[2])
        x = oracle.round_to(Fraction(text) * rng.randrange(60, 150) / 100,
                            places, "half_up")
        return match.group(1) + oracle.plain(int(x * 10 ** places), places)

    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"(<(?:datum|score)\b[^>]*>\s*)(-?\d+(?:\.\d+)?)", other,
                  text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def swap_weights(path, rng):
    """Two leaves below one node, or two at the top, change their weights."""
    with open(path, encoding="utf-8") as file:
        sections = re.split(r"(?m)^(?=\[)", file.read())
    families = {}
    for i, section in enumerate(sections):
        keys = dict(re.findall(r"(?m)^([\w.]+) *= *(.*?) *$", section))
        if section.startswith("[indicator") and "weight" in keys \
                and "method" in keys:
            families.setdefault(keys.get("parent", ""), []).append(i)
    families = [f for f in families.values() if len(f) > 1]
    if not families:
        return False
    pair = rng.sample(rng.choice(families), 2)
    lines = [re.findall(r"(?m)^weight[\w.]* *=.*\n", sections[i])
             for i in pair]
    for i, own, other in zip(pair, lines, lines[::-1]):
        body = re.sub(r"(?m)^weight[\w.]* *=.*\n", "", sections[i])
        head, _, rest = body.partition("\n")
        sections[i] = head + "\n" + "".join(other) + rest
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(sections))
    return lines[0] != lines[1]


EDITS = [(r"(?m)^rounding = half_up", "rounding = half_even"),
         (r"(?m)^ties = \w+", "ties = dense"),
         (r"(?m)^round_at = \w+", "round_at = total"),
         (r"(?m)^constant = full", "constant = floor"),
         (r"(?m)^aggregate = geometric", "aggregate = sum"),
         (r"(?m)^floor = .*", "floor = 35"),
         (r"(?m)^slope = .*", "slope = 0.5"),
         (r"(?m)^cap = .*", "cap = 90")]


def edit_rules(path, rng):
    with open(path, encoding="utf-8") as file:
        old = text = file.read()
    for pattern, new in rng.sample(EDITS, 4):
        text = re.sub(pattern, new, text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return text != old


def make_stranger(seed, folder):
    """The first that is small, so that small ones find each other."""
    while True:
        stranger = make(seed, folder)
        if stranger:
            return stranger
        shutil.rmtree(folder)
        seed += 1


KINDS = ["figures", "weights", "rules", "all", "strangers"]


def make_pair(seed, folder):
    """(before, after, kind), or None where there is nothing to compare."""
    rng = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    one, two = os.path.join(folder, "one"), os.path.join(folder, "two")
    before = make(seed, one)
    if not before:
        return None
    if kind == "strangers":
        after = make_stranger(seed + 50000, two)
        return before, after, kind
    shutil.copytree(one, two)
    after = Evaluation(moved(before.rules, one, two),
                       [moved(p, one, two) for p in before.inputs],
                       moved(before.record, one, two))
    if kind in ("figures", "all"):
        for path in xml_files(after.inputs):
            change_figures(path, rng)
    if kind in ("weights", "all") and not swap_weights(after.rules, rng) \
            and kind == "weights":
        return None
    if kind in ("rules", "all") and not edit_rules(after.rules, rng) \
            and kind == "rules":
        return None
    return before, after, kind


# ---- what compare prints ----

def cells(line):
    return re.split(r" {2,}", line.strip())


def number(text):
    return None if text == "—" else Fraction(text)


def read_table(lines):
    """Code: (before, after, change, parts) of a table with its heads."""
    heads = cells(lines[0])[5:]
    table = {}
    for line in lines[1:]:
        row = cells(line)
        parts = dict(zip(heads, map(number, row[5:])))
        table[row[0]] = [number(t) for t in row[2:5]] + [parts]
    return table


def read_output(out):
    blocks = out.split("\n\n")
    return (read_table(blocks[0].splitlines()[1:]),
            read_table(blocks[1].splitlines()[1:]), blocks[2])


def check_sums(table, sign):
    for code, (before, after, change, parts) in table.items():
        counts["rows"] += 1
        if before is None or after is None:
            if change is not None or any(p is not None
                                         for p in parts.values()):
                raise Failure("%s: a change of nothing" % code)
            continue
        if sign * (after - before) != change:
            raise Failure("%s: %s to %s is not %s"
                          % (code, before, after, change))
        if sum(parts.values()) != change:
            raise Failure("%s: the parts %s are not %s"
                          % (code, parts, change))


def check_kind(kind, table):
    """What must be nothing."""
    nothing = {"figures": PARTS[2:], "weights": PARTS[:2] + PARTS[3:],
               "rules": PARTS[:3]}.get(kind, [])
    for code, (_, _, _, parts) in table.items():
        for part in nothing:
            if parts.get(part):
                raise Failure("%s: %s of %s where only %s differ"
                              % (code, parts[part], part, kind))


# ---- the oracle ----

def shift(day, years):
    if not day:
        return day
    year = int(day[:4]) + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    end = "-02-28" if day[4:] == "-02-29" and not leap else day[4:]
    return "%04d%s" % (year, end)


class City(oracle.City):
    """Checks cost points but reject nothing, as in compare."""

    def judge(self, check):
        super().judge(check)
        self.rejected = []


def take(inputs, other, code, years):
    """The district CODE has what it has in OTHER."""
    here, there = inputs.by_code[code], other.by_code[code]
    for field in ("own_now", "own_before", "now", "before", "past", "notes",
                  "panel"):
        setattr(here, field, getattr(there, field))
    here.submitted = shift(there.submitted, years)


def state(before, after, codes):
    """Code: (total, rank) by the rules before, with the figures after of
    CODES."""
    rules = oracle.Rules(before.rules)
    inputs = oracle.Inputs(rules, before.files())
    other = oracle.Inputs(oracle.Rules(after.rules), after.files())
    for code in codes:
        take(inputs, other, code, rules.year - other.rules.year)
    city = City(rules, inputs)
    try:
        city.run()
    except oracle.Rejected:
        return None
    return {d.code: (o.total, o.rank)
            for d, o in zip(city.districts, city.outcomes)}


def check_states(before, after, points, ranks, rng):
    """Own and others' parts of a few districts.  The two have the same
    districts and data."""
    rules = oracle.Rules(before.rules)
    all_codes = [code.lower() for code, _ in rules.districts]
    start = state(before, after, [])
    end = state(before, after, all_codes)
    for code in rng.sample(sorted(points), min(DISTRICTS, len(points))):
        own = state(before, after, [code.lower()])
        if not start or not own or not end:
            continue
        for table, i, sign in ((points, 0, 1), (ranks, 1, -1)):
            at = [s[code][i] for s in (start, own, end)]
            change, parts = table[code][2:]
            if None in at or change is None:
                continue
            want = [sign * (at[1] - at[0]), sign * (at[2] - at[1])]
            got = [parts.get(p, 0) for p in PARTS[:2]]
            counts["states"] += 1
            if got != want:
                raise Failure("%s: own and others' are %s, the oracle has %s"
                              % (code, got, want))


# ---- a pair ----

def check_pair(options, seed):
    with tempfile.TemporaryDirectory(prefix="quping-compare-") as folder:
        try:
            pair = make_pair(seed, folder)
        except oracle.OracleError:
            return
        if not pair:
            return
        before, after, kind = pair
        outs = [os.path.join(folder, name) for name in ("a", "b")]
        if not before.score(options, outs[0]) or \
                not after.score(options, outs[1]):
            return
        out, status, err = run(options, "compare", *outs)
        if status:
            raise Failure(err)
        points, ranks, said = read_output(out)
        check_sums(points, 1)
        check_sums(ranks, -1)
        check_kind(kind, points)
        check_kind(kind, ranks)
        if kind in ("figures", "all"):
            check_states(before, after, points, ranks, random.Random(seed))
        counts["pairs"] += 1
        counts["strangers"] += kind == "strangers"
        counts["apart"] += "The trees differ" not in said


# ---- two years of Shanghai ----

def check_book(path, points):
    """The first sheet says what the terminal said."""
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(
        values_only=True))
    found = 0
    for row in rows:
        if len(row) < 9 or not isinstance(row[1], (int, float)):
            continue
        before, after, _, parts = points[found]
        cells = [Fraction(str(x)) for x in row[1:3] + row[4:9]]
        want = [before, after] + [parts.get(p, 0) for p in PARTS]
        if cells != want:
            raise Failure("the workbook has %s, the terminal %s"
                          % (cells, want))
        found += 1
    if found != len(points):
        raise Failure("the workbook has %d districts" % found)


def check_example(options, folder):
    out = {}
    for name, year, words in (("a", 2024, ["--bundle"]),
                              ("b", 2025, ["--bundle"]), ("c", 2025, [])):
        out[name] = os.path.join(folder, name)
        run(options, "score", os.path.join(TOP, "rules/shanghai/%d.ini" % year),
            os.path.join(TOP, "input/examples/shanghai-%d" % year), "-o",
            out[name], *words)
    book = os.path.join(folder, "r.xlsx")
    said, status, err = run(options, "compare", out["a"], out["b"], "-o", book)
    points, ranks, _ = read_output(said)
    check_sums(points, 1)
    check_sums(ranks, -1)
    check_book(book, list(points.values()))
    if len(points) != 16 or status:
        raise Failure("two years of Shanghai: %s" % err)

    # without copies: changes, and why there are no parts
    said, status, err = run(options, "compare", out["a"], out["c"])
    if status or "--bundle" not in err or "points on the main" not in said:
        raise Failure("without a bundle: %s" % err)
    for line in said.splitlines()[1:17]:
        code, _, before, after, change = cells(line)[:5]
        if [Fraction(x) for x in (before, after, change)] != points[code][:3]:
            raise Failure("without a bundle: %s" % line)
    _, status, err = run(options, "compare", out["a"], out["c"], "-o", book)
    if status != 1 or "error: this result has no copies" not in err:
        raise Failure("a workbook without a bundle: %s" % err)

    # a record that is not what was scored
    record = os.path.join(out["b"], "result.xml")
    with open(record, encoding="utf-8") as file:
        text = file.read()
    with open(record, "w", encoding="utf-8") as file:
        file.write(text.replace('points="95.56"', 'points="95.57"'))
    _, status, err = run(options, "compare", out["a"], out["b"])
    if status != 1 or "[differs]" not in err:
        raise Failure("a record that was edited: %s" % err)
    _, status, err = run(options, "compare", out["a"], folder)
    if status != 3:
        raise Failure("no record: %s" % err)


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--quping", default="./quping")
    parser.add_argument("--pairs", type=int, default=25)
    parser.add_argument("--first", type=int, default=800000, metavar="SEED")
    parser.add_argument("--only", type=int)
    options = parser.parse_args(arguments)
    failures, seed = 0, options.first
    while counts["pairs"] + failures < options.pairs:
        try:
            check_pair(options, seed if options.only is None
                       else options.only)
        except Failure as problem:
            failures += 1
            print("FAIL: seed %d: %s" % (seed, problem))
        seed += 1
        if options.only is not None:
            break
    if options.only is None:
        with tempfile.TemporaryDirectory(prefix="quping-compare-") as folder:
            try:
                check_example(options, folder)
            except Failure as problem:
                failures += 1
                print("FAIL: %s" % problem)
    print("compare: %(pairs)d pairs, %(rows)d changes add up, weights apart in "
          "%(apart)d, %(states)d pairs of parts by the oracle" % counts
          + "; %d failures" % failures)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
