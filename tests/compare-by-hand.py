"""`quping compare` on small pairs whose parts are worked out by hand.

   compare-by-hand.py QUPING

Each pair says beside its figures how the parts come about: what a district has
by the rules before with its own figures after, then with everybody's, then by
the weights after, then by the rules after.
"""

import re
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

NAMESPACE = 'xmlns="urn:quping:submission:1"'
PARTS = ["own figures", "others' figures", "weights", "other rules",
         "not told apart"]


def leaf(code, value, weight, high=100, more=""):
    return ("[indicator %s]\nname = %s\nvalue = %s\nweight = %s\n"
            "method = range\nlow = 0\nhigh = %s\n%s\n"
            % (code, code, value, weight, high, more))


def node(code, weight, more=""):
    return "[indicator %s]\nname = %s\nweight = %s\n%s\n" % (
        code, code, weight, more)


def datum(code, more=""):
    return "[datum %s]\nname = %s\n%s\n" % (code, code, more)


class Side:
    """Rules for DISTRICTS, {code: keys}; SUBMITTED, {code: {datum: text}}, of
    which "rows" are records and "day" is when; OTHERS, {file: text}."""

    def __init__(self, rules, submitted, districts=None, others=None,
                 year=2025, evaluation="", prior=None):
        self.rules, self.submitted, self.year = rules, submitted, year
        self.districts = districts or dict.fromkeys(submitted, "")
        self.others, self.prior = others or {}, prior
        self.evaluation = evaluation

    def submission(self, code):
        given = dict(self.submitted[code])
        rows, day = given.pop("rows", None), given.pop("day", None)
        data = "".join(
            '<datum code="%s" %s' % (x, text if "=" in text
                                     else ">%s</datum>" % text)
            for x, text in given.items())
        records = rows and '<records type="contract" count="%d">%s</records>' % (
            len(rows), "".join('<record id="%s%d" amount="%s" executed="%s"/>'
                               % (code, i, *row) for i, row in enumerate(rows)))
        return ('<submission %s evaluation="e" year="%d" district="%s" '
                'status="final"%s><data>%s</data>%s</submission>\n'
                % (NAMESPACE, self.year, code,
                   ' submitted="%s"' % day if day else "", data, records or ""))

    def score(self, quping, folder):
        words = []
        if self.prior:
            words = ["--prior",
                     "%s/" % self.prior.score(quping, folder / "prior")]
        (folder / "input").mkdir(parents=True)
        districts = "".join("[district %s]\nname = %s\n%s\n" % (code, code, keys)
                            for code, keys in self.districts.items())
        (folder / "rules.ini").write_text(
            "[evaluation]\nid = e\ntitle = T\nyear = %d\n%s\n%s%s"
            % (self.year, self.evaluation, districts, self.rules))
        for code in self.submitted:
            (folder / "input" / (code + ".xml")).write_text(
                self.submission(code))
        for name, text in self.others.items():
            (folder / "input" / name).write_text(text)
        done = subprocess.run(
            [quping, "score", folder / "rules.ini", folder / "input", "-o",
             folder / "out", "--bundle", *words], capture_output=True,
            check=False)
        if done.returncode:
            sys.exit("FAIL: " + done.stderr.decode())
        return folder / "out"


# Other units, another hand that gives r, judges in another order; c is gone
# and d is new.  The judges give g1 and g2 40 and 60 percent before, 60 and 40
# after, of 50 points.
#   a before i 50, g1 50, g2 50: 25 + 10 + 15.  With 60 万元 and r 80: 30 + 16 +
#   18 = 64; by the weights after 30 + 24 + 12 = 66.
#   b before 20, 0, 20: 10 + 0 + 6 = 16, and 10 + 0 + 4 = 14.
# The range of x is the same in the other unit.
UNITS = "[units]\n万元 = 10000 元\n[group outer]\nname = Outer\n"
BUDGET = Side(
    "[group inner]\nname = Inner\n" + UNITS + datum("x", "unit = 万元") + datum("r", "given_by = rules")
    + leaf("i", "x", 50, 100, "weight.outer = 50")
    + node("g", 50, "weighting = budget panel\nweight.outer = 50")
    + leaf("g1", "r", 25, 100, "parent = g")
    + leaf("g2", "x", 25, 100, "parent = g")
    + "[weights panel]\ng1 = 30 50\ng2 = 70 50\n",
    {"a": {"x": "50"}, "b": {"x": "20"}, "c": {"x": "10"}},
    {"a": "r = 50\ngroup = outer", "b": "r = 0", "c": "r = 10"})
BUDGET_AFTER = Side(
    UNITS + datum("x", "unit = 元") + datum("r")
    + leaf("i", "x", 50, 1000000, "weight.outer = 50")
    + node("g", 50, "weighting = budget panel\nweight.outer = 50")
    + leaf("g2", "x", 25, 1000000, "parent = g")
    + leaf("g1", "r", 25, 100, "parent = g")
    + "[weights panel]\ng2 = 40 40\ng1 = 60 60\n",
    {"a": {"x": "600000", "r": "80"}, "b": {"x": "200000", "r": "0"},
     "d": {"x": "1", "r": "1"}},
    {"a": "group = outer", "b": "", "d": ""})

