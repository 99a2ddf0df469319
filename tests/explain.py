#!/usr/bin/env python3
"""What `explain --format=json` says, done again by hand.

    explain.py QUPING SRCDIR

Scores the examples, asks for the derivations of all districts, and does all
their arithmetic again with fractions, from the data up: expressions step by
step, peers and their statistics, methods, what goes with them, the tree, items,
totals, ranks and grades.  It must come to the points in result.csv.  Nothing is
read but the document and result.csv.  Methods, roots and means are the
oracle's, which shares no code with the program.

Then a wrong figure is planted in each kind of step in turn, and must be
found."""

import copy
import csv
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from fractions import Fraction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "oracle"))
import oracle  # noqa: E402

ZERO, ONE = Fraction(0), Fraction(1)
OPERATORS = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b,
    "*": lambda a, b: a * b, "/": oracle.divide, "^": oracle.power,
    "==": lambda a, b: Fraction(a == b), "!=": lambda a, b: Fraction(a != b),
    "<": lambda a, b: Fraction(a < b), "<=": lambda a, b: Fraction(a <= b),
    ">": lambda a, b: Fraction(a > b), ">=": lambda a, b: Fraction(a >= b),
    "and": lambda *v: Fraction(all(v)), "or": lambda *v: Fraction(any(v)),
    "not": lambda a: Fraction(not a), "if": lambda condition, taken: taken,
    "round": oracle.round_function,
}
for table in (oracle.PLAIN_FUNCTIONS, oracle.LIKE_FUNCTIONS):
    OPERATORS.update((name, row[2]) for name, row in table.items())
# Worst first: what a step is that rests on several figures that are not there.
STATES = ["absent", "missing", "withheld", "not_applicable", "undefined"]


class Wrong(Exception):
    """A figure that is not what its parts come to."""


def number(text):
    return None if text is None else Fraction(text)


def expect(what, said, found):
    if said != found:
        raise Wrong("%s: it says %s, its parts give %s" % (what, said, found))


class Leaf:
    """A leaf as the oracle's methods want it."""

    def __init__(self, rule, score, full, scopes):
        given = rule["parameters"]
        self.lower = rule.get("lower", False)
        self.linear = given.get("between") == "linear"
        self.bands = [(Fraction(t), Fraction(s))
                      for t, s in given.get("bands", [])]
        self.given = given
        self.full = full
        self.bound_words = {}
        method = oracle.METHODS[rule["method"]]
        for key in ("low", "high"):
            if key in method[1] and key not in score["arguments"]:
                self.bound_words[key] = {"low": "min", "high": "max"}[key]
        self.score = method[0]
        self.best = self.percent(method[3]) if method[3] else ONE
        self.least = self.percent(method[4]) if method[4] else ZERO
        self.peers = oracle.Peers(list(scopes.values()))

    def percent(self, key, preset=None):
        return Fraction(self.given[key])

    def full_points(self, district):
        return self.full

    def held(self, s, district, one_end, other_end, by_peers):
        return s


