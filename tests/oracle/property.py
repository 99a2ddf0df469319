#!/usr/bin/env python3
"""Compares quping with the oracle on random evaluations.

    python3 property.py [--quping PATH] [--scores N] [--seed S]
                        [--only SEED] [--keep DIR] [--oracle-only]

Each set is a rule set with its submissions, made from one seed: all methods,
aggregations and policies, gaps in every state, verification, experts, checks,
vetoes, ties.  At least half of all leaf scores are built to lie exactly on a rounding
tie.  A set is written to a temporary directory, `quping score` runs on it, and
every cell of result.csv must be the oracle's: texts to the letter, numbers as
numbers; so must, of a few gaps, the rank without them in result.xml.  Where missing = reject strikes, quping must end with 1 and write
nothing.

Exit status: 0 no difference, 1 differences or too few ties, 2 usage.
"""

import argparse
import csv
import io
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction
from xml.etree import ElementTree

import oracle

YEAR = 2025
GAPS_COMPARED = 3
STATES = ("absent", "missing", "withheld", "not_applicable")
KINDS = {                       # units that convert into one another
    "money": (("元", 1), ("万元", 10 ** 4), ("亿元", 10 ** 8)),
    "people": (("人", 1), ("百人", 100)),
    "firms": (("家", 1),),
    "": (("", 1),),
}
UNITS = "[units]\n万元 = 10000 元\n亿元 = 10000 万元\n百人 = 100 人\n"
AGGREGATES = ("geometric", "harmonic", "min", "median", "power 0.5",
              "power 2", "power -1", "power 0", "power 1", "power -2",
              "power 1.5", "power 0.25", "topsis", "copeland", "grey",
              "grey 0.3")
FACTORS = [Fraction(t) for t in
           "1 2 4 5 8 10 20 25 50 100 0.5 0.25 0.2".split()]