# What experts gave before comes from districts after, and k is in another
# unit: neither can be carried, so the figures stay those of before.  z, which
# only a bonus reads, is not there after; u, which nothing reads, is not said.
#   a (50 + 50) / 2 = 50, after (80 + 90) / 2 = 85; b 0, after 10.
LACK = Side(
    datum("e", "given_by = experts") + datum("k", "unit = 件") + datum("z")
    + datum("u") + leaf("i", "mean(e)", 50) + leaf("j", "k", 50)
    + "[bonus z]\nname = Z\npoints = z\n",
    {"a": {"k": "50", "z": "0", "u": "1"}, "b": {"k": "0", "z": "0",
                                                 "u": "1"}},
    others={"scores.xml": '<scores %s year="2025" evaluation="e">'
            '<score expert="E1" district="a" code="e">50</score>'
            '<score expert="E1" district="b" code="e">0</score></scores>\n'
            % NAMESPACE})
LACK_AFTER = Side(
    datum("e") + datum("k", "unit = 元") + leaf("i", "e", 50)
    + leaf("j", "k", 50),
    {"a": {"e": "80", "k": "90"}, "b": {"e": "10", "k": "10"}})

# Nodes stand elsewhere, so weights are not apart from the rules.  x 50, y 40
# before: 25 + 20.  After, y is out of 200: 25 + 10.
MOVED = {"a": {"x": "50", "y": "40"}}
TOP_I = Side(datum("x") + datum("y") + leaf("i", "x", 50) + node("g", 50)
             + leaf("g1", "y", 50, 100, "parent = g"), MOVED)
BELOW_I = Side(datum("x") + datum("y") + node("g", 100)
               + leaf("i", "x", 50, 100, "parent = g")
               + leaf("g1", "y", 50, 200, "parent = g"), MOVED)
TWO = node("g", 50) + node("h", 50)
GH = Side(datum("x") + datum("y") + TWO
          + leaf("p", "x", 50, 100, "parent = g")
          + leaf("q", "y", 50, 100, "parent = h"), MOVED)
HG = Side(datum("x") + datum("y") + TWO
          + leaf("p", "x", 50, 100, "parent = h")
          + leaf("q", "y", 50, 200, "parent = g"), MOVED)
LEAF_I = Side(datum("x") + datum("y") + leaf("i", "x", 50) + node("g", 50)
              + leaf("g1", "y", 50, 100, "parent = g"), MOVED)
NODE_I = Side(datum("x") + datum("y") + node("i", 50)
              + leaf("g", "y", 50, 200)
              + leaf("g1", "x", 50, 100, "parent = i"), MOVED)
RENAMED = Side(datum("x") + datum("y") + leaf("other", "x", 50) + node("g", 50)
               + leaf("g1", "y", 50, 200, "parent = g"), MOVED)

# Rows at fault cost a point each check.  a has executed 11 of 10 before, 11 - 1
# = 10; 9 of 10 after, 9 of points, and a check that is new costs one: 8.  b has
# 5, then 12 of 10: 12 - 1.  d is new, and so is its fault.
ROWS = ("[record contract]\nname = C\nfields = id amount executed\nkey = id\n"
        "id = text\nid.name = I\namount = decimal\namount.name = A\n"
        "executed = decimal\nexecuted.name = E\n"
        + datum("executed", "record = contract\ntake = sum executed")
        + "[check within]\nname = W\nrecord = contract\nlevel = warning\n"
        "assert = executed <= amount\n"
        + leaf("i", "executed", 100)
        + '[deduction d]\nname = D\npoints = failed("warning")\n')
FOUND = Side(ROWS, {"a": {"rows": [(10, 11)]}, "b": {"rows": [(10, 5)]}})
FOUND_AFTER = Side(
    ROWS + "[check ten]\nname = T\nrecord = contract\nlevel = warning\n"
    "assert = executed >= 10\n",
    {"a": {"rows": [(10, 9)]}, "b": {"rows": [(10, 12)]},
     "d": {"rows": [(10, 20)]}})

# Of another year, with a grade of the year before, which earns 2 points, and a
# submission on 29 February, which is the 28th in 2026: a day late by the rules
# of 2025, two by those of 2023.
#   a 50; 50 - 1 + 2 = 51; 50 - 2 + 2 = 50.
GRADES = "[grade good]\nname = Good\nmin = 10\n[grade bad]\nname = Bad\n"
LATE = (datum("x") + leaf("i", "x", 100) + GRADES
        + "[deduction late]\nname = L\n"
        "points = max(0, days_between(due, submitted))\n"
        '[bonus good]\nname = G\npoints = if(prior_grade() == "good", 2, 0)\n')