class Check:
    """One document against itself."""

    def __init__(self, document):
        self.document = document
        self.evaluation = document["evaluation"]
        self.rules = {rule["code"]: rule for rule in document["indicators"]}
        self.children = {None: []}
        for code, rule in self.rules.items():
            self.children.setdefault(code, [])
            self.children.setdefault(rule.get("parent"), []).append(code)
        self.districts = {d["code"]: d for d in document["districts"]}
        self.data = {code: {x["code"]: x for x in d["data"]}
                     for code, d in self.districts.items()}
        self.scores = {code: {s["code"]: s for s in d["scores"]}
                       for code, d in self.districts.items()}
        self.scopes = {(s["indicator"], s.get("group")):
                       {code: Fraction(x) for code, x in s["used"].items()}
                       for s in document["scopes"]}
        self.struck = {code: [v["effect"] for v, own in
                              zip(document["vetoes"], d["vetoes"])
                              if own.get("struck")]
                       for code, d in self.districts.items()}
        self.points = {}

    def run(self):
        for self.code in self.districts:
            self.district = self.districts[self.code]
            self.check_data()
            self.check_vetoes()
            for score in self.district["scores"]:
                if "method" in self.rules[score["code"]]:
                    self.check_leaf(score)
        self.check_scopes()
        self.check_inner()
        for self.code, self.district in self.districts.items():
            if "exclude" in self.struck[self.code]:
                continue
            self.check_full(None, Fraction(self.evaluation["scale"]))
            self.check_weights(None, Fraction(self.evaluation["scale"]))
            for score in reversed(self.district["scores"]):
                self.check_points(score)
            self.check_total()
        self.check_ranks()
        self.check_grades()
        return self.points

    def is_peer(self, code):
        return not {"exclude", "unranked"} & set(self.struck[code])

    def rounded(self, x):
        return oracle.round_to(x, self.evaluation["decimals"],
                               self.evaluation["rounding"])

    def say(self, what):
        return "%s %s" % (self.code, what)

    # --- data and expressions ---

    def check_data(self):
        """Verified wins, then reported, then derived."""
        for datum in self.district["data"]:
            counts = (datum.get("verified") or datum.get("reported")
                      or datum.get("derived"))
            if datum["by"] in ("rules", "experts"):
                continue
            expect(self.say(datum["code"]), outcome(datum.get("counts")),
                   outcome(counts))
            if self.evaluation["prior"] == "submission":
                expect(self.say(datum["code"] + " of the year before"),
                       outcome(datum.get("counts_prior")),
                       outcome(datum.get("verified_prior")
                               or datum.get("reported_prior")))

    def figure(self, step, own):
        code = step.get("district", own)
        datum = self.data[code].get(step["datum"])
        if datum is None:       # another district's, for its own derivation
            return outcome(step)
        key = "counts_prior" if step.get("prior") else "counts"
        if key not in datum:
            return "undefined" if step.get("prior") else "absent"
        return outcome(datum[key])

    def panel(self, name, datum, args):
        scores = sorted(Fraction(o["number"])
                        for o in datum.get("opinions", [])
                        if not o.get("conflict"))
        k = int(args[0]) if name == "trimmed_mean" else 0
        if len(scores) < max(1, datum.get("min_experts", 1), 2 * k + 1):
            return "undefined"
        scores = scores[k:len(scores) - k]
        return (oracle.median if name == "median" else oracle.mean)(scores)

    def looking_back(self, name, args):
        years = {past["year"]: past for past in self.district.get("past", [])}
        before = self.evaluation["year"] - 1
        if name == "years_in":
            asked = range(before, before - int(args[1]), -1)
            if any(year not in years for year in asked):
                return "undefined"
            return Fraction(sum(years[year].get("grade") == args[0]
                                for year in asked))
        if before not in years:
            return "undefined"
        if name == "prior_rank":
            return number(years[before].get("rank")) or "undefined"
        return years[before].get("grade", "")

    def special(self, name, step, args):
        """A function that looks at more than the values of its steps."""
        datum = self.data[self.code].get(step.get("datum"), {})
        reported = outcome(datum.get("reported") or datum.get("derived"))
        if name in ("trimmed_mean", "mean", "median"):
            return self.panel(name, datum, args)
        if name == "reported":
            return "absent" if reported is None else reported
        if name == "cut":
            if "verified" not in datum or not isinstance(reported, Fraction):
                return ZERO if isinstance(reported, Fraction) else "undefined"
            return reported - Fraction(datum["verified"]["number"])
        if name == "failed":
            return Fraction(len({f["check"] for f in
                                 self.district["findings"]
                                 if f["level"] == args[0]
                                 and f.get("submitted")}))
        if name == "days_between":
            days = [datetime.date.fromisoformat(a) for a in args]
            return Fraction((days[1] - days[0]).days)
        if name in ("prior_grade", "prior_rank", "years_in"):
            return self.looking_back(name, args)
        if name == "is_reported":
            return Fraction("number" in datum.get("counts", {}))
        if name == "has_note":
            return Fraction("note" in datum)
        if name in ("submitted", "due"):
            return (self.district if name == "submitted"
                    else self.evaluation).get(name, "undefined")
        if name in ("code", "name", "group"):
            return self.district.get(name, "")
        raise Wrong("nobody has told this test of %s" % name)

    def work(self, step):
        """The value of STEP, after those below it."""
        args = [self.work(arg) for arg in step.get("args", [])]
        missing = [a for a in args if a in STATES]
        if step["op"] in ("number", "text"):
            return outcome(step)
        if step["op"] == "datum":
            found = self.figure(step, self.code)
        elif step["op"].startswith(("city_", "group_")):
            found = self.peers(step["op"].split("_")[1], step, args)
        elif missing:
            found = min(missing, key=STATES.index)
        elif step["op"] == "-" and len(args) == 1:
            found = -args[0]
        elif step["op"] in OPERATORS:
            found = OPERATORS[step["op"]](*args)
        else:
            found = self.special(step["op"], step, args)
        if found is oracle.UNDEFINED:
            found = "undefined"
        expect(self.say(step["op"] + " " + step.get("datum", "")),
               outcome(step), found)
        return found

    def peers(self, name, step, args):
        """Those that are looked at must be all that are to be."""
        of_group = step["op"].startswith("group")
        asked = {arg.get("district", self.code)
                 for arg in step["args"][name == "rank":]}
        for code in asked:
            if not self.is_peer(code) or (
                    of_group and self.districts[code].get("group")
                    != self.district.get("group")):
                raise Wrong(self.say("%s looks at %s" % (step["op"], code)))
        if name == "count":
            return Fraction(len(args))
        if name == "rank":
            return Fraction(1 + sum(a > args[0] for a in args[1:]))
        return oracle.PEER_FUNCTIONS[name](args) if args else "undefined"

    def working(self, working):
        found = self.work(working["steps"])
        expect(self.say(working["expression"]), outcome(working), found)
        return found

    # --- leaves ---

    def check_leaf(self, score):
        rule = self.rules[score["code"]]
        value = self.working(score["value"])
        used = number(score.get("used"))
        if isinstance(value, Fraction):
            expect(self.say(score["code"] + " used"), used,
                   self.treated(rule, score, value))
        elif score.get("policy") == "prior":
            before = self.working(score["before"])
            expect(self.say(score["code"] + " put in"), used,
                   self.treated(rule, score, before)
                   if isinstance(before, Fraction) else None)
        elif score.get("policy") in ("mean", "group_mean", "median", "min"):
            expect(self.say(score["code"] + " put in"), used,
                   self.substitute(rule, score))
        elif used is not None:
            raise Wrong(self.say(score["code"] + " has a value from nowhere"))
        for argument in score["arguments"].values():
            self.working(argument)
        if "exclude" not in self.struck[self.code]:
            expect(self.say(score["code"] + " normalised"),
                   (score.get("standing"), number(score.get("normalised"))),
                   self.normalised(rule, score, used))

    @staticmethod
    def treated(rule, score, x):
        found = score.get("treated", {})
        for low, high in ((rule.get("clip_value_low"),
                           rule.get("clip_value_high")),
                          (found.get("low"), found.get("high"))):
            x = x if high is None else min(x, Fraction(high))
            x = x if low is None else max(x, Fraction(low))
        if not found.get("transformed"):
            return x
        x = max(x, Fraction(found["least"])) + Fraction(found["shift"])
        exponent = Fraction(rule.get("lambda", 0))
        if not exponent:
            return oracle.log_e(x)
        return (oracle.power(x, exponent) - 1) / exponent

    def values_not_put_in(self, rule, group=None):
        """Values of peers that have one of their own."""
        return [Fraction(scores[rule["code"]]["used"])
                for code, scores in self.scores.items()
                if self.is_peer(code) and "used" in scores[rule["code"]]
                and "number" in scores[rule["code"]]["value"]
                and group in (None, self.districts[code].get("group"))]

    def substitute(self, rule, score):
        of_group = score["policy"] == "group_mean" or rule.get("by_group")
        values = self.values_not_put_in(
            rule, self.district["group"] if of_group else None)
        if not values:
            return None
        if score["policy"] == "median":
            return oracle.median(values)
        if score["policy"] == "min":
            return (max if rule.get("lower") else min)(values)
        return oracle.mean(values)

    def argument(self, rule, score, key):
        """A parameter in the unit of the value, as it was used."""
        working = score["arguments"].get(key)
        if working is None or "number" not in working:
            return None
        used = number(score["figures"].get(key)) if "figures" in score else \
            Fraction(working["number"])
        return Fraction(working["number"]) if used is None else used

    def normalised(self, rule, score, used):
        """The standing and the score of a leaf, from its value."""
        policies = {"zero": ZERO, "score": number(score.get("policy_score"))}
        policy = score.get("policy")
        if policy in policies:
            return None, policies[policy]
        if policy == "exclude":
            return "excluded", None
        if used is None or policy == "unscored":
            return "unscored", None
        group = self.district["group"] if rule.get("by_group") else None
        leaf = Leaf(rule, score, Fraction(score["full"]),
                    self.scopes[rule["code"], group])
        arguments = {key: self.argument(rule, score, key)
                     for key in score["arguments"]}
        if None in arguments.values():
            return "unscored", None
        raw = leaf.score(leaf, used, arguments, leaf.peers, None)
        ends = {"full": leaf.best, "floor": leaf.least, "exclude": None}
        if raw in (oracle.ALL_EQUAL, oracle.ZERO_BASE):
            way = rule["constant" if raw is oracle.ALL_EQUAL else "zero_base"]
            if way == "undefined":
                return "unscored", None
            return ("excluded" if way == "exclude" else None), ends[way]
        expect(self.say(rule["code"] + " raw"), number(score["raw"]), raw)
        self.check_formula(rule, score, raw)
        for ends in ("held", "clip"):
            if ends in score:
                low, high = sorted(map(Fraction, score[ends]))
                raw = min(max(raw, low), high)
        return None, raw

    def check_formula(self, rule, score, raw):
        """The formula as it stands, with the figures as they stand."""
        names = {name: Fraction(x) for name, x in score["figures"].items()}
        if "bands(" in rule["formula"] or "if(" in rule["formula"]:
            return
        names.setdefault("min", min)
        names["power"] = oracle.positive_power
        formula = re.sub(r"(\w+) \^ (\(.*\))", r"power(\1, \2)",
                         rule["formula"])
        found = eval(formula, {"__builtins__": {}}, names)  # our own text
        expect(self.say("%s: %s" % (rule["code"], formula)), raw,
               Fraction(found))

    def check_scopes(self):
        """Peers are those who have a value, and no others."""
        for (node, group), used in self.scopes.items():
            found = {code: Fraction(scores[node]["used"])
                     for code, scores in self.scores.items()
                     if "used" in scores[node] and self.is_peer(code)
                     and (group is None
                          or self.districts[code].get("group") == group)}
            expect("the peers of %s" % node, used, found)

    # --- the tree ---

    def check_inner(self):
        """Bottom up; the total is the node None."""
        nodes = list(self.rules) + [None]
        for node in sorted(nodes, key=self.depth, reverse=True):
            if self.children[node]:
                self.aggregate(node)

    def depth(self, node):
        n = 0
        while node is not None:
            node, n = self.rules[node].get("parent"), n + 1
        return n

    def standing(self, node, code):
        """The standing of a node by its children, None if it has a score."""
        scores = [self.scores[code][c] for c in self.children[node]]
        there = [s for s in scores if "standing" not in s]
        rule = self.rules[node] if node else self.evaluation
        if any(s.get("standing") == "unscored" for s in scores):
            return "unscored"
        weights = sum(Fraction(s["nominal"]) for s in there)
        if not weights:
            return "excluded"
        share = weights / sum(Fraction(s["nominal"]) for s in scores)
        if share < Fraction(rule.get("min_available", 0)):
            return "unavailable"
        return None

    def aggregate(self, node):
        """One node for all districts: some hold them against each other."""
        rule = self.rules[node] if node else self.evaluation
        members = {}
        for code in self.districts:
            if "exclude" in self.struck[code]:
                continue
            scores = [self.scores[code][c] for c in self.children[node]]
            standing = self.standing(node, code)
            said = self.said(node, code)
            if standing:
                expect("%s %s" % (code, node), said, (standing, None))
                continue
            weights = [Fraction(s["nominal"]) for s in scores]
            values = [number(s["normalised"])
                      if "standing" not in s and w > 0 else None
                      for s, w in zip(scores, weights)]
            total = sum(w for w, v in zip(weights, values) if v is not None)
            members[code] = oracle.Member(
                values, [w / total for w in weights], weights,
                self.is_peer(code))

        class Node:
            aggregate = rule["aggregate"]
            exponent = number(rule.get("power", rule.get("rho")))
        for code, found in zip(members, oracle.aggregate(
                Node, list(members.values()))):
            standing, said = self.said(node, code)
            expect("%s %s" % (code, node), standing,
                   None if found is not None else "unscored")
            if said != found and None not in (said, found):
                # roots are good to what is printed of them
                expect("%s %s" % (code, node), printed(said), printed(found))

    def said(self, node, code):
        if node is None:
            total = self.districts[code]["total"]
            x = number(total.get("normalised"))
            return (None if x is not None else self.standing(None, code)), x
        score = self.scores[code][node]
        return score.get("standing"), number(score.get("normalised"))

    def check_full(self, node, above):
        """Full marks by the rules, whatever is left out."""
        scores = [self.scores[self.code][c] for c in self.children[node]]
        total = sum(Fraction(s["nominal"]) for s in scores)
        for score in scores:
            full = above * Fraction(score["nominal"]) / (total or 1)
            expect(self.say("full marks of " + score["code"]),
                   Fraction(score["full"]), full)
            self.check_full(score["code"], full)

    def check_weights(self, node, above):
        """Weights from the scale down, over what is not left out."""
        scores = [self.scores[self.code][c] for c in self.children[node]]
        if "normalised" not in self.district["total"] and node is None and \
                any("weight" not in s for s in scores):
            return
        kept = [s for s in scores
                if s.get("standing") not in ("excluded", "unavailable")]
        total = sum(Fraction(s["nominal"]) for s in kept)
        for score in scores:
            share = (Fraction(score["nominal"]) / total
                     if score in kept and total else ZERO)
            expect(self.say("weight of " + score["code"]),
                   Fraction(score["weight"]), above * share)
            self.check_weights(score["code"], above * share)

    def is_below_out(self, node):
        while node is not None:
            if self.scores[self.code][node].get("standing") in (
                    "excluded", "unavailable"):
                return True
            node = self.rules[node].get("parent")
        return False

    def check_points(self, score):
        code = score["code"]
        rule = self.rules[code]
        if "standing" in score or self.is_below_out(code):
            expect(self.say(code + " points"), score.get("points"), None)
            self.points[self.code, code] = None
            return
        exact = Fraction(score["normalised"]) * Fraction(score["weight"])
        expect(self.say(code + " exact"), Fraction(score["exact"]), exact)
        if rule.get("adds_up"):
            found = self.sum_of(code)
        else:
            found = self.rounded(exact) if rule.get("rounded") else exact
        expect(self.say(code + " points"), Fraction(score["points"]),
               printed(found))
        self.points[self.code, code] = found

    def sum_of(self, node):
        return sum((self.points[self.code, c] or ZERO
                    for c in self.children[node]), ZERO)

    # --- items and totals ---

    def check_vetoes(self):
        for veto in self.district["vetoes"]:
            found = self.working(veto["when"])
            expect(self.say(veto["code"]), veto.get("struck", False),
                   isinstance(found, Fraction) and found != 0)

    def check_items(self, kind, counts):
        """The sums, exact and as printed, of the bonuses or deductions."""
        exacts, pointses = [], []
        cap = Fraction(self.evaluation.get(
            {"bonuses": "bonus_cap", "deductions": "deduction_cap"}[kind],
            10**9))
        for item, rule in zip(self.district[kind], self.document[kind]):
            value = self.working(item["value"])
            exact = ZERO
            if counts and isinstance(value, Fraction):
                exact = max(value, ZERO)
                if "cap" in rule:
                    exact = min(exact, Fraction(rule["cap"]))
            points = (exact if self.evaluation["round_at"] == "total"
                      else self.rounded(exact))
            expect(self.say(item["code"]),
                   (Fraction(item["exact"]), Fraction(item["points"])),
                   (exact, printed(points)))
            self.points[self.code, item["code"]] = points
            exacts.append(exact)
            pointses.append(points)
        return [min(sum(found, ZERO), cap) for found in (exacts, pointses)]

    def check_total(self):
        total = self.district["total"]
        bonus = self.check_items("bonuses",
                                 "no_bonus" not in self.struck[self.code])
        deduction = self.check_items("deductions", True)
        normalised = number(total.get("normalised"))
        if "zero" in self.struck[self.code]:
            exact = points = ZERO
        elif normalised is None:
            exact = points = None
        else:
            scale = Fraction(self.evaluation["scale"])
            base_exact = base = normalised * scale
            if self.evaluation.get("adds_up"):
                base = self.sum_of(None)
            elif self.evaluation["round_at"] != "total":
                base = self.rounded(base_exact)
            expect(self.say("base"),
                   (Fraction(total["base_exact"]), Fraction(total["base"])),
                   (base_exact, printed(base)))
            exact = added(base_exact, bonus[0], deduction[0])
            points = self.rounded(added(base, bonus[1], deduction[1]))
        expect(self.say("total"),
               (number(total.get("exact")), number(total.get("points"))),
               (exact, points))
        self.points[self.code, "total"] = points

    # --- ranks and grades ---

    def keys(self, code):
        """What is compared, best first in falling order."""
        exact = self.evaluation["rank_on"] == "exact"
        key = "exact" if exact else "points"
        figures = [self.districts[code]["total"]] + [
            self.scores[code][node]
            for node in self.evaluation["tie_break"]]
        return [(key in f, Fraction(f.get(key, 0))) for f in figures]

    def check_ranks(self):
        ranked = [code for code in self.districts if self.is_peer(code)
                  and "points" in self.districts[code]["total"]]
        keys = {code: self.keys(code) for code in ranked}
        for code in self.districts:
            total = self.districts[code]["total"]
            found = None
            if code in ranked:
                better = [k for k in keys.values() if k > keys[code]]
                equal = list(keys.values()).count(keys[code])
                found = {
                    "competition": Fraction(len(better) + 1),
                    "dense": Fraction(len({tuple(k) for k in better}) + 1),
                    "average": len(better) + Fraction(equal + 1, 2),
                }[self.evaluation["ties"]]
            expect("%s rank" % code, number(total.get("rank")), found)
            for side, sign in (("ahead", 1), ("behind", -1)):
                if side in total:
                    self.check_order(code, total[side], keys, sign)

    def check_order(self, code, order, keys, sign):
        """The first key in which two neighbours differ decides."""
        own, other = keys[code], keys[order["district"]]
        names = ["total"] + self.evaluation["tie_break"]
        found = [name for name, a, b in zip(names, own, other) if a != b]
        expect("%s beside %s" % (code, order["district"]), order.get("by"),
               found[0] if found else None)
        if found and (other > own) != (sign > 0):
            raise Wrong("%s stands on the wrong side of %s"
                        % (order["district"], code))

    def check_grades(self):
        """Best first; equal ranks all fit or none; who is left out goes on."""
        order = {g["code"]: i for i, g in enumerate(self.document["grades"])}
        given, best, grades = {}, {}, {}
        for code, d in self.districts.items():
            for veto, own in zip(self.document["vetoes"], d["vetoes"]):
                if own.get("struck") and veto["effect"] == "grade":
                    given[code] = max(given.get(code, 0),
                                      order[veto["grade"]])
                if own.get("struck") and veto["effect"] == "cap":
                    best[code] = max(best.get(code, 0), order[veto["grade"]])
        ranks = {code: number(d["total"].get("rank"))
                 for code, d in self.districts.items()}
        for i, grade in enumerate(self.document["grades"]):
            self.fill(i, grade, ranks, given, best, grades)
        for code, d in self.districts.items():
            found = grades.get(code)
            if code in given:
                found = max(given[code], best.get(code, 0))
            expect("%s grade" % code, order.get(d["total"].get("grade")),
                   found)

    def fill(self, i, grade, ranks, given, best, grades):
        n = sum(rank is not None for rank in ranks.values())
        places = n
        if "share" in grade:
            places = (Fraction(grade["share"]) * n).__floor__()
        expect("places of " + grade["code"], grade["places"], places)
        for rank in sorted({r for r in ranks.values() if r is not None}):
            takers = [code for code, r in ranks.items() if r == rank
                      and code not in given and code not in grades
                      and best.get(code, 0) <= i and self.reaches(code, grade)]
            if len(takers) > places:
                return
            places -= len(takers)
            grades.update((code, i) for code in takers)

    def reaches(self, code, grade):
        total = self.districts[code]["total"]
        return (Fraction(total["points"]) >= Fraction(grade.get("min", -10**9))
                and Fraction(total["rank"])
                <= Fraction(grade.get("rank", 10**9)))


