#!/usr/bin/env python3
"""Holds `quping whatif` against the oracle and against `quping score`.

    python3 check-whatif.py [--quping PATH] [--sets N] [--only SEED]

On random evaluations (tests/oracle/property.py) a figure is supposed, and the
ranking must be the oracle's with that figure; then a goal is set, and for each
datum the oracle must reach the goal with the value that is told and miss it with
the one a step nearer, and must miss it with a few others where none is told.  On
the Shanghai example what is supposed is written into a copy of the files, which
`quping score` must rank alike; no input may be touched.
"""

import argparse
import csv
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "oracle"))

import oracle                                               # noqa: E402
import property as sets                                     # noqa: E402

TOP = os.path.dirname(HERE)
TRIES = 3
CELLS = 800                     # of a set for which goals are looked for
counts = {"rankings": 0, "reached": 0, "not": 0}


class Failure(Exception):
    pass


def run(options, *words):
    """What quping prints, and with which status it ends."""
    done = subprocess.run([options.quping] + list(words),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300)
    return done.stdout.decode(), done.returncode, done.stderr.decode()


def cells(line):
    return re.split(r" {2,}", line.strip())


# ---- random evaluations ----

class City(oracle.City):
    """Checks cost points but reject nothing, as in whatif."""

    def judge(self, check):
        super().judge(check)
        self.rejected = []


def suppose(inputs, rules, code, datum, x):
    d = inputs.by_code[code.lower()]
    d.now[datum] = x
    if (code, datum, True) not in inputs.verified:
        d.own_now[datum] = x
    if rules.data[datum].given_by == "experts":
        d.panel[datum] = [x] * len(d.panel[datum])


def score(rules_path, files, code=None, datum=None, x=None):
    """The oracle's city with X for DATUM of the district CODE; None if it is
    rejected."""
    rules = oracle.Rules(rules_path)
    inputs = oracle.Inputs(rules, files)
    if code:
        suppose(inputs, rules, code, datum, x)
    city = City(rules, inputs)
    try:
        city.run()
    except oracle.Rejected:
        return None
    return city


def standing(city):
    """Code: (rank, total) of all districts."""
    return {d.code: (o.rank, o.total)
            for d, o in zip(city.districts, city.outcomes)}


def places_of(datum):
    return int(datum.keys.get("decimals", 4))


def text_of(x, places):
    return oracle.plain(int(x * 10 ** places), places)


def check_ranking(options, words, rules, files, city, rng):
    """A random figure for a random district."""
    d = rng.choice(city.districts)
    code, datum = rng.choice(sorted(city.rules.data.items()))
    if datum.given_by == "experts" and not d.panel.get(code):
        return
    now = d.now[code]
    x = Fraction(rng.randrange(10000), 10 ** min(places_of(datum), 2))
    if not oracle.is_state(now) and rng.random() < 0.7:
        x = oracle.round_to(now * Fraction(rng.randrange(50, 150), 100),
                            places_of(datum), "half_up")
    low, high = (datum.keys.get(k) for k in ("min", "max"))
    if low is not None and x < Fraction(low):
        x = Fraction(low)
    if high is not None and x > Fraction(high):
        x = Fraction(high)
    out, status, err = run(options, *words, "--set", "%s.%s=%s"
                           % (d.code, code, text_of(x, places_of(datum))))
    want = score(rules, files, d.code, code, x)
    if want is None:
        if status != 1:
            raise Failure("to be rejected with %s.%s = %s" % (d.code, code, x))
        return
    if status:
        raise Failure("%s.%s = %s: %s" % (d.code, code, x, err))
    table = out.split("\n\n")[1].splitlines()[1:]
    ranks = standing(want)
    before = standing(city)
    for line in table:
        row = cells(line)
        if row[2][0] in "↑↓":
            move, row = row[2], row[:2] + row[3:]
            up = Fraction(move[1:]) * (1 if move[0] == "↑" else -1)
            if before[row[2]][0] - ranks[row[2]][0] != up:
                raise Failure("%s moves %s" % (row[2], move))
        got = [None if t == "—" else Fraction(t)
               for t in (row[0], row[4], row[1], row[5])]
        expected = list(ranks[row[2]]) + list(before[row[2]])
        if got != expected:
            raise Failure("%s.%s = %s: %s is %s, the oracle has %s"
                          % (d.code, code, x, row[2], got, expected))
    counts["rankings"] += 1