def decimal_text(q):
    """Q as an exact decimal, or None where it has no end."""
    d = q.denominator
    if d == 1:
        return str(q.numerator)
    twos = (d & -d).bit_length() - 1
    rest, fives = d >> twos, 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return None
    places = max(twos, fives)
    return oracle.plain(q.numerator * 10 ** places // d, places)


def fits(q):
    """True when Q can stand in a submission."""
    text = decimal_text(q)
    return text is not None and len(text.strip("-").replace(".", "")) <= 20


def places_of(q):
    return len(decimal_text(q).partition(".")[2])


def cut_short(q, places=3):
    return oracle.round_to(q, places, "half_even")


# --- What a plan consists of -------------------------------------------------

class Datum:
    def __init__(self, code, kind, unit, given_by):
        self.code = code
        self.kind = kind
        self.unit = unit
        self.scale = Fraction(dict(KINDS[kind])[unit])
        self.given_by = given_by
        self.min_experts = 1
        self.is_flag = False


class Form:
    """A leaf's value as an expression over data.

    Where FACTOR is given, value = FACTOR(d) * MAIN + OFFSET(d).  KIND and UNIT
    are the value's; None is a dimension that no parameter is given in."""

    def __init__(self, text, main, factor=None, offset=None, unit="",
                 kind=None):
        self.text = text
        self.main = main
        self.factor = factor
        self.offset = offset or (lambda d: Fraction(0))
        self.unit = unit
        self.kind = kind
        self.data = [main]
        self.allows_prior = True

    @property
    def is_affine(self):
        return self.factor is not None


class Node:
    """An indicator of the plan; leaves have a form and perhaps a solver.

    solve(s, d) gives the value that earns the normalised score S, for S
    between ENDS; FIXED districts keep theirs, for they hold a peer bound."""

    def __init__(self, code, parent):
        self.code = code
        self.parent = parent
        self.children = []
        self.keys = {}
        self.weight = Fraction(0)
        self.group_weights = {}
        self.is_leaf = False
        self.is_found = self.is_data_weighted = False
        self.form = None
        self.solve = None
        self.ends = (Fraction(0), Fraction(1))
        self.fixed = set()
        self.strict = False
        if parent:
            parent.children.append(self)

    @property
    def base(self):
        """A width that makes ties reachable: the weight, or 1."""
        return self.weight or Fraction(1)


class District:
    def __init__(self, code, name, group):
        self.code = code
        self.name = name
        self.group = group
        self.submits = True
        self.twin = None
        self.is_anchor = False


class Plan:
    """One random evaluation, all in memory."""

    def __init__(self, seed):
        self.seed = seed
        self.rng = random.Random(seed)
        self.data, self.nodes = {}, []
        self.own = {"now": {}, "before": {}}
        self.final = {"now": {}, "before": {}}
        self.panel, self.notes = {}, set()
        self.items, self.bounds, self.judgements = [], [], []
        self.checks = []
        self.nominal = lambda node, d: node.weight
        self.choose_size()
        self.choose_evaluation()
        self.make_districts()
        self.make_tree()
        self.make_weights()
        for node in self.nodes:
            if node.is_leaf:
                LeafMaker(self, node).run()
        self.make_checks()
        self.make_items()
        self.make_past()
        self.fill()
        self.make_gaps()
        self.verify()
        self.copy_twins()

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, *choices):
        return self.rng.choice(choices)

    # Size, keys of [evaluation], districts

    def choose_size(self):
        self.is_large = self.chance(0.4)
        self.rejects = not self.is_large and self.chance(0.2)
        if self.is_large:
            self.n_districts = self.rng.randint(30, 60)
            self.n_leaves = self.rng.randint(20, 30)
        else:
            self.n_districts = self.rng.randint(1, 4)
            self.n_leaves = self.rng.randint(2, 10)
        self.gap_rate = self.pick(0, 0.01, 0.01, 0.02, 0.04, 0.1)
        if not self.is_large:
            self.gap_rate = self.pick(0, 0.05, 0.1, 0.3)
        if self.rejects:
            self.gap_rate = 0.3
        self.all_submit = self.chance(0.7)

    def choose_evaluation(self):
        self.relative = self.chance(0.35)
        self.scale = Fraction(self.pick(100, 100, 100, 1000, 10, 50, 120, 1))
        self.decimals = self.pick(2, 2, 2, 2, 1, 3, 4, 0, 6)
        if self.scale <= 10:
            self.decimals = max(self.decimals, 2)
        self.stage = self.pick("indicator", "indicator", "indicator", "node",
                               "total")
        self.prior = self.chance(0.6)
        keys = self.evaluation = {
            "id": "p%d" % self.seed, "year": str(YEAR), "title": "测试",
            "weights": "relative" if self.relative else "points",
            "scale": decimal_text(self.scale),
            "rounding": self.pick("half_up", "half_even"),
            "decimals": str(self.decimals), "round_at": self.stage,
            "rank_on": self.pick("published", "published", "exact"),
            "ties": self.pick("competition", "dense", "average"),
        }
        self.has_record = self.chance(0.4)
        self.by_record = self.has_record and self.chance(0.5)
        if self.prior and not self.by_record:
            keys["prior"] = "submission"
        if self.chance(0.2):
            keys["aggregate"] = self.pick(*AGGREGATES)
        elif self.chance(0.5):
            keys["aggregate"] = self.pick("sum", "mean")
        if self.chance(0.2):
            keys["min_available"] = self.pick("30", "60", "75.5", "90")
        self.drop_defaults(keys)

    def drop_defaults(self, keys):
        for key, preset in (("weights", "points"), ("scale", "100"),
                            ("rounding", "half_up"), ("decimals", "2"),
                            ("round_at", "indicator"),
                            ("rank_on", "published"),
                            ("ties", "competition")):
            if keys[key] == preset and self.chance(0.5):
                del keys[key]

    def make_districts(self):
        n_groups = self.pick(0, 2, 3) if self.n_districts > 1 else 0
        if self.is_large and self.chance(0.5):
            n_groups = 2
        names = self.pick(("g1", "g2", "g3"), ("Core", "Outer", "Far"))
        self.groups = names[:n_groups]
        self.groupless = bool(n_groups) and self.chance(0.2)
        style = self.pick("31%04d", "d%03d", "A_%03d")
        codes = self.rng.sample(range(100, 900), self.n_districts)
        self.districts = [District(style % code, self.district_name(code),
                                   self.pick(*self.groups)
                                   if self.groups else "")
                          for code in codes]
        for d in self.districts:
            if self.groupless and self.chance(0.1):
                d.group = ""
            d.submits = self.all_submit or self.chance(0.95)
        self.groups = [g for g in self.groups
                       if any(d.group == g for d in self.districts)]
        self.choose_anchors()
        self.choose_twins()

    def district_name(self, code):
        odd = ("=1+1", "@x", "+7", "-甲", "a, b", "浦东, 新区")
        return self.pick(*odd) if self.chance(0.05) else "区%d" % code

    def choose_anchors(self):
        """Two districts a group without gaps or vetoes hold the bounds."""
        if not self.is_large:
            return
        for group in set(d.group for d in self.districts):
            members = [d for d in self.districts if d.group == group]
            for d in members[:2]:
                d.is_anchor = d.submits = True

    def choose_twins(self):
        """Some districts report what another does, to tie with it."""
        plain = [d for d in self.districts if not d.is_anchor and d.submits]
        for d in plain[1:]:
            if self.chance(0.12):
                fitting = [t for t in plain if t.group == d.group
                           and t is not d and not t.twin]
                if fitting and not any(t.twin is d for t in plain):
                    d.twin = self.pick(*fitting)

    # The tree

    def make_tree(self):
        self.root = Node("total", None)
        self.prefix = self.pick("i", "G", "x_")
        self.levels = self.pick(1, 2, 2, 3)
        self.grow(self.root, self.n_leaves, 1)
        if self.chance(0.2):
            self.rng.shuffle(self.nodes)

    def grow(self, parent, n_leaves, level):
        while n_leaves:
            node = Node("%s%02d" % (self.prefix, len(self.nodes) + 1), parent)
            self.nodes.append(node)
            if level < self.levels and n_leaves > 1 and self.chance(0.6):
                below = self.rng.randint(2, min(n_leaves, 7))
                self.make_inner(node)
                self.grow(node, below, level + 1)
                n_leaves -= below
            else:
                node.is_leaf = True
                n_leaves -= 1

    def make_inner(self, node):
        if self.chance(0.45):
            node.keys["aggregate"] = self.pick(*AGGREGATES)
        elif self.chance(0.5):
            node.keys["aggregate"] = self.pick("sum", "mean")
        if self.chance(0.25):
            node.keys["min_available"] = self.pick("25", "50", "60", "80")

    # Weights

    def make_weights(self):
        self.root.weight = self.scale
        self.share_out(self.root)
        self.add_weightless_leaf()
        self.choose_weighting()
        found = any(n.is_found for n in [self.root] + self.nodes)
        if self.groups and self.chance(0.6) and (self.relative or not found):
            for group in self.groups:
                self.vary_weights(group)
        for node in [self.root] + self.nodes:
            self.write_weights(node)

    def share_out(self, parent):
        """Splits the parent's weight, mostly so that decimals stay finite."""
        parts = self.split(parent.weight, len(parent.children))
        for node, weight in zip(parent.children, parts):
            node.weight = weight
            if node.children:
                self.share_out(node)

    def split(self, whole, n):
        parts = [whole]
        if self.chance(0.15) and n < 10 and whole * 10 > n:
            cuts = sorted(self.rng.sample(range(1, int(whole * 10)), n - 1))
            ends = [0] + cuts + [whole * 10]
            return [Fraction(b - a) / 10 for a, b in zip(ends, ends[1:])]
        while len(parts) < n:
            largest = parts.pop(parts.index(max(parts)))
            first = largest / (2 if self.chance(0.7) else self.pick(5, 4))
            parts += [first, largest - first]
        self.rng.shuffle(parts)
        return parts

    def add_weightless_leaf(self):
        """A leaf of weight 0 is scored and counts nothing."""
        if not self.chance(0.15):
            return
        leaf = self.pick(*[n for n in self.nodes if n.is_leaf])
        node = Node("%s%02d" % (self.prefix, len(self.nodes) + 1),
                    leaf.parent)
        node.is_leaf = True
        self.nodes.append(node)

    def vary_weights(self, group):
        """Another order of the weights, which leaves every sum as it was."""
        pools = ([n.children for n in [self.root] + self.nodes]
                 if self.relative else
                 [[n for n in self.nodes if n.is_leaf]])
        for pool in pools:
            heavy = [n for n in pool if n.weight]
            for _ in range(len(heavy) // 4 + 1):
                if len(heavy) > 1:
                    a, b = self.rng.sample(heavy, 2)
                    wa = a.group_weights.get(group, a.weight)
                    wb = b.group_weights.get(group, b.weight)
                    a.group_weights[group] = wb
                    b.group_weights[group] = wa

    JUDGED = ("equal", "budget", "ahp")
    FROM_DATA = ("entropy", "critic", "sd", "pca")

    def choose_weighting(self):
        """Some nodes do not take the weights of their children as given."""
        if self.chance(0.5):
            return
        for node in [self.root] + self.nodes:
            if not node.children or not self.chance(0.25):
                continue
            kind = self.pick(*self.JUDGED, *self.FROM_DATA)
            if len(node.children) > 8:          # the oracle is slow there
                kind = self.pick("equal", "budget", "sd", "entropy")
            if kind in self.FROM_DATA:
                node.is_data_weighted = True
            elif kind != "equal":
                code = "w%d" % len(self.judgements)
                make = self.budget if kind == "budget" else self.comparisons
                self.judgements.append((code, make(node)))
                kind = "%s %s" % (kind, code)
            keys = self.evaluation if node is self.root else node.keys
            keys["weighting"] = kind
            node.is_found = True

    def budget(self, node):
        """Experts who each give 100."""
        rows = [[] for _ in node.children]
        for _ in range(self.rng.randint(1, 4)):
            parts = self.split(Fraction(100), len(rows))
            for row, part in zip(rows, parts):
                row.append(decimal_text(part))
        return self.rows_of(node, [" ".join(row) for row in rows])

    def comparisons(self, node):
        """Comparisons by hidden weights, most of them made a little wrong."""
        n = len(node.children)
        exact = self.chance(0.3)
        while True:
            hidden = [self.pick(1, 2, 4) for _ in range(n)]
            triangle = [[Fraction(a, b) for b in hidden[i:]]
                        for i, a in enumerate(hidden)]
            for row in triangle:
                for j in range(1, len(row)):
                    if not exact and self.chance(0.4):
                        row[j] *= self.pick(2, Fraction(1, 2),
                                            Fraction(3, 2))
            if exact or self.is_consistent(triangle):
                break
        return self.rows_of(node, [" ".join(str(x) for x in row)
                                   for row in triangle])

    def is_consistent(self, triangle):
        """True well below the ratio from which comparisons are refused."""
        n = len(triangle)
        rows = {str(i): row for i, row in enumerate(triangle)}
        matrix = oracle.full_comparisons(rows, [str(i) for i in range(n)])
        if any(x > 9 or x < Fraction(1, 9) for row in matrix for x in row):
            return False
        value = float(oracle.comparison_weights(matrix)[1])
        return n < 3 or (value - n) / (n - 1) < 0.05

    def rows_of(self, node, texts):
        return dict(zip((c.code for c in node.children), texts))

    def write_weights(self, parent):
        multiple = Fraction(1)
        if self.relative:
            multiple = self.pick(*FACTORS, Fraction(3), Fraction(7, 10))
        varied = any(n.group_weights for n in self.nodes)
        for node in parent.children:
            if parent.is_found and self.chance(0.7):
                continue                        # it would count nothing
            if not (self.relative or node.is_leaf):
                if node.is_found or not varied and self.chance(0.3):
                    node.keys["weight"] = decimal_text(node.weight)
                continue
            node.keys["weight"] = decimal_text(node.weight * multiple)
            for group, weight in node.group_weights.items():
                node.keys["weight." + group] = decimal_text(weight * multiple)

    # Data

    def new_datum(self, kind=None, given_by="district"):
        if kind is None:
            kind = self.pick("", "", "money", "people", "firms")
        unit = self.pick(*KINDS[kind])[0]
        code = "%s%d" % (self.pick("x", "y", "off_"), len(self.data) + 1)
        self.data[code] = datum = Datum(code, kind, unit, given_by)
        return datum

    def figure(self, d, code, when="now"):
        """The verified figure or else the reported one."""
        key = (d.code, code)
        return self.final[when].get(key, self.own[when].get(key))

    def put(self, d, code, q):
        """Sets the figure that counts."""
        key = (d.code, code)
        if self.data[code].given_by == "experts":
            self.panel[key]["x"] = q
        elif key in self.final["now"]:
            self.final["now"][key] = q
        else:
            self.own["now"][key] = q

    def has_figure(self, d, code):
        if self.data[code].given_by == "experts":
            return (d.code, code) in self.panel
        return isinstance(self.figure(d, code), Fraction)

    def casual(self):
        """Any figure: small, large, zero or negative, few decimals."""
        roll = self.rng.random()
        if roll < 0.06:
            return Fraction(0)
        if roll < 0.09:
            return Fraction(-self.rng.randint(1, 500), 10)
        if roll < 0.4:
            return Fraction(self.rng.randint(0, 20))
        return Fraction(self.rng.randint(1, 100000),
                        self.pick(1, 10, 100, 1000))

    def fill(self):
        for datum in self.data.values():
            if datum.given_by == "department":
                continue
            for d in self.districts:
                self.fill_datum(d, datum)
        for node in self.nodes:
            if node.is_leaf and node.form.is_affine and node.solve:
                self.fill_leaf(node)
        for node, d, x in self.bounds:
            self.set_value(node, d, x)

    def fill_datum(self, d, datum):
        key = (d.code, datum.code)
        if datum.given_by == "experts":
            self.panel[key] = self.new_panel(datum)
            return
        self.own["now"].setdefault(key, self.casual())
        if self.prior and datum.given_by == "district" and self.chance(0.95):
            self.own["before"].setdefault(key, abs(self.casual()) + 1)
        if datum.given_by == "district" and self.chance(0.05):
            self.notes.add(key)

    def new_panel(self, datum):
        """Scores that lie evenly around their mean x."""
        n = self.pick(3, 4, 5, 6, 7, 7)
        if self.chance(0.04):
            n = self.pick(1, 2)
        steps = [Fraction(self.rng.randint(1, 60), 10) for _ in range(n // 2)]
        deltas = steps + [-s for s in steps] + [Fraction(0)] * (n % 2)
        return {"x": Fraction(self.rng.randint(20, 90)), "deltas": deltas,
                "conflict": self.chance(0.2)}

    def fill_leaf(self, node):
        low, high = node.ends
        for d in self.districts:
            if d.code not in node.fixed:
                s = low + (high - low) * Fraction(self.rng.random())
                self.set_value(node, d, cut_short(node.solve(s, d)), True)

    def set_value(self, node, d, x, rough=False):
        """Moves the main datum so that the value is X; False if it cannot."""
        form = node.form
        if not self.has_figure(d, form.main):
            return False
        try:
            q = (x - form.offset(d)) / form.factor(d)
        except (TypeError, ZeroDivisionError):
            return False
        if rough:
            q = cut_short(q, 4)
        if not fits(q):
            return False
        self.put(d, form.main, q)
        return True

    # Gaps, verification, twins

    def make_gaps(self):
        strict = {c for n in self.nodes if n.is_leaf and n.strict
                  for c in n.form.data}
        for d in self.districts:
            if d.is_anchor:
                continue
            for code, datum in self.data.items():
                if code in strict or datum.given_by == "department":
                    continue
                if self.chance(self.gap_rate):
                    self.make_gap(d, datum)

    def make_gap(self, d, datum):
        key = (d.code, datum.code)
        if datum.given_by == "experts":
            self.panel.pop(key)
        elif datum.given_by == "rules":
            self.own["now"].pop(key)
        elif self.chance(0.85):
            state = self.pick(*STATES)
            self.own["now"][key] = state
            if state == "absent":
                self.own["now"].pop(key)
        elif key in self.own["before"]:
            self.own["before"].pop(key)

    def verify(self):
        """Departments replace figures and states, and bring their own."""
        for code, datum in self.data.items():
            if datum.given_by == "department":
                self.verify_department(datum)
            elif datum.given_by == "district" and self.chance(0.15):
                for d in self.districts:
                    if self.chance(0.2):
                        self.verify_district(d, code)

    def verify_department(self, datum):
        for d in self.districts:
            figure = Fraction(self.rng.randint(0, 12), self.pick(1, 1, 4, 8))
            known = 0.5
            if datum.is_flag:
                figure, known = Fraction(1), 0.06 if self.is_large else 0.25
                known = 0 if d.is_anchor else known
            if self.chance(known):
                self.final["now"][d.code, datum.code] = figure

    def verify_district(self, d, code):
        key = (d.code, code)
        own = self.own["now"].get(key)
        strict = any(n.strict and code in n.form.data for n in self.nodes
                     if n.is_leaf)
        if isinstance(own, Fraction):
            self.final["now"][key] = own
            self.own["now"][key] = own + self.pick(0, 1, 5, Fraction(1, 2))
            if not strict and not d.is_anchor and self.chance(0.05):
                self.final["now"][key] = self.pick("missing",
                                                   "not_applicable")
            elif not strict and not d.is_anchor and self.chance(0.05):
                self.own["now"][key] = "missing"
        elif self.chance(0.3):
            self.final["now"][key] = self.casual()
        if key in self.own["before"] and self.chance(0.1):
            self.final["before"][key] = self.own["before"][key]
            self.own["before"][key] += 1

    def copy_twins(self):
        for d in self.districts:
            if d.twin:
                tables = list(self.own.values()) + list(self.final.values())
                for table in tables + [self.panel]:
                    for code in self.data:
                        table.pop((d.code, code), None)
                        if (d.twin.code, code) in table:
                            table[d.code, code] = table[d.twin.code, code]

    # Checks, and what deductions may make of them

    def make_checks(self):
        """Few are errors: one that stands leaves no score to compare."""
        self.evaluation["due"] = "2026-01-%02d" % self.rng.randint(10, 31)
        for d in self.districts:
            d.submitted = self.pick("", "2026-01-20", "2026-01-31",
                                    "2026-02-28", "2025-12-31")
        given = [c for c, d in self.data.items() if d.given_by == "district"]
        for number in range(self.pick(0, 0, 2, 5) if given else 0):
            self.make_check(number, self.pick(*given))

    def make_check(self, number, x):
        keys = {"name": "审核%d" % number,
                "level": self.pick("warning", "note")}
        if self.chance(0.03):
            keys["level"] = self.pick("error", "")
        if self.chance(0.2):
            keys["scope"] = "city"
            keys["assert"] = self.pick("city_max(%s) < 2 * city_mean(%s)",
                                       "city_count(%s) > 3 or city_sum(%s) > 0"
                                       ) % (x, x)
        else:
            keys["assert"] = self.pick(
                "%s >= city_mean(%s)", "abs(%s / prior(%s) - 1) <= 0.3",
                "%s < group_max(%s) or name == \"x\"",
                "%s > 3 or has_note(%s)", "cut(%s) == 0 or %s < 5",
                "%s > 0 and is_reported(%s)") % (x, x)
            if self.chance(0.5):
                keys["unless"] = self.pick(
                    "has_note(%s)" % x, "%s > 2 * city_min(%s)" % (x, x),
                    "submitted <= due", "days_between(due, submitted) > 3")
        if not keys["level"]:
            del keys["level"]                   # an error
        self.checks.append(("check", "k%d" % (number + 1), keys))

    # Bonus, deduction, veto, grade

    def make_items(self):
        self.grades = []
        if self.chance(0.75):
            self.make_grades()
        for kind in ("bonus", "deduction"):
            for number in range(self.pick(0, 0, 1, 2, 3)):
                self.make_item(kind, number)
            if self.chance(0.4):
                self.evaluation[kind + "_cap"] = self.pick("1", "2.5", "5")
                if self.decimals == 0:
                    self.evaluation[kind + "_cap"] = "3"
        for number in range(self.pick(0, 1, 1, 2, 4)):
            self.make_veto(number)
        if self.chance(0.6):
            count = self.rng.randint(1, min(3, len(self.nodes)))
            self.evaluation["tie_break"] = " ".join(
                n.code for n in self.rng.sample(self.nodes, count))

    LOOKING_BACK = ("prior_rank() / 4", "if(prior_rank() <= 2, 1.5, 0.25)",
                    "if(prior_grade() == \"{g}\", 1, 0.5)",
                    "years_in(\"{g}\", 2) / 3",
                    "0.5 * (prior_grade() != \"\")",
                    "years_in(\"{g}\", 1) + prior_rank() / 8",
                    "prior_rank() / city_max(prior_rank())")

    def look_back(self, texts):
        """One of TEXTS about a grade, where there are grades."""
        text = self.pick(*texts)
        if "grade" in text or "{g}" in text:
            if not self.grades:
                return "prior_rank() / 4"
            text = text.replace("{g}", self.pick(*self.grades)[0])
        return text

    def make_past(self):
        """What the districts came to in up to three years before."""
        self.past = []
        codes = [code for code, _ in self.grades] + ["", "older"]
        for _ in range(self.rng.randint(1, 3) if self.has_record else 0):
            year = {}
            for d in self.districts + [District("gone", "", "")]:
                if self.chance(0.9):
                    rank = self.pick("1", "2", "3", "2.5", "17", "")
                    year[d.code] = (rank, self.pick(*codes))
            self.past.append(year)

    def make_item(self, kind, number):
        v = self.new_datum("", "department").code
        w = self.new_datum("", "department").code
        points = self.pick(
            "0.5 * %s" % v, "min(1, 0.2 * %s)" % v, "%s / 3" % v,
            "%s - 2" % v, "if(%s > 4, 1.5, 0.125)" % v, "%s ^ 0.5" % v,
            "%s * %s / 8" % (v, w), "0.25 * %s + is_reported(%s)" % (v, w),
            "%s / city_max(%s)" % (v, v),
            "0.2 * max(0, days_between(due, submitted))",
            "failed(\"warning\") / 3 + 0.5 * failed(\"note\")",
            "failed(\"error\") + %s / 7" % v)
        for code in (v, w):
            if code not in points:
                del self.data[code]
        if self.chance(0.2):
            self.data.pop(v, None)
            self.data.pop(w, None)
            points = self.look_back(self.LOOKING_BACK)
        keys = {"name": "事项%d" % number, "points": points}
        if self.chance(0.5):
            keys["cap"] = self.pick("1", "2", "0.5", "1.125")
        self.items.append((kind, "%s%d" % (kind[0], number + 1), keys))

    def make_veto(self, number):
        flag = self.new_datum("", "department")
        flag.is_flag = True
        effects = ["exclude", "unranked", "zero", "no_bonus"]
        if self.grades:
            codes = [code for code, _ in self.grades]
            effects += ["grade " + codes[-1], "cap " + self.pick(*codes)]
        keys = {"name": "否决%d" % number,
                "when": self.pick("%s", "%s > 0", "%s == 1 and 2 > 1",
                                  "not (%s != 1)") % flag.code,
                "effect": self.pick(*effects)}
        if self.grades and self.chance(0.1):
            del self.data[flag.code]
            keys["when"] = self.look_back(("years_in(\"{g}\", 2) == 2",
                                           "prior_grade() == \"{g}\""))
        self.items.append(("veto", "v%d" % (number + 1), keys))

    def make_grades(self):
        mins = sorted(self.rng.sample(range(20, 90), self.rng.randint(1, 4)),
                      reverse=True)
        ranks = ["1", "3", "5"]
        for number, percent in enumerate(mins):
            keys = {"name": "等%d" % number}
            shared = self.chance(0.4)
            if shared:
                keys["share"] = self.pick("10", "25", "30", "33.3", "50")
            if ranks and self.chance(0.15):     # a worse grade goes further
                keys["rank"] = self.pick(*ranks)
                ranks = ranks[ranks.index(keys["rank"]) + 1:]
            if not shared and "rank" not in keys or self.chance(0.7):
                keys["min"] = decimal_text(self.scale * percent / 100)
            self.grades.append(("q%d" % (number + 1), keys))
        self.grades.append(("fail", {"name": "不合格"}))

    # Ties

    def solve_ties(self, city):
        """Moves figures so that leaf points end in a 5 to be rounded."""
        row_of = {n.code: n.index for n in city.rules.nodes}
        by_code = {d.code: d for d in city.districts}
        self.nominal = lambda node, d: city.nominal_points(
            city.rules.by_code[node.code.lower()], d.group.lower())
        for node in self.nodes:
            if not (node.is_leaf and node.solve and node.form.is_affine):
                continue
            cells = city.cells[row_of[node.code]]
            for d in self.districts:
                if d.code in node.fixed or self.chance(0.03):
                    continue
                weight = cells[by_code[d.code].index].weight
                if weight:
                    self.solve_tie(node, d, weight)
        self.copy_twins()

    def solve_tie(self, node, d, weight):
        low, high = node.ends
        unit = 10 ** self.decimals
        for _ in range(3):
            s = low + (high - low) * Fraction(self.rng.randint(0, 1000), 1000)
            points = Fraction(2 * (s * weight * unit).__floor__() + 1,
                              2 * unit)
            s = points / weight
            if low <= s <= high and self.set_value(node, d,
                                                   node.solve(s, d)):
                return


# --- Leaves ------------------------------------------------------------------

class LeafMaker:
    """Gives a leaf its form, method, parameters and policies."""

    SOLVED = ("points", "range", "per_unit", "bands", "target", "efficacy",
              "growth", "interval", "minmax", "max_ratio")
    OTHERS = ("yesno", "rank", "exponential", "share", "mean_ratio",
              "minmax", "efficacy", "max_ratio", "bands", "range", "points",
              "target", "growth", "interval", "per_unit", "percentile",
              "borda", "zscore", "distance")

    def __init__(self, plan, node):
        self.plan = plan
        self.node = node
        self.rng = plan.rng
        self.chance = plan.chance
        self.pick = plan.pick
        self.keys = node.keys

    def run(self):
        node = self.node
        solved = self.chance(0.74)
        methods = self.SOLVED if solved else self.OTHERS
        self.method = self.pick(*methods)
        if not node.weight and self.method == "points":
            self.method = "range"
        self.lower = (self.method not in ("interval", "share")
                      and self.chance(0.25))
        self.loose = self.chance(0.15)
        self.is_free = not solved
        node.form = self.form(solved)
        self.keys["value"] = node.form.text
        self.keys["method"] = self.method
        if self.lower:
            self.keys["direction"] = "lower"
        self.choose_scope()
        self.choose_clip()
        getattr(self, "make_" + self.method)()
        if not node.form.is_affine:
            node.solve = None
        self.choose_policies()
        self.choose_treatment()

    def choose_scope(self):
        plan = self.plan
        self.grouped = (bool(plan.groups) and not plan.groupless
                        and self.chance(0.4))
        if self.grouped:
            self.keys["scope"] = "group"

    def choose_clip(self):
        if self.loose:
            self.keys["clip"] = "none"
            self.node.ends = (Fraction(-1, 2), Fraction(3, 2))
        elif self.chance(0.1):
            self.keys["clip"] = self.pick("0 100", "10 90.5", "-20 130",
                                          "60 100")

    # Forms

    def form(self, solved):
        if solved:
            make = self.pick(self.plain, self.plain, self.plain, self.scaled,
                             self.total, self.ratio, self.less_prior,
                             self.branch, self.jury)
            if make == self.less_prior and not self.plan.prior:
                make = self.plain
            return make()
        return self.opaque() if self.chance(0.75) else self.plain()

    def named(self, datum):
        """The code as an expression may write it: case does not count."""
        return datum.code.upper() if self.chance(0.05) else datum.code

    def plain(self):
        v = self.plan.new_datum()
        return Form(self.named(v), v.code, lambda d: Fraction(1),
                    unit=v.unit, kind=v.kind)

    def scaled(self):
        v = self.plan.new_datum()
        k = self.pick(*FACTORS)
        return Form("%s * %s" % (decimal_text(k), v.code), v.code,
                    lambda d: k, unit=v.unit, kind=v.kind)

    def total(self):
        """v + w where w may be of another scale."""
        plan = self.plan
        v = plan.new_datum()
        w = plan.new_datum(v.kind)
        rate = w.scale / v.scale
        form = Form("%s + %s" % (v.code, w.code), v.code,
                    lambda d: Fraction(1),
                    lambda d: plan.figure(d, w.code) * rate, v.unit, v.kind)
        form.data.append(w.code)
        return form

    def ratio(self):
        """A quotient of like dimensions is a pure number."""
        plan = self.plan
        v = plan.new_datum()
        w = plan.new_datum(v.kind)
        rate = v.scale / w.scale
        for d in plan.districts:
            plan.own["now"][d.code, w.code] = rate * self.pick(*FACTORS)
        form = Form("%s / %s * 100" % (v.code, w.code), v.code,
                    lambda d: 100 * rate / plan.figure(d, w.code), kind="")
        form.data.append(w.code)
        return form

    def less_prior(self):
        plan = self.plan
        v = plan.new_datum()
        form = Form("%s - prior(%s)" % (v.code, v.code), v.code,
                    lambda d: Fraction(1),
                    lambda d: -plan.figure(d, v.code, "before"),
                    v.unit, v.kind)
        form.allows_prior = False
        return form

    def branch(self):
        plan = self.plan
        v, w = plan.new_datum(), plan.new_datum()
        form = Form("if(%s > 10, %s, %s + 1)" % (w.code, v.code, v.code),
                    v.code, lambda d: Fraction(1),
                    lambda d: Fraction(plan.figure(d, w.code) <= 10),
                    v.unit, v.kind)
        form.data.append(w.code)
        return form

    def jury(self):
        """Expert scores that lie evenly around their mean."""
        e = self.plan.new_datum("", "experts")
        e.min_experts = self.pick(1, 1, 2, 3)
        text = self.pick("mean(%s)", "median(%s)", "trimmed_mean(%s, 1)")
        form = Form(text % e.code, e.code, lambda d: Fraction(1), kind="")
        form.allows_prior = False
        return form

    OPAQUE = (
        "log10(1 + {v})", "sqrt({v})", "ln({v})", "{v} / {v2} * 100",
        "{v} / 3", "city_rank({v})", "{v} - city_mean({v})",
        "{v} / city_sum({v}) * 100", "{v} / city_max({v})",
        "({v} - city_mean({v})) / city_sd({v})", "{v} - city_median({v})",
        "city_count({v}) - city_rank({v})", "{v} / city_min({v})",
        "cut({v})", "cut({v}) / reported({v})",
        "is_reported({v}) + has_note({v})", "reported({v})",
        "({v} + {w}) / 2", "min({v}, {w}, 20)", "max({v}, {w})",
        "min({v}, 50)", "clamp({v}, 10, 90)", "round({v} / 3, 1)",
        "floor({v})", "ceil({v})", "abs({v} - {w})", "{v} + {w} / 7",
        "if({v} > 50 and {w} > 20, {v}, {w})",
        "if(is_reported({w}), {v} + {w}, {v})",
        "if(not ({v} < 5 or {w} <= 5), {v}, 0)", "{v} - {w} >= 0",
        "{v} > 10", "-{v} + 30",
        "{w} / {v}", "{v} * {w} / 1000", "{v} - 2 * {w}",
    )
    PURE_ONLY = ("exp({v} / 500)", "{v} ^ 0.5", "{v} ^ 2 / 100",
                 "1 / (1 + {v})", "-{v} ^ 2 + 900", "2 ^ ({v} / 1000)")
    GROUPED = ("group_rank({v})", "{v} / group_max({v})",
               "{v} - group_mean({v})", "{v} - group_median({v})",
               "{v} / group_sum({v})", "group_count({v})",
               "if(group == \"{group}\", {v}, 2 * {v})",
               "{v} - group_min({v})", "group_sd({v})")
    WITH_PRIOR = ("{v} / prior({v}) - 1", "2 * ({v} - prior({v}))",
                  "prior({v} + {w})", "{v} - prior(city_mean({v}))",
                  "{v} / (0 + prior({v}) + prior({w}))")

    def opaque(self):
        plan = self.plan
        pool = list(self.OPAQUE)
        if plan.groups:
            pool += self.GROUPED
        if plan.prior:
            pool += self.WITH_PRIOR
        pure = self.chance(0.2)
        text = self.pick(*(self.PURE_ONLY if pure else pool))
        v = plan.new_datum("" if pure else None)
        data = {"v": v.code, "group": plan.groups and plan.groups[0]}
        if "{w}" in text:
            data["w"] = plan.new_datum(v.kind).code
        if "{v2}" in text:
            data["v2"] = plan.new_datum().code
        form = Form(text.format(**data), v.code)
        form.data = [data[k] for k in ("v", "w", "v2") if k in data]
        form.allows_prior = not re.search("prior|reported|cut", text)
        return form

    # Methods: parameters, and the value that earns a given score

    def quantity(self, q):
        """A parameter in the value's unit or another of its kind."""
        form = self.node.form
        if not form.unit or not self.chance(0.3):
            return decimal_text(q)
        units = dict(KINDS[form.kind])
        unit = self.pick(*units)
        return "%s %s" % (decimal_text(q * units[form.unit] / units[unit]),
                          unit)

    def width(self):
        return self.node.base * self.pick(*FACTORS)

    def low(self):
        return Fraction(self.rng.randint(0, 400), self.pick(1, 10))

    def make_points(self):
        node, plan, lower = self.node, self.plan, self.lower
        full = None
        above = node.parent
        while above and not above.is_data_weighted:
            above = above.parent
        if above or self.chance(0.25):
            full = self.width()
            self.keys["full"] = self.quantity(full)

        def solve(s, d):
            whole = plan.nominal(node, d) if full is None else full
            return whole * (1 - s if lower else s)
        node.solve = solve

    def make_yesno(self):
        pass

    def make_range(self):
        low, width, lower = self.low(), self.width(), self.lower
        if self.is_free and self.chance(0.2):
            self.keys["low"] = "city_min(%s)" % self.node.form.text
            self.keys["high"] = "city_max(%s)" % self.node.form.text
            return
        self.keys["low"] = self.quantity(low)
        self.keys["high"] = self.quantity(low + width)
        if self.chance(0.1):                    # low > high, not mirrored
            self.keys["low"], self.keys["high"] = (self.keys["high"],
                                                   self.keys["low"])
            lower = not lower
        self.node.solve = lambda s, d: low + width * (1 - s if lower else s)

    def make_per_unit(self):
        each = self.pick(Fraction(5), Fraction(25, 2), Fraction(10),
                         Fraction(1, 2), Fraction(25), Fraction(2))
        lower = self.lower
        self.keys["each"] = decimal_text(each)
        self.node.solve = lambda s, d: (1 - s if lower else s) * 100 / each

    def make_target(self):
        node, plan = self.node, self.plan
        cap = self.pick(100, 100, 120, 150)
        if cap != 100:
            self.keys["cap"] = str(cap)
        node.ends = (node.ends[0], Fraction(cap, 100))
        self.choose_zero_base()
        if self.chance(0.5) and not self.is_free:
            t = plan.new_datum(node.form.kind, "rules")
            t.unit = node.form.unit
            t.scale = Fraction(dict(KINDS[t.kind])[t.unit])
            for d in plan.districts:
                plan.own["now"][d.code, t.code] = self.width()
            node.form.data.append(t.code)
            self.keys["target"] = t.code
            target = lambda d: plan.figure(d, t.code)
        else:
            whole = self.width()
            self.keys["target"] = self.quantity(whole)
            target = lambda d: whole
        if not self.lower:
            node.solve = lambda s, d: s * (target(d) or 0)

    def make_efficacy(self):
        floor = Fraction(self.pick(60, 60, 50, 0, 75, 40))
        if floor != 60 or self.chance(0.5):
            self.keys["floor"] = decimal_text(floor)
        floor /= 100
        if not self.is_free:
            low, lower = self.low(), self.lower
            width = self.width() * (1 - floor)
            self.keys["low"] = self.quantity(low)
            self.keys["high"] = self.quantity(low + width)

            def solve(s, d):
                place = (s - floor) / (1 - floor)
                return low + width * (1 - place if lower else place)
            self.node.solve = solve
            if not self.loose:
                self.node.ends = (floor, Fraction(1))
            return
        self.peer_bounds()

    def peer_bounds(self):
        """Bounds from the peers, one of them perhaps fixed."""
        if self.chance(0.3):
            self.keys["low"] = self.pick("min", "0", "-5")
        if self.chance(0.3):
            self.keys["high"] = "max"
        self.choose_constant()

    def make_exponential(self):
        self.keys["floor"] = self.pick("60", "50", "25", "64", "10")
        if self.node.form.is_affine and self.chance(0.5):
            low = self.low()
            self.keys["low"] = self.quantity(low)
            self.keys["high"] = self.quantity(low + 20000)
        else:
            self.choose_constant()

    def make_bands(self):
        """Thresholds and scores with a tie in every score or segment."""
        node, linear = self.node, self.chance(0.6)
        steps = self.rng.randint(2, 5)
        scores = sorted(self.rng.sample(range(0, 21), steps))
        scores = [self.tied_score(Fraction(s, 20)) for s in scores]
        if self.lower:
            scores.reverse()
        table, at = [], self.low()
        for i, score in enumerate(scores):
            if i:
                gap = abs(score - scores[i - 1]) * self.width()
                at += gap or 1
            table.append((at, score))
        self.keys["bands"] = ", ".join("%s:%s" % (decimal_text(t),
                                                  decimal_text(s * 100))
                                       for t, s in table)
        if linear:
            self.keys["between"] = "linear"
        node.ends = (min(scores), max(scores))
        node.solve = (self.on_segment(table) if linear
                      else self.on_step(table, self.lower))

    def tied_score(self, s):
        """A band's score near S that earns a tie, where decimals allow."""
        weight, unit = self.node.base, 10 ** self.plan.decimals
        tied = Fraction(2 * (s * weight * unit).__floor__() + 1,
                        2 * unit) / weight
        text = decimal_text(tied * 100)
        return tied if text and len(text) < 16 and tied <= 1 else s

    def on_segment(self, table):
        def solve(s, d):
            for (t0, s0), (t1, s1) in zip(table, table[1:]):
                if min(s0, s1) <= s <= max(s0, s1) and s0 != s1:
                    return t0 + (t1 - t0) * (s - s0) / (s1 - s0)
            return table[0][0]
        return solve

    def on_step(self, table, lower):
        """Step tables are hit at a threshold or just past it."""
        rng = self.rng

        def solve(s, d):
            t, _ = rng.choice(table)
            past = rng.choice((Fraction(0), Fraction(1, 1000)))
            return t - past if lower else t + past
        return solve

    def make_growth(self):
        node, plan = self.node, self.plan
        base = Fraction(self.pick(80, 80, 60, 50))
        slope = Fraction(self.pick("1", "0.5", "2", "0.25"))
        if base != 80 or self.chance(0.5):
            self.keys["base"] = decimal_text(base)
        if slope != 1 or self.chance(0.5):
            self.keys["slope"] = decimal_text(slope)
        before = self.growth_base()
        self.choose_zero_base()
        sign = -1 if self.lower else 1

        def solve(s, d):
            x0 = before(d)
            if not isinstance(x0, Fraction):
                x0 = Fraction(1)
            return x0 * (1 + sign * (s * 100 - base) / (slope * 100))
        node.solve = solve

    def growth_base(self):
        """The expression of = and what it is worth for a district."""
        node, plan = self.node, self.plan
        form = node.form
        if plan.prior and form.text.lower() == form.main:
            for d in plan.districts:
                plan.own["before"][d.code, form.main] = self.width()
            if self.chance(0.5):
                self.keys["of"] = "prior(%s)" % form.main
            return lambda d: plan.figure(d, form.main, "before")
        if form.kind is None:
            self.keys["of"] = decimal_text(self.width())
            return lambda d: None
        w = plan.new_datum(form.kind)
        w.unit = form.unit
        w.scale = Fraction(dict(KINDS[w.kind])[w.unit])
        for d in plan.districts:
            plan.own["now"][d.code, w.code] = self.width()
        form.data.append(w.code)
        self.keys["of"] = w.code
        return lambda d: plan.figure(d, w.code)

    def make_interval(self):
        node = self.node
        at_low = Fraction(self.pick(0, 0, 20, 60))
        at_high = Fraction(self.pick(0, 0, 40))
        left = self.width() * (1 - at_low / 100)
        right = self.width() * (1 - at_high / 100)
        zero_low = self.low()
        low, high = zero_low + left, zero_low + left + self.width()
        for key, q in (("zero_low", zero_low), ("low", low), ("high", high),
                       ("zero_high", high + right)):
            self.keys[key] = self.quantity(q)
        for key, q in (("at_low", at_low), ("at_high", at_high)):
            if q:
                self.keys[key] = decimal_text(q)
        rising = self.chance(0.5)
        at, near, far = ((at_low / 100, low, zero_low) if rising else
                         (at_high / 100, high, high + right))
        node.ends = (at, Fraction(1))
        node.solve = lambda s, d: near + (1 - s) / (1 - at) * (far - near)

    def make_minmax(self):
        node = self.node
        lo, hi = self.pick((0, 100), (0, 100), (60, 100), (20, 70))
        if (lo, hi) != (0, 100):
            self.keys["lo"], self.keys["hi"] = str(lo), str(hi)
        lo, hi = Fraction(lo, 100), Fraction(hi, 100)
        self.choose_constant()
        if self.is_free or not node.form.is_affine:
            return
        low, lower = self.low(), self.lower
        width = self.width() * abs(hi - lo)

        def solve(s, d):
            place = (s - lo) / (hi - lo)
            return low + width * (1 - place if lower else place)
        if self.hold(low, low + width):
            node.solve = solve
            node.ends = (min(lo, hi), max(lo, hi))

    def make_max_ratio(self):
        self.choose_zero_base()
        if self.is_free or self.lower or not self.node.form.is_affine:
            return
        high = self.width()
        if self.hold(Fraction(0), high):
            self.node.solve = lambda s, d: s * high
            self.node.ends = (Fraction(0), Fraction(1))

    def hold(self, low, high):
        """The anchors hold the peers' bounds; False where there are none."""
        scopes = self.plan.groups if self.grouped else [None]
        pairs = [[d for d in self.plan.districts
                  if d.is_anchor and group in (None, d.group)]
                 for group in scopes]
        if any(len(pair) < 2 for pair in pairs):
            return False
        self.node.fixed = {d.code for pair in pairs for d in pair}
        for pair in pairs:
            self.plan.bounds += [(self.node, d, high if number % 2 else low)
                                 for number, d in enumerate(pair)]
        return True

    def make_mean_ratio(self):
        if self.chance(0.5):
            self.keys["at_mean"] = self.pick("60", "100", "80.5")
        self.choose_zero_base()

    def make_share(self):
        self.keys["full_share"] = self.pick("20", "5", "12.5", "100")
        self.choose_zero_base()

    def make_rank(self):
        if self.chance(0.6):
            self.keys["first"] = self.pick("100", "95")
            self.keys["last"] = self.pick("0", "40", "60", "37.5")
        self.choose_constant()

    def make_percentile(self):
        self.choose_constant()

    def make_borda(self):
        self.choose_constant()

    def make_zscore(self):
        self.keys["mean"] = self.pick("0", "50", "70", "62.5")
        self.keys["sd"] = self.pick("100", "10", "16.5", "3")
        self.choose_constant()

    def make_distance(self):
        """To the best, a target, the best of all, another district."""
        text = self.node.form.text
        self.choose_constant()
        self.choose_zero_base()
        if self.chance(0.5) or (self.grouped and self.chance(0.5)):
            return
        code = self.pick(*self.plan.districts).code
        best = "min" if self.lower else "max"
        self.keys["ref"] = self.pick(
            "25", "500", "city_%s(%s)" % (best, text), "city_mean(%s)" % text,
            "city_max(if(code == \"%s\", %s, 0))" % (code, text))

    def choose_constant(self):
        if self.chance(0.5):
            self.keys["constant"] = self.pick("full", "floor", "exclude")

    def choose_zero_base(self):
        if self.chance(0.5):
            self.keys["zero_base"] = self.pick("undefined", "full", "floor",
                                               "exclude")

    # Policies

    def choose_policies(self):
        plan, node = self.plan, self.node
        safe = node.solve and self.method in (
            "range", "per_unit", "bands", "interval", "efficacy", "points")
        jury = plan.data[node.form.main].given_by == "experts"
        if (safe and plan.all_submit and not jury and node.form.allows_prior
                and (self.chance(0.35) or not plan.gap_rate)):
            node.strict = True
            if self.chance(0.7):
                return
        if plan.rejects and self.chance(0.5):
            self.keys[self.pick("missing", "missing.absent",
                                "missing.missing")] = "reject"
        if self.chance(0.7):
            self.keys.setdefault("missing", self.policy())
            for state in STATES + ("undefined",):
                if self.chance(0.1):
                    self.keys.setdefault("missing." + state, self.policy())
            return
        for state in STATES + ("undefined",):
            if state == "not_applicable" and self.chance(0.7):
                continue                        # excluded by default
            self.keys.setdefault("missing." + state, self.policy())

    # Values that lie far out

    ON_SCALE = ("minmax", "efficacy", "exponential", "max_ratio",
                "mean_ratio", "share", "zscore", "distance")

    def choose_treatment(self):
        """Mostly of leaves without a solver, whose figures are casual."""
        if self.method == "yesno" or self.chance(0.95 if self.node.solve
                                                 else 0.45):
            return
        fixed = set(self.keys) & {"low", "high", "ref"}
        if fixed and all(self.keys[k] in ("min", "max") for k in fixed):
            fixed = set()
        if self.chance(0.4):
            low, high = sorted(self.casual_bound() for _ in range(2))
            self.keys["clip_value"] = self.pick(
                "%s %s" % (low, high), "none %s" % high, "%s none" % low)
        if self.chance(0.7):
            self.keys["winsorise"] = str(self.pick(1, 1, 2, 3, 5, 20))
        if self.method in self.ON_SCALE and not fixed and self.chance(0.5):
            self.keys["treat"] = self.pick(
                "log", "boxcox 0", "boxcox 0.5", "boxcox 2", "boxcox -1",
                "boxcox 0.25", "boxcox -0.5", "boxcox 1", "boxcox 1.5")
            self.keys["treat_when"] = self.pick("always", "skewed")
        if "winsorise" in self.keys or self.keys.get(
                "treat_when") == "skewed":
            self.choose_skew()

    def casual_bound(self):
        return self.pick(-3, 0, 0, 5, 12, 20, 100, 1000, 20000)

    def choose_skew(self):
        """What counts as skewed: mostly less than the presets say."""
        if self.chance(0.6):
            self.keys["skewness_bound"] = self.pick("0", "0.5", "1", "1.75")
            self.keys["kurtosis_bound"] = self.pick("-2", "0", "1.5", "2.5")

    def policy(self):
        plan = self.plan
        if plan.groups and not plan.groupless and self.chance(0.1):
            return "group_mean"
        if (self.plan.prior and self.node.form.allows_prior
                and self.chance(0.1)):
            return "prior"
        return self.pick("zero", "37.5", "60", "exclude", "exclude",
                         "unscored", "mean", "median", "min", "mean",
                         "zero", "12.345")


# --- Writing a plan ----------------------------------------------------------

class Writer:
    """Puts a plan into files as people would: spellings vary."""

    def __init__(self, plan, folder):
        self.plan = plan
        self.folder = folder
        self.rng = random.Random(plan.seed + 1)
        self.files = []
        self.record = None
        self.limits = {c: self.datum_limits(d) for c, d in plan.data.items()}

    def chance(self, p):
        return self.rng.random() < p

    def run(self):
        """The path of the rule set and the paths of the inputs."""
        rules = self.write_rules()
        for d in self.plan.districts:
            if d.submits:
                self.write_submission(d)
        self.write_verifications()
        self.write_scores()
        if self.plan.has_record:
            self.write_record()
        self.rng.shuffle(self.files)
        return rules, self.files

    def save(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return path

    def section(self, kind, code, keys):
        lines = ["[%s %s]" % (kind, code) if code else "[%s]" % kind]
        lines += ["%s = %s" % pair for pair in keys.items()]
        return "\n".join(lines) + "\n\n"

    # Rules

    def datum_limits(self, datum):
        """Keys decimals, min, max that all figures keep."""
        plan = self.plan
        tables = list(plan.own.values()) + list(plan.final.values())
        figures = [t[d.code, datum.code] for t in tables
                   for d in plan.districts
                   if isinstance(t.get((d.code, datum.code)), Fraction)]
        keys = {}
        if not figures or datum.given_by in ("experts", "rules"):
            return keys
        places = max(places_of(q) for q in figures)
        if places <= 12 and self.chance(0.25):
            keys["decimals"] = str(places)
        if self.chance(0.25):
            keys["min"] = str(min(min(figures).__floor__(), 0))
        if self.chance(0.15):
            keys["max"] = str(max(max(figures).__ceil__(), 0) + 1)
        return keys

    def write_rules(self):
        plan = self.plan
        evaluation = dict(plan.evaluation)
        districts = self.districts_text()
        parts = [UNITS, self.data_text(), self.nodes_text(),
                 self.items_text()]
        if self.chance(0.5):
            evaluation["include"] = "districts.ini"
            self.save("districts.ini", districts)
        else:
            parts.insert(0, districts)
        text = self.section("evaluation", "", evaluation) + "".join(parts)
        text = "; seed %d\n" % plan.seed + text
        if self.chance(0.1):
            text = "\ufeff" + text.replace("\n", "\r\n")
        return self.save("rules.ini", text)

    def districts_text(self):
        plan = self.plan
        text = ""
        if self.chance(0.6):
            text += "".join(self.section("group", g, {"name": "组" + g})
                            for g in plan.groups)
        rules = [c for c, d in plan.data.items() if d.given_by == "rules"]
        for d in plan.districts:
            keys = {"name": d.name}
            if d.group:
                keys["group"] = d.group
            for code in rules:
                if (d.code, code) in plan.own["now"]:
                    keys[code] = decimal_text(plan.own["now"][d.code, code])
            text += self.section("district", d.code, keys)
        return text

    def data_text(self):
        text = ""
        for datum in self.plan.data.values():
            keys = {"name": "数据" + datum.code}
            if datum.unit:
                keys["unit"] = datum.unit
            if datum.given_by != "district" or self.chance(0.1):
                keys["given_by"] = datum.given_by
            if datum.min_experts > 1:
                keys["min_experts"] = str(datum.min_experts)
            if datum.given_by == "district" and self.chance(0.2):
                keys["required"] = "no"
            keys.update(self.limits[datum.code])
            text += self.section("datum", datum.code, keys)
        return text

    def nodes_text(self):
        text = ""
        for node in self.plan.nodes:
            keys = {"name": "指标" + node.code}
            if self.chance(0.05):
                keys["name"] = '"指标; %s"  ; 注' % node.code
            if not node.parent.code == "total":
                keys["parent"] = node.parent.code
            keys.update(node.keys)
            if node.is_leaf and self.chance(0.05):
                keys["method"] += "  ; 注"
            text += self.section("indicator", node.code, keys)
        for code, rows in self.plan.judgements:
            text += self.section("weights", code, rows)
        return text

    def items_text(self):
        text = "".join(self.section(*item)
                       for item in self.plan.checks + self.plan.items)
        text += "".join(self.section("grade", code, keys)
                        for code, keys in self.plan.grades)
        if self.plan.groups and self.chance(0.3):
            text += self.section("ranking", "first", {
                "name": "分组排名",
                "where": 'group == "%s"' % self.plan.groups[0]})
        return text

    # Submissions

    def head(self, kind, more):
        return ('<?xml version="1.0" encoding="UTF-8"?>\n'
                '<%s xmlns="urn:quping:submission:1" year="%d"%s>\n'
                % (kind, YEAR, more))

    def spelled(self, datum, q):
        """(attributes, text) of a figure, perhaps in another unit."""
        unit = datum.unit
        if (len(KINDS[datum.kind]) > 1 and self.chance(0.15)
                and not self.limits[datum.code].get("decimals")):
            unit, scale = self.rng.choice(KINDS[datum.kind])
            other = q * datum.scale / scale
            if fits(other):
                q = other
            else:
                unit = datum.unit
        text = decimal_text(q)
        if self.chance(0.03) and q >= 0:
            text = "+" + text
        if self.chance(0.03):
            text = " " + text + "\n"
        shown = unit and (unit != datum.unit or self.chance(0.5))
        return (' unit="%s"' % unit if shown else ""), text

    def datum_xml(self, datum, q, more):
        more = ' code="%s"%s' % (datum.code, more)
        if isinstance(q, str):
            return '<datum%s state="%s" reason="待核"/>\n' % (more, q)
        unit, text = self.spelled(datum, q)
        return "<datum%s%s>%s</datum>\n" % (more, unit, text)

    def write_submission(self, d):
        plan = self.plan
        text = self.head("submission", ' evaluation="p%d" district="%s" '
                         'status="final"%s' % (plan.seed, d.code, d.submitted
                                               and ' submitted="%s"'
                                               % d.submitted))
        text += '<contact unit="%s" person="某"/>\n<data>\n' % d.code
        for code, datum in plan.data.items():
            if datum.given_by != "district":
                continue
            for when, period in (("now", ""), ("before", ' period="2024"')):
                q = plan.own[when].get((d.code, code))
                if q is not None:
                    text += self.datum_xml(datum, q, period)
            if self.chance(0.01):               # kept and not used
                text += self.datum_xml(datum, Fraction(1), ' period="2020"')
        text += "</data>\n" + "".join(
            '<note code="%s">说明</note>\n' % code for code in plan.data
            if (d.code, code) in plan.notes)
        self.files.append(self.save("s-%s.xml" % d.code,
                                    text + "</submission>\n"))

    # Last year's record

    def recorded_xml(self, d, code, datum):
        """What counted of DATUM, perhaps in another unit or as a fraction."""
        q = recorded(self.plan, (d.code, code))
        if q is None:
            return ""
        unit, scale = self.rng.choice(KINDS[datum.kind])
        head = '<datum code="%s"%s' % (
            self.rng.choice((code, code.upper())),
            ' unit="%s"' % unit if unit else "")
        if isinstance(q, str):
            return head + ' state="%s" reason="待核"/>\n' % q
        q = q * datum.scale / scale
        text = decimal_text(q) if self.chance(0.7) else None
        return head + ' value="%s"/>\n' % (text or "%d/%d" % (q.numerator,
                                                              q.denominator))

    @staticmethod
    def past_xml(rank, grade):
        return "".join(' %s="%s"' % pair for pair in
                       (("rank", rank), ("grade", grade)) if pair[1])

    def write_record(self):
        plan = self.plan
        text = ('<result xmlns="urn:quping:result:1">\n'
                '<evaluation id="p%d" year="%d"/>\n<history>\n'
                % (plan.seed, YEAR - 1))
        for ago, year in enumerate(plan.past[1:], 2):
            text += '<year year="%d" sha256="%064d">\n' % (YEAR - ago, ago)
            for code, (rank, grade) in year.items():
                text += '<district code="%s" total="50"%s/>\n' % (
                    code, self.past_xml(rank, grade))
            text += "</year>\n"
        text += "</history>\n"
        for code, (rank, grade) in plan.past[0].items():
            text += '<district code="%s">\n' % code
            for d in plan.districts:
                if d.code == code:
                    text += "".join(self.recorded_xml(d, x, datum)
                                    for x, datum in plan.data.items())
            text += '<total points="50"%s/>\n</district>\n' % self.past_xml(
                rank, grade)
        self.record = self.save("last.xml", text + "</result>\n")

    def write_verifications(self):
        plan = self.plan
        lines = ([], [])
        for code, datum in plan.data.items():
            file = self.rng.choice(lines)
            for when, period in (("now", ""), ("before", ' period="2024"')):
                for d in plan.districts:
                    q = plan.final[when].get((d.code, code))
                    if q is not None:
                        file.append(self.datum_xml(
                            datum, q, ' district="%s"%s document="文1"'
                            % (d.code, period) + ("" if isinstance(q, str)
                                                  else ' reason="核减"')))
        for number, file in enumerate(lines):
            if file:
                self.files.append(self.save(
                    "v%d.xml" % number,
                    self.head("verification", ' source="部门%d"' % number)
                    + "".join(file) + "</verification>\n"))

    def write_scores(self):
        plan, lines = self.plan, []
        for (d, code), panel in plan.panel.items():
            scores = [(panel["x"] + delta, "no") for delta in panel["deltas"]]
            if panel["conflict"]:
                scores.append((Fraction(5), "yes"))
            for number, (q, conflict) in enumerate(scores):
                lines.append('<score expert="e%d" district="%s" code="%s"%s>'
                             "%s</score>\n"
                             % (number, d, code,
                                ' conflict="yes"' if conflict == "yes"
                                else self.rng.choice(("",
                                                      ' conflict="no"')),
                                decimal_text(q)))
        if lines:
            self.rng.shuffle(lines)
            self.files.append(self.save(
                "scores.xml", self.head("scores", "") + "".join(lines)
                + "</scores>\n"))


# --- One set: make, run, compare ---------------------------------------------

NUMERIC = ("value", "normalised", "weight", "points", "rank")
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def recorded(plan, key):
    """The figure of KEY, (district, datum), in last year's record: what the
    plan gives for the year before, of districts that the record has."""
    if key[0] not in plan.past[0]:
        return None
    return plan.final["before"].get(key, plan.own["before"].get(key))


class PlanInputs(oracle.Inputs):
    """A plan's figures as the oracle would read them from files."""

    def __init__(self, rules, plan):
        super().__init__(rules, [])
        for d in self.districts:
            for code in rules.data:
                self.take(plan, d, code)
            self.settle(d)

    def take(self, plan, d, code):
        key = (d.code, code)
        submits = next(p.submits for p in plan.districts if p.code == d.code)
        for when, own, now in (("now", d.own_now, True),
                               ("before", d.own_before, False)):
            if key in plan.own[when] and submits:
                own[code] = as_value(plan.own[when][key])
            if key in plan.final[when]:
                self.verified[key + (now,)] = as_value(plan.final[when][key])
        if plan.by_record and recorded(plan, key) is not None:
            self.recorded[key] = as_value(recorded(plan, key))
        for ago, year in enumerate(plan.past, 1):
            if d.code in year:
                rank, grade = year[d.code]
                d.past[ago] = (Fraction(rank) if rank else oracle.UNDEFINED,
                               grade)
        if key in plan.panel:
            panel = plan.panel[key]
            d.panel[code] = [panel["x"] + delta for delta in panel["deltas"]]


def as_value(figure):
    return oracle.STATES[figure] if isinstance(figure, str) else figure


class Verdict:
    """What came of one set."""

    def __init__(self, seed):
        self.seed = seed
        self.scores = self.ties = self.rounded_ties = self.gaps = 0
        self.rejected = ""
        self.differences = []


def make_set(seed, folder):
    """Writes the set of SEED; (rules path, input paths, record path or
    None).

    The weights that ties need are known once the gaps have been judged."""
    plan = Plan(seed)
    rules = oracle.Rules(Writer(plan, folder).write_rules())
    city = oracle.City(rules, PlanInputs(rules, plan))
    try:
        city.score()
        plan.solve_ties(city)
    except oracle.Rejected:
        pass
    writer = Writer(plan, folder)
    return writer.run() + (writer.record,)


def count_ties(city, verdict):
    """Leaf scores, and those with exactly a 5 to be dropped."""
    rules = city.rules
    stage = rules.evaluation["round_at"]
    for node in rules.nodes:
        if not node.is_leaf:
            continue
        for cell in city.cells[node.index]:
            if cell.exact is not None:
                tie = oracle.is_tie(cell.exact, rules.decimals)
                verdict.scores += 1
                verdict.ties += tie
                verdict.rounded_ties += tie and stage == "indicator"


def run_set(seed, folder, options):
    """Makes, scores and compares one set; an error case says so."""
    verdict = Verdict(seed)
    try:
        rules, inputs, record = make_set(seed, folder)
        read = inputs + [record] * bool(record)
        city = oracle.evaluate(rules, read)
        want = list(oracle.rows(city))
        count_ties(city, verdict)
    except oracle.Rejected as problem:
        verdict.rejected = str(problem)
        want = None
    except oracle.OracleError as problem:
        verdict.differences = ["the oracle refuses it: %s" % problem]
        return verdict
    if not options.oracle_only:
        if record:
            inputs = inputs + ["--prior", record]
        verdict.differences = compare_run(rules, inputs, want, folder,
                                          options)
        if want and not verdict.differences:
            verdict.differences = compare_gaps(
                rules, read, city, os.path.join(folder, "out"), verdict)
    return verdict


def compare_run(rules, inputs, want, folder, options):
    """Runs the program on a set; the differences as lines."""
    out = os.path.join(folder, "out")
    command = [options.quping, "score", rules] + inputs + ["-o", out]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, timeout=300,
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE)
    except subprocess.TimeoutExpired:
        return ["no end after 300 seconds"]
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    if want is None:
        if done.returncode == 1 and not os.path.exists(out):
            return []
        return ["to be rejected, but exit status %d, output %s"
                % (done.returncode, "written" if os.path.exists(out)
                   else "not written")]
    if done.returncode:
        return ["exit status %d: %s" % (done.returncode,
                                        " | ".join(said[:3]))]
    try:
        with open(os.path.join(out, "result.csv"), "rb") as file:
            return compare_table(file.read(), want)
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        return ["result.csv: %s" % problem]


def compare_gaps(rules, inputs, city, out, verdict):
    """The policies in result.xml, and for a few gaps of each set the rank that
    the district would have without: the oracle does the whole evaluation
    again."""
    gaps, name = {}, "{urn:quping:result:1}"
    for d in ElementTree.parse(os.path.join(out, "result.xml")).iter(
            name + "district"):
        for score in d.iter(name + "score"):
            if score.get("policy"):
                gaps[d.get("code"), score.get("code")] = score
    if set(gaps) != set(city.gaps):
        return ["other gaps than the oracle: %s"
                % (set(gaps) ^ set(city.gaps))]
    found = []
    rng = random.Random(verdict.seed)
    for gap in rng.sample(sorted(gaps), min(len(gaps), GAPS_COMPARED)):
        want = rank_without(rules, inputs, city.gaps[gap], gap)
        got = gaps[gap].get("rank_without")
        verdict.gaps += 1
        if got != want:
            found.append("%s %s: rank_without %s, the oracle has %s"
                         % (gap + (got, want)))
    return found


def rank_without(rules, inputs, policy, gap):
    if policy == "exclude":
        return None
    try:
        city = oracle.evaluate(rules, inputs, gap)
    except oracle.Rejected:     # the scores that are left give no weights
        return None
    code = gap[0].lower()
    rank = next(o.rank for d, o in zip(city.districts, city.outcomes)
                if d.code.lower() == code)
    return None if rank is None else oracle.show(rank)


def compare_table(text, want):
    """The differences of result.csv from the rows WANT."""
    if not text.startswith(b"\xef\xbb\xbf"):
        return ["result.csv has no byte order mark"]
    table = list(csv.reader(io.StringIO(text.decode("utf-8-sig"),
                                        newline="")))
    if not table or table[0] != oracle.COLUMNS:
        return ["another header: %s" % table[:1]]
    found = []
    if len(table) - 1 != len(want):
        found.append("%d rows, the oracle has %d"
                     % (len(table) - 1, len(want)))
    for got, row in zip(table[1:], want):
        found += compare_row(got, row)
    return found


def compare_row(got, row):
    place = "%s %s" % (row[0], row[3])
    if len(got) != len(row):
        return ["%s: %d cells" % (place, len(got))]
    found = []
    for column, mine, other in zip(oracle.COLUMNS, row, got):
        if column in NUMERIC:
            other = canonical(other)
        if mine != other:
            found.append("%s %s: %r, the oracle has %r"
                         % (place, column, other, mine))
    return found


def canonical(text):
    """A printed number without superfluous zeros; other text unchanged."""
    if not DECIMAL.fullmatch(text):
        return text
    sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text)
    whole, _, fraction = digits.partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    if whole == "0" and not fraction:
        return "0"
    return sign + whole + ("." + fraction if fraction else "")


# --- Command line ------------------------------------------------------------

def set_seeds(options):
    if options.only is not None:
        yield options.only
        return
    number = 0
    while True:
        yield options.seed * 100000 + number
        number += 1


def run_seed(job):
    seed, options = job
    with tempfile.TemporaryDirectory(prefix="quping-property-") as folder:
        try:
            verdict = run_set(seed, folder, options)
        except Exception as problem:
            raise RuntimeError("seed %d" % seed) from problem
        if verdict.differences and options.keep:
            kept = os.path.join(options.keep, str(seed))
            shutil.copytree(folder, kept, dirs_exist_ok=True)
    return verdict


def report(verdict, options, printed):
    """Prints differences of a set while fewer than ten are out."""
    if verdict.rejected and options.only is not None:
        print("seed %d: %s" % (verdict.seed, verdict.rejected))
    for line in verdict.differences[:max(10 - printed, 0)]:
        print("seed %d: %s" % (verdict.seed, line))
    if verdict.differences and options.keep and printed < 10:
        print("seed %d: files kept in %s"
              % (verdict.seed, os.path.join(options.keep,
                                            str(verdict.seed))))


def parse_options(arguments):
    parser = argparse.ArgumentParser(
        description="compares quping with the oracle on random evaluations")
    parser.add_argument("--quping", default="./quping", metavar="PATH")
    parser.add_argument("--scores", type=int, default=100000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--only", type=int, metavar="SEED")
    parser.add_argument("--keep", metavar="DIR")
    parser.add_argument("--oracle-only", action="store_true")
    return parser.parse_args(arguments)


def main(arguments):
    options = parse_options(arguments)
    if not options.oracle_only and not os.access(options.quping, os.X_OK):
        print("property: cannot run %s" % options.quping, file=sys.stderr)
        return 2
    jobs = ((seed, options) for seed in set_seeds(options))
    verdicts, scores, differences = [], 0, 0
    with multiprocessing.Pool() as pool:
        for verdict in in_order(pool, jobs):
            report(verdict, options, differences)
            verdicts.append(verdict)
            scores += verdict.scores
            differences += len(verdict.differences)
            if scores >= options.scores:
                break
        pool.close()
        pool.join()
    return summary(verdicts, options)


def in_order(pool, jobs):
    """Verdicts in the order of JOBS, a few sets worked on ahead."""
    waiting = []
    for job in jobs:
        waiting.append(pool.apply_async(run_seed, (job,)))
        if len(waiting) > 2 * os.cpu_count():
            yield waiting.pop(0).get()
    for result in waiting:
        yield result.get()


def summary(verdicts, options):
    scores = sum(v.scores for v in verdicts)
    ties = sum(v.ties for v in verdicts)
    differences = sum(len(v.differences) for v in verdicts)
    failed = [str(v.seed) for v in verdicts if v.differences]
    few = options.only is None and 2 * ties < scores
    if failed:
        print("failing seeds: " + " ".join(failed[:10])
              + (" ..." if failed[10:] else ""))
    if few:
        print("too few ties: %d of %d scores" % (ties, scores))
    print("%d sets to be rejected; %d ties were rounded in a leaf; "
          "%d gaps left out"
          % (sum(bool(v.rejected) for v in verdicts),
             sum(v.rounded_ties for v in verdicts),
             sum(v.gaps for v in verdicts)))
    print("property: %d scores in %d rule sets, %d on rounding ties, "
          "%d differences" % (scores, len(verdicts), ties, differences))
    return 1 if differences or few else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