YEAR = Side(LATE, {"a": {"x": "50", "day": "2026-02-27"}},
            evaluation="due = 2026-02-27")
YEAR_AFTER = Side(
    LATE, {"a": {"x": "50", "day": "2024-02-29"}}, year=2023,
    evaluation="due = 2024-02-27",
    prior=Side(datum("x") + leaf("i", "x", 100) + GRADES, {"a": {"x": "50"}},
               year=2022))

# The rules before refuse a figure that is missing, so that nothing is known
# between: with its own figures a has no score, nor has anybody with all.
#   a 50, after 0; b 20 with its own, and after.
REJECT = Side(datum("x") + leaf("i", "x", 100, 100, "missing = reject"),
              {"a": {"x": "50"}, "b": {"x": "20"}})
REJECT_AFTER = Side(datum("x") + leaf("i", "x", 100, 100, "missing = zero"),
                    {"a": {"x": 'state="missing" reason="lost"/>'},
                     "b": {"x": "20"}})

# {district: (before, after, parts)}; parts that are not said are nothing.
PAIRS = {
    "units, judges and districts": (BUDGET, BUDGET_AFTER, {
        "a": (50, 66, {"own figures": 14, "weights": 2}),
        "b": (16, 14, {"weights": -2})}),
    "what is lacking": (LACK, LACK_AFTER, {
        "a": (50, 85, {"not told apart": 35}),
        "b": (0, 10, {"not told apart": 10})}),
    "a top node below": (TOP_I, BELOW_I, {
        "a": (45, 35, {"other rules": -10})}),
    "parents exchanged": (GH, HG, {"a": (45, 35, {"other rules": -10})}),
    "a leaf that is a node": (LEAF_I, NODE_I, {
        "a": (45, 35, {"other rules": -10})}),
    "a node of another name": (TOP_I, RENAMED, {
        "a": (45, 35, {"other rules": -10})}),
    "findings of rows": (FOUND, FOUND_AFTER, {
        "a": (10, 8, {"own figures": -1, "other rules": -1}),
        "b": (5, 11, {"own figures": 6})}),
    "years": (YEAR, YEAR_AFTER, {
        "a": (50, 50, {"own figures": 1, "other rules": -1})}),
    "refused between": (REJECT, REJECT_AFTER, {
        "a": (50, 0, {"not told apart": -50}), "b": (20, 20, {})}),
}


def cells(line):
    return re.split(r" {2,}", line.strip())


def read_points(out):
    """{district: (before, after, parts)}, parts that are not 0."""
    lines = out.split("\n\n")[0].splitlines()[1:]
    heads = cells(lines[0])[5:]
    table = {}
    for line in lines[1:]:
        row = cells(line)
        numbers = [Fraction(x) if x != "—" else None for x in row[2:]]
        table[row[0]] = (numbers[0], numbers[1], {
            head: x for head, x in zip(heads, numbers[3:]) if x})
    return table


def check_records(quping, folder):
    """Folders may be named with a slash; records that contradict themselves
    are refused."""
    outs = [side.score(quping, folder / what)
            for side, what in ((YEAR, "one"), (YEAR_AFTER, "two"))]

    def compare(*words):
        done = subprocess.run([quping, "compare", *words],
                              capture_output=True, check=False)
        return done.returncode, done.stdout, done.stderr.decode()

    failures = []
    if compare(*outs) != compare(*("%s/" % out for out in outs)):
        failures.append("a slash makes a difference")
    record = outs[1] / "result.xml"
    text = record.read_text()
    for old, new, said in (
            ('<score code="i"', '<score code="k"',
             'the record has no indicator "k"'),
            ('<score code="i"', "<score", "the attribute code is missing"),
            (' title="T"', "", "the attribute title is missing")):
        if old not in text:
            failures.append("no %s in the record" % old)
        record.write_text(text.replace(old, new, 1))
        status, _, err = compare(*outs)
        if status != 1 or said not in err:
            failures.append("%s: status %d, %s" % (new, status, err))
    return failures


def main(quping):
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for problem in check_records(quping, Path(folder)):
            failures += 1
            print("FAIL: " + problem)
    for name, (before, after, want) in PAIRS.items():
        with tempfile.TemporaryDirectory() as folder:
            outs = [side.score(quping, Path(folder) / what)
                    for side, what in ((before, "one"), (after, "two"))]
            done = subprocess.run([quping, "compare", *outs],
                                  capture_output=True, check=False)
        got = read_points(done.stdout.decode())
        if got != want:
            failures += 1
            print("FAIL: %s: %s, by hand %s" % (name, got, want))
            print(done.stdout.decode(), done.stderr.decode())
    print("compare by hand: %d pairs, %d failures" % (len(PAIRS), failures))
    return 1 if failures else 0


sys.exit(main(sys.argv[1]))