class Goal:
    """A goal of one district that it misses."""

    def __init__(self, city, rng):
        ranked = [(d, o) for d, o in zip(city.districts, city.outcomes)
                  if o.rank is not None and o.rank > 1]
        self.is_rank = rng.random() < 0.6
        self.d, o = rng.choice(ranked)
        step = Fraction(rng.randrange(1, 400), 100)
        self.number = (Fraction(rng.randrange(1, int(o.rank)))
                       if self.is_rank else
                       oracle.round_to(o.total + step, 2, "half_up"))
        self.number = max(self.number, Fraction(1)) if self.is_rank \
            else self.number

    def words(self):
        return "%s.%s=%s" % (self.d.code,
                             "rank" if self.is_rank else "points",
                             oracle.show(self.number))

    def reached(self, city):
        if city is None:
            return False
        rank, total = standing(city)[self.d.code]
        if self.is_rank:
            return rank is not None and rank <= self.number
        return total is not None and total >= self.number


def row_of(line, rules):
    """(datum, what is needed or None) of a line about a goal."""
    row = cells(line)
    datum = rules.data[row[0].lower()]
    at = 3 if datum.unit else 2
    now, needed = row[at:at + 2]
    return datum, (now, None if needed == "—" else Fraction(needed)), line


def check_row(goal, row, rules, files, rng):
    datum, (now, needed), line = row
    step = Fraction(1, 10 ** places_of(datum))

    def reaches(x):
        return goal.reached(score(rules, files, goal.d.code, datum.code, x))

    start = goal.d.now[datum.code]
    if datum.code in goal.d.panel:
        return
    if needed is None:
        for _ in range(TRIES):
            base = Fraction(0) if oracle.is_state(start) else start
            x = base + step * rng.choice((1, -1)) * 2 ** rng.randrange(40)
            low, high = (datum.keys.get(k) for k in ("min", "max"))
            x = max(x, Fraction(low)) if low is not None else x
            x = min(x, Fraction(high)) if high is not None else x
            if oracle.is_state(start) and x < 0:
                continue
            if reaches(x):
                print("note: %s" % line)
                raise Failure("%s: %s reaches %s after all"
                              % (datum.code, x, goal.words()))
        counts["not"] += 1
        return
    if not reaches(needed):
        raise Failure("%s: %s does not reach %s" % (datum.code, needed,
                                                    goal.words()))
    nearer = needed - step
    if not oracle.is_state(start):
        nearer = needed - step * (1 if needed > start else -1)
        if (nearer - start) * (needed - start) <= 0:
            nearer = None       # the present figure itself
    low = datum.keys.get("min")
    if oracle.is_state(start) and nearer < Fraction(low or 0):
        nearer = None
    if nearer is not None and reaches(nearer):
        raise Failure("%s: %s reaches %s, too, and is nearer than %s"
                      % (datum.code, nearer, goal.words(), needed))
    counts["reached"] += 1


def check_goal(options, words, rules, files, city, rng):
    try:
        goal = Goal(city, rng)
    except (IndexError, ValueError):
        return
    out, status, err = run(options, *words, "--goal", goal.words())
    if status:
        raise Failure("goal %s: %s" % (goal.words(), err))
    lines = out.splitlines()
    if "reached as it is" in lines[1]:
        if not goal.reached(city):
            raise Failure("%s is not reached" % goal.words())
        return
    rows = [row_of(line, city.rules) for line in lines[2:]
            if not line.startswith("no value that")]
    for row in rng.sample(rows, min(len(rows), 8)):
        check_row(goal, row, rules, files, rng)


def check_set(options, seed):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="quping-whatif-") as folder:
        try:
            rules, paths, record = sets.make_set(seed, folder)
        except oracle.OracleError:
            return
        files = paths + [record] * bool(record)
        city = score(rules, files)
        words = ["whatif", rules] + paths
        if record:
            words += ["--prior", record]
        _, status, _ = run(options, *words, "--goal", "%s.rank=1"
                           % oracle.Rules(rules).districts[0][0])
        if city is None or status:
            return              # rejected, by a check perhaps
        for _ in range(2):
            check_ranking(options, words, rules, files, city, rng)
        if len(city.districts) * len(city.rules.data) <= CELLS:
            check_goal(options, words, rules, files, city, rng)


# ---- files that are really changed ----