def added(base, bonus, deduction):
    """Deductions push nothing below 0."""
    return max(base + bonus - deduction, min(ZERO, base + bonus))


def printed(x):
    """X as it is printed where nothing rounds it: with 20 digits."""
    return Fraction(oracle.show(x))


def outcome(thing):
    """A figure as it stands: a number, a text, or the state that it is in."""
    if thing is None:
        return None
    if "state" in thing:
        return thing["state"]
    return thing["text"] if "text" in thing else Fraction(thing["number"])


# --- the examples ---------------------------------------------------------

EXAMPLES = [
    ("shanghai/2024.ini", "shanghai-2024", None),
    ("shanghai/2025.ini", "shanghai-2025", "shanghai-2024"),
    ("national/2025.ini", "shanghai-2025", None),
    ("teaching/2025.ini", "teaching-2025", None),
    ("hdi/2022.ini", "hdi-2022", None),
]


def published(folder):
    """The points of result.csv by district and node; those of items, too."""
    with open(os.path.join(folder, "result.csv"), encoding="utf-8-sig") as f:
        return {(row["district"], row["indicator"]): row
                for row in csv.DictReader(f)}


def compare(folder, points):
    """Every point that is printed must have been worked out."""
    n = 0
    for key, row in published(folder).items():
        sign = -1 if row["parent"] == "deduction" else 1
        said = number(row["points"] or None)
        found = points.get(key)
        if said is not None:
            n += 1
            expect("result.csv %s %s" % key, said,
                   None if found is None else sign * printed(found))
        elif found is not None:
            raise Wrong("result.csv %s %s: no points" % key)
    return n


