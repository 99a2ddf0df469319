"""Prints to a folder an evaluation at the edges of arithmetic.

   edges.py FOLDER

Operands that are not there, a group of one district and districts without one,
peers that are all equal or fewer than two, one out of the running, bounds that
meet or are the peers', logarithms and roots of what has none.  Each leaf is a
function or a method; tests/robust.sh holds what a simulation computes in
doubles against the exact scores.
"""

import sys
from pathlib import Path

HEAD = """[evaluation]
id = e
title = Edges
year = 2025
weights = relative
[robustness]
data = 5 %
[group pair]
name = Pair
[group single]
name = Single
"""
DISTRICTS = {"a": "pair", "b": "pair", "c": "single", "d": None, "e": None,
             "f": None}
DATA = "x y z same lonely".split()
FIGURES = {"a": (12, 3, 55, 5, 9), "b": (-4, 800, 10, 5, None),
           "c": (0, None, 9.5, 5, None), "d": (7, 7, 0, 5, None),
           "e": (30, -2, 20, 5, None), "f": (7, 7, 1, 5, None)}
NAMESPACE = 'xmlns="urn:quping:submission:1"'

EXPRESSIONS = [
    "exp(z)", "exp(y)", "floor(z / 7)", "ceil(z / 7)", "floor(x)", "sqrt(x)",
    "log10(y)", "abs(x)", "-x", "min(x, y, z)", "max(x, y, z)",
    "clamp(x, y, z)", "round(z / 7, 2)", "round(z / 7)", "x ^ 2", "x ^ y",
    "if(x > 0 and ln(x) > 1, 10, 20)", "if(x > 0 or ln(x) > 1, 10, 20)",
    "if(not (x > 10), 10, 20)", "x + given", "if(is_reported(y), x, z)",
    "x / (y - 3)", "floor(0.29 * (z * 0 + 100))"]
EXPRESSIONS += [
    "if(%s %s %s, 40, 60)" % (a, how, b)
    for how in ("<", "<=", ">", ">=", "==", "!=")
    for a, b in (("ln(x)", "z"), ("z", "ln(x)"), ("y", "x"))]
EXPRESSIONS += [
    form % ("%s_%s(%s)" % (scope, function, x))
    for scope in ("city", "group")
    for function in ("sum mean min max sd median count rank").split()
    for x in ("x * 1", "lonely * 2", "ln(lonely - 9)")
    for form in ("%s", "x + %s")]

LOWER = "direction = lower"
METHODS = [
    ("minmax",), ("minmax", LOWER), ("max_ratio",), ("mean_ratio",),
    ("share", "full_share = 40"), ("rank",), ("percentile",), ("borda",),
    ("zscore", "mean = 60", "sd = 15"), ("range", "low = 0", "high = z"),
    ("efficacy",), ("exponential",),
    ("exponential", "low = 0", "high = 0.0001"),
    ("exponential", "low = -0.0001", "high = 0", LOWER),
    ("interval", "low = 3", "high = 7", "zero_low = y", "zero_high = 10"),
    ("interval", "low = z", "high = 20", "zero_low = 0", "zero_high = 60"),
    ("interval", "low = 3", "high = 7", "zero_low = 3", "zero_high = 7",
     "at_low = 10", "at_high = 20"),
    ("target", "target = z + 1"), ("points",), ("yesno",),
    ("growth", "of = y"), ("growth", "of = y", LOWER),
] + [("efficacy", bound, direction)
     for bound in ("low = 5", "high = 5", "low = 30", "high = -4", "low = y",
                   "high = y")
     for direction in ("direction = higher", LOWER)]


def leaf(code, value, method, params, weight):
    return "\n".join([
        "[indicator %s]" % code, "name = %s" % code.upper(),
        "weight = %d" % weight, "value = " + value, "method = " + method,
        *params, "missing = zero", ""])


def main(folder):
    folder = Path(folder)
    (folder / "input").mkdir(parents=True)
    rules = [HEAD]
    for code, group in DISTRICTS.items():
        rules.append("[district %s]\nname = %s\ngiven = %d\n%s"
                     % (code, code.upper(), ord(code),
                        "group = %s\n" % group if group else ""))
    rules += ["[datum %s]\nname = %s\n" % (x, x.upper()) for x in DATA]
    rules.append("[datum given]\nname = Given\ngiven_by = rules\n"
                 "[datum out]\nname = Out\ngiven_by = department\n"
                 "[veto out]\nname = Out of the running\n"
                 "when = is_reported(out)\neffect = unranked\n")
    for i, expression in enumerate(EXPRESSIONS):
        rules.append(leaf("e%d" % i, expression, "range",
                          ["low = -100", "high = 100"], i % 3))
    rules += [leaf("m_%s_%d" % (x, i), x, method, params, 1)
              for x in ("x", "same", "lonely")
              for i, (method, *params) in enumerate(METHODS)]
    (folder / "rules.ini").write_text("".join(rules))
    for code, figures in FIGURES.items():
        data = "".join(
            '<datum code="%s" state="missing" reason="lost"/>' % datum
            if x is None else '<datum code="%s">%s</datum>' % (datum, x)
            for datum, x in zip(DATA, figures))
        (folder / "input" / (code + ".xml")).write_text(
            '<submission %s evaluation="e" year="2025" district="%s" '
            'status="final"><data>%s</data></submission>\n'
            % (NAMESPACE, code, data))
    (folder / "input" / "verification.xml").write_text(
        '<verification %s source="S" year="2025"><datum district="e" '
        'code="out" reason="R" document="D">1</datum></verification>\n'
        % NAMESPACE)


main(sys.argv[1])
