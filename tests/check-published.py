#!/usr/bin/env python3
"""Results that somebody else published, against quping's.

Usage: check-published.py QUPING TOP

- The Human Development Index 2022 (UNDP): 193 values, ranks and groups.
- A worked example of the efficacy method with geometric means: four firms,
  four items (published at 777doc.com/doc-4138128.html; its totals are printed
  after rounding the ratio, so the figures here are those of the formula,
  91.835 68.173 73.848 82.184 with equal weights and 93.413 66.454 73.146
  81.595 with .3 .2 .2 .3).
- Why small districts need a logarithm: 64.28 without, 85.46 with.
- The national mean style: where every indicator is measured against its mean
  and nothing is cut off, the mean total is exactly 100.
"""

import csv
import io
import random
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree


def score(quping, rules, inputs, exact=False):
    """The rows of result.csv, by district and indicator; EXACT: the exact
    normalised totals of result.xml instead."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        subprocess.run([quping, "score", rules, inputs, "-o", out],
                       check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        if exact:
            totals = ElementTree.parse(out / "result.xml").iter(
                "{urn:quping:result:1}total")
            return [Fraction(total.get("normalised")) for total in totals]
        text = (out / "result.csv").read_bytes().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {(row["district"], row["indicator"]): row for row in rows}


def evaluate(quping, head, sections, figures, exact=False):
    """Scores figures[district][datum] under a rule set of one text; the rest
    as score()."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules.ini"
        inputs = Path(folder) / "input"
        inputs.mkdir()
        districts = "".join(f"[district {d}]\nname = {d}\n" for d in figures)
        data = "".join(f"[datum {x}]\nname = {x}\n"
                       for x in next(iter(figures.values())))
        rules.write_text(
            f"[evaluation]\nid = t\ntitle = T\nyear = 2025\n{head}\n"
            f"{districts}{data}{sections}", encoding="utf-8")
        for district, row in figures.items():
            data = "".join(f'<datum code="{x}">{v}</datum>'
                           for x, v in row.items())
            (inputs / f"{district}.xml").write_text(
                '<submission xmlns="urn:quping:submission:1" evaluation="t"'
                f' year="2025" district="{district}" status="final"'
                ' submitted="2026-01-20">'
                f"<data>{data}</data></submission>", encoding="utf-8")
        return score(quping, rules, inputs, exact)


def check_hdi(quping, top):
    """Value, rank and group of every country, as published."""
    rows = score(quping, top / "rules/hdi/2022.ini",
                 top / "input/examples/hdi-2022")
    grades = {"Very High": "very_high", "High": "high", "Medium": "medium",
              "Low": "low"}
    right = unscored = 0
    with open(top / "input/examples/hdi-2022/expected.csv",
              encoding="utf-8") as published:
        for country in csv.DictReader(published):
            total = rows[country["iso3"], "total"]
            if not country["hdi_published"]:
                assert total["points"] == total["rank"] == "", total
                assert total["state"] == "undefined", total
                unscored += 1
                continue
            wanted = (Fraction(country["hdi_published"]),
                      country["rank_published"],
                      grades[country["group_published"]])
            got = (Fraction(total["points"]), total["rank"], total["grade"])
            assert got == wanted, (country, total)
            right += 1
    assert (right, unscored) == (193, 2), (right, unscored)
    return f"HDI 2022: {right} of 193 values, ranks and groups; " \
           f"{unscored} unscored"


FIRMS = [("5733", "60.5", "91.5", "16.7"), ("3575", "52.2", "93.2", "7.3"),
         ("3929", "71.2", "84.9", "10.7"), ("4404", "69.7", "88.0", "12.8")]


def check_efficacy(quping, _):
    """Totals of the worked example to the third decimal."""
    figures = {f"f{i}": dict(zip("abcd", firm))
               for i, firm in enumerate(FIRMS, 1)}
    head = "weights = relative\naggregate = geometric\ndecimals = 3\n" \
           "round_at = total"
    for weights, wanted in (
            ("1111", ["91.835", "68.173", "73.848", "82.184"]),
            ("3223", ["93.413", "66.454", "73.146", "81.595"])):
        sections = "".join(
            f"[indicator i_{x}]\nname = {x}\nweight = {w}\nvalue = {x}\n"
            "method = efficacy\n" for x, w in zip("abcd", weights))
        rows = evaluate(quping, head, sections, figures)
        got = [rows[f, "total"]["points"] for f in figures]
        assert got == wanted, (got, wanted)
    return "efficacy with geometric means: 8 totals"


def check_transform(quping, _):
    """The middle of three districts of very different size."""
    figures = {"large": {"x": "621500"}, "middle": {"x": "67800"},
               "small": {"x": "1400"}}
    for value, wanted in (("x", "64.28"), ("log10(1 + x)", "85.46")):
        rows = evaluate(quping, "", "[indicator i]\nname = i\nweight = 100\n"
                        f"value = {value}\nmethod = efficacy\n", figures)
        got = rows["middle", "total"]["points"]
        assert got == wanted, (value, got)
    return "with and without a logarithm: 85.46 and 64.28"


def check_mean_style(quping, _):
    """The mean of all exact totals, for random figures and weights."""
    chance = random.Random(2016)
    for _ in range(20):
        names = [f"x{i}" for i in range(chance.randint(1, 12))]
        figures = {f"d{d}": {x: f"{chance.randint(1, 10**6)}."
                                f"{chance.randint(0, 99):02}"
                             for x in names}
                   for d in range(chance.randint(2, 20))}
        sections = "".join(
            f"[indicator i_{x}]\nname = {x}\nvalue = {x}\n"
            f"weight = {chance.randint(1, 40)}\nmethod = mean_ratio\n"
            for x in names)
        totals = evaluate(quping, "weights = relative", sections, figures,
                          exact=True)
        assert len(totals) == len(figures)
        assert sum(totals) == len(totals), totals
    return "mean style: mean total exactly 100 in 20 random evaluations"


def main():
    quping, top = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    for check in (check_hdi, check_efficacy, check_transform,
                  check_mean_style):
        print(check(quping, top))


if __name__ == "__main__":
    main()