def score(quping, source, rules, data, folder, prior):
    words = [quping, "score", os.path.join(source, "rules", rules),
             os.path.join(source, "input", "examples", data), "-o", folder,
             "--bundle"]
    subprocess.run(words + (["--prior", prior] if prior else []), check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def explain(quping, *words):
    return json.loads(subprocess.run(
        [quping, "explain", *words, "--format=json"], check=True,
        stdout=subprocess.PIPE).stdout)


def columns(line):
    """How many columns of a terminal LINE takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in line)


def check_text(quping, folder):
    """On a terminal: lines that fit, and the points of every district."""
    text = subprocess.run([quping, "explain", folder], check=True,
                          stdout=subprocess.PIPE).stdout.decode()
    for line in text.splitlines():
        if columns(line) > 100 or line != line.rstrip():
            raise Wrong("this line does not fit: %s" % line)
    for (district, node), row in published(folder).items():
        if node == "total" and row["points"] and \
                row["points"] not in text.split(district, 1)[1]:
            raise Wrong("%s: nothing is told of %s" % (district, row["points"]))


# --- cases of every kind ----------------------------------------------------

def check_cases(quping, source, top):
    """Every case that is scored explains itself, whatever it is a case of."""
    n = 0
    cases = os.path.join(source, "tests", "cases")
    for name in sorted(os.listdir(cases)):
        case = os.path.join(cases, name)
        if not os.path.exists(os.path.join(case, "expect.csv")):
            continue
        words = []
        if os.path.exists(os.path.join(case, "options")):
            with open(os.path.join(case, "options"), encoding="utf-8") as f:
                words = f.read().split()
        folder = os.path.join(top, "case-" + name)
        subprocess.run([quping, "score", "rules.ini", "input", "-o", folder,
                        "--bundle"] + words, cwd=case, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            points = Check(explain(quping, folder)).run()
            compare(folder, points)
            check_text(quping, folder)
        except Wrong as wrong:
            sys.exit("explain.py: case %s: %s" % (name, wrong))
        n += 1
    print("%d cases recomputed" % n)


# --- planted figures --------------------------------------------------------

def leaf_of(document, i, node):
    return next(s for s in document["districts"][i]["scores"]
                if s["code"] == node)


PLANTS = {
    "a figure that counts":
        lambda d: (d["districts"][0]["data"][0]["counts"], "number"),
    "a reported figure":
        lambda d: (d["districts"][0]["data"][0]["reported"], "number"),
    "a step": lambda d: (leaf_of(d, 0, "g03")["value"]["steps"], "number"),
    "a value": lambda d: (leaf_of(d, 0, "g03")["value"], "number"),
    "a value as used": lambda d: (leaf_of(d, 1, "g06"), "used"),
    "a parameter":
        lambda d: (leaf_of(d, 0, "g03")["arguments"]["target"], "number"),
    "a figure of a formula":
        lambda d: (leaf_of(d, 0, "g04")["figures"], "sum"),
    "a peer": lambda d: (d["scopes"][0]["used"],
                         next(iter(d["scopes"][0]["used"]))),
    "a score before it is clipped": lambda d: (leaf_of(d, 0, "g02"), "raw"),
    "a score": lambda d: (leaf_of(d, 0, "g04"), "normalised"),
    "a score of a node": lambda d: (leaf_of(d, 0, "g"), "normalised"),
    "a weight by the rules": lambda d: (leaf_of(d, 2, "g04"), "nominal"),
    "a weight": lambda d: (leaf_of(d, 2, "g04"), "weight"),
    "exact points": lambda d: (leaf_of(d, 2, "g04"), "exact"),
    "points": lambda d: (leaf_of(d, 2, "g04"), "points"),
    "a bonus": lambda d: (d["districts"][0]["bonuses"][0], "points"),
    "a deduction": lambda d: (d["districts"][0]["deductions"][0], "exact"),
    "a base": lambda d: (d["districts"][0]["total"], "base"),
    "a total": lambda d: (d["districts"][0]["total"], "points"),
    "a rank": lambda d: (d["districts"][0]["total"], "rank"),
}


def plant(document):
    """Every kind of figure, a ten-thousandth off, must be found wrong."""
    for what, place in PLANTS.items():
        wrong = copy.deepcopy(document)
        thing, key = place(wrong)
        thing[key] = str(Fraction(thing[key]) + Fraction(1, 10000))
        try:
            Check(wrong).run()
        except Wrong:
            continue
        sys.exit("explain.py: %s was planted wrong, and not found" % what)


def main():
    quping, source = sys.argv[1:]
    with tempfile.TemporaryDirectory() as top:
        for rules, data, prior in EXAMPLES:
            folder = os.path.join(top, rules.replace("/", "-"))
            score(quping, source, rules, data, folder,
                  prior and os.path.join(top, "shanghai-2024.ini"))
            document = explain(quping, folder)
            try:
                points = Check(document).run()
                n = compare(folder, points)
                check_text(quping, folder)
            except Wrong as wrong:
                sys.exit("explain.py: %s: %s" % (rules, wrong))
            print("%s: %d points recomputed" % (rules, n))
            if rules == "shanghai/2025.ini":
                plant(document)
                print("%d wrong figures planted and found" % len(PLANTS))
        check_cases(quping, source, top)


main()