def edit(path, pattern, text):
    with open(path, encoding="utf-8") as file:
        old = file.read()
    new, n = re.subn(pattern, text, old, flags=re.S)
    if n != 1:
        raise Failure("%s: %s stands there %d times" % (path, pattern, n))
    with open(path, "w", encoding="utf-8") as file:
        file.write(new)


# Words for whatif; a file, what stands there, and what is written instead.
CHANGES = [
    (["--set", "310114.insured_firms=20"], "310114.xml",
     r'(<datum code="insured_firms" +unit="家"[^>]*>)11<', r"\g<1>20<"),
    (["--set", "嘉定区.出口信用保险承保服务外包企业数=20 家"], "310114.xml",
     r'(<datum code="insured_firms" +unit="家"[^>]*>)11<', r"\g<1>20<"),
    (["--set", "310114.employees=+10%"], "310114.xml",
     r'(<datum code="employees" +unit="人"[^>]*>)4971<', r"\g<1>5468<"),
    (["--set", "310114.market_hhi=missing"], "310114.xml",
     r'<datum code="market_hhi"[^>]*>2662</datum>',
     '<datum code="market_hhi" state="missing" reason="x"/>'),
    (["--rule", "g01.weight=7", "--rule", "g02.weight=6"], "indicators.ini",
     r"(\[indicator g01\][^[]*?weight = )8([^[]*\[indicator g02\][^[]*?"
     r"weight = )5", r"\g<1>7\g<2>6"),
    (["--rule", "c03.floor=50"], "indicators.ini",
     r"(\[indicator c03\][^[]*?\nfloor = )60", r"\g<1>50"),
]


def published(options, folder, out):
    """The first lines that `score` prints, as cells without group and grade."""
    said, status, err = run(options, "score",
                            os.path.join(folder, "rules", "2025.ini"),
                            os.path.join(folder, "input"), "-o", out)
    if status:
        raise Failure(err)
    return [[row[0], row[1], row[4]]
            for row in map(cells, said.split("\n\n")[0].splitlines()[1:])]


def check_change(options, change, folder):
    words, name, pattern, text = change
    for part, path in (("rules", "rules/shanghai"),
                       ("input", "input/examples/shanghai-2025")):
        shutil.rmtree(os.path.join(folder, part), ignore_errors=True)
        shutil.copytree(os.path.join(TOP, path), os.path.join(folder, part))
    out, status, err = run(options, "whatif",
                           os.path.join(folder, "rules", "2025.ini"),
                           os.path.join(folder, "input"), *words)
    if status:
        raise Failure("%s: %s" % (words, err))
    rows = []
    for line in out.split("\n\n")[1].splitlines()[1:]:
        row = cells(line)
        if row[2][0] in "↑↓":
            del row[2]
        rows.append([row[0], row[2], row[4]])
    for path in (name, os.path.join("..", "rules", name)):
        path = os.path.join(folder, "input", path)
        if os.path.exists(path):
            edit(path, pattern, text)
    want = published(options, folder, os.path.join(folder, "out"))
    if rows != want:
        raise Failure("%s: %s, but score has %s" % (words, rows, want))


def check_untouched(options, folder):
    for part in ("rules/shanghai", "input/examples/shanghai-2025"):
        subprocess.run(["diff", "-r", os.path.join(TOP, part), os.path.join(
            folder, "rules" if part[0] == "r" else "input")], check=True)


# ---- command line ----

def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--quping", default="./quping")
    parser.add_argument("--sets", type=int, default=12)
    parser.add_argument("--only", type=int)
    options = parser.parse_args(arguments)
    seeds = [options.only] if options.only is not None \
        else range(700000, 700000 + options.sets)
    failures = 0
    for seed in seeds:
        try:
            check_set(options, seed)
        except Failure as problem:
            failures += 1
            print("FAIL: seed %d: %s" % (seed, problem))
    with tempfile.TemporaryDirectory(prefix="quping-whatif-") as folder:
        for change in CHANGES:
            try:
                check_change(options, change, folder)
            except Failure as problem:
                failures += 1
                print("FAIL: %s" % problem)
    print("whatif: %(rankings)d rankings, %(reached)d values that reach a "
          "goal, %(not)d data that do not" % counts
          + ", %d changed files; %d failures" % (len(CHANGES), failures))
    return 1 if failures or not counts["reached"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
