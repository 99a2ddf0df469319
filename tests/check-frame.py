#!/usr/bin/env python3
"""The frame of an evaluation, against the record of the same one.

Usage: check-frame.py QUPING TOP

- Every statistic is computed again from the values in result.xml, in
  fractions; deviations by their squares.
- What a district's check estimates by the frame, from the very submission that
  was scored, is what was published: to the last digit, but for methods that
  look at places, which are off by no more than the frame says.
- The figure that is said to earn more does earn it, and one less does not.
- Nothing is published of fewer than five districts, not even by difference,
  and no district is named.
"""

import csv
import hashlib
import io
import re
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

FRAME = "{urn:quping:frame:1}"
RESULT = "{urn:quping:result:1}"
LEAST = 5


def fail(text):
    sys.exit(f"FAIL: {text}")


def score(quping, rules, inputs, out, *options):
    return subprocess.run(
        [quping, "score", rules, *inputs, "-o", out, *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=False).returncode == 0


# ---- statistics, again ----

def levels_of(values):
    """The inner values in as many equal runs of at least three as there can
    be, the longer ones first: their sizes and means."""
    inner = sorted(values)[1:-1]
    n = len(inner) // 3
    levels, at = [], 0
    for i in range(n):
        size = len(inner) // n + (i < len(inner) % n)
        levels.append((size, sum(inner[at:at + size]) / size))
        at += size
    return levels


def statistics(values):
    n = len(values)
    mean = sum(values) / n
    return {
        "n": n, "min": min(values), "max": max(values), "sum": sum(values),
        "mean": mean,
        "variance": sum((x - mean) ** 2 for x in values) / (n - 1),
        "median": (sorted(values)[(n - 1) // 2] + sorted(values)[n // 2]) / 2,
    }


def check_peers(where, element, values):
    """Compares what is published with VALUES."""
    if element.get("withheld"):
        if len(element.attrib) > (2 if element.get("group") else 1) or \
                len(element):
            fail(f"{where}: something withheld is published")
        return
    if len(values) < LEAST:
        fail(f"{where}: published of {len(values)} districts")
    want = statistics(values)
    for name in ("n", "min", "max", "sum", "mean", "median"):
        got = element.get(name)
        if got is None and name == "median":
            continue
        if got is None or Fraction(got) != want[name]:
            fail(f"{where}: {name} is {got}, expected {want[name]}")
    sd = Fraction(element.get("sd"))
    if abs(sd * sd - want["variance"]) > want["variance"] / 2 ** 250:
        fail(f"{where}: sd is {sd}")
    levels = [(int(x.get("n")), Fraction(x.get("mean"))) for x in element]
    if levels and levels != levels_of(values):
        fail(f"{where}: levels are {levels}, expected {levels_of(values)}")


# ---- a whole evaluation ----

def peers_of(result):
    """The districts that others are compared with: code, group, scores."""
    for district in result.findall(RESULT + "district"):
        total = district.find(RESULT + "total")
        if not total.get("excluded") and not total.get("unranked"):
            yield district


def used(district, code):
    for element in district.findall(RESULT + "score"):
        if element.get("code") == code:
            text = element.get("used", element.get("value"))
            return None if text is None else Fraction(text)
    return None


def is_put_in(district, code):
    for element in district.findall(RESULT + "score"):
        if element.get("code") == code:
            return element.get("used") is not None
    return False


def check_leaf(indicator, peers):
    code, n = indicator.get("code"), 0
    for element in indicator:
        if element.tag not in (FRAME + "values", FRAME + "known"):
            continue
        group = element.get("group")
        members = [d for d in peers
                   if group is None or d.get("group") == group]
        if element.tag == FRAME + "known":
            members = [d for d in members if not is_put_in(d, code)]
        values = [used(d, code) for d in members]
        check_peers(f"{code} {group}", element,
                    [x for x in values if x is not None])
        n += 1
    return n


def check_points(where, element, all_points):
    if element.get("withheld"):
        if len(all_points) >= LEAST:
            fail(f"{where}: points are withheld of {len(all_points)}")
        return
    got = [Fraction(element.get(x)) for x in ("n", "mean", "best")]
    want = [len(all_points), sum(all_points) / len(all_points),
            max(all_points)]
    # Points that are not rounded have 20 digits in the record.
    if len(all_points) < LEAST or \
            any(abs(a - b) > Fraction(1, 10 ** 15)
                for a, b in zip(got, want)):
        fail(f"{where}: points {got}, expected {want}")


def check_names(text, frame, result):
    """No district stands in TEXT, but that a code of the rules may happen to
    be that of a district."""
    said = {value for element in frame.iter()
            for name, value in element.attrib.items()
            if name not in ("code", "indicator", "group", "text")}
    for district in result.findall(RESULT + "district"):
        code, name = district.get("code"), district.get("name")
        if code in said or name in said or (len(name) > 2 and name in text):
            fail(f"the frame names {code} {name}")


def check_frame(out):
    """Checks OUT/frame.xml against OUT/result.xml; how much it holds."""
    text = (out / "frame.xml").read_bytes()
    frame = ElementTree.fromstring(text)
    result = ElementTree.parse(out / "result.xml").getroot()
    named = {f.get("name"): f for f in result.find(RESULT + "outputs")}
    if named["frame.xml"].get("sha256") != hashlib.sha256(text).hexdigest():
        fail("result.xml does not have the hash of frame.xml")
    if frame.get("rules") != result.find(RESULT + "rules").get("sha256"):
        fail("the frame is of other rules")
    check_names(text.decode(), frame, result)
    peers = list(peers_of(result))
    n = 0
    for indicator in frame.findall(FRAME + "indicator"):
        n += check_leaf(indicator, peers)
        check_points(indicator.get("code"), indicator.find(FRAME + "points"),
                     [Fraction(x.get("points")) for d in peers
                      for x in d.findall(RESULT + "score")
                      if x.get("code") == indicator.get("code") and
                      x.get("points")])
    check_points("total", frame.find(FRAME + "total/" + FRAME + "points"),
                 [Fraction(d.find(RESULT + "total").get("points"))
                  for d in peers
                  if d.find(RESULT + "total").get("points")])
    return n


EXAMPLES = [("shanghai/2025.ini", "shanghai-2025"),
            ("teaching/2025.ini", "teaching-2025"),
            ("hdi/2022.ini", "hdi-2022")]


def check_examples(quping, top):
    n = 0
    for rules, inputs in EXAMPLES:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            if not score(quping, top / "rules" / rules,
                         [top / "input/examples" / inputs], out):
                fail(f"{rules} does not score")
            n += check_frame(out)
    return n


def check_cases(quping, top):
    """Small evaluations: next to nothing is published of them."""
    n = 0
    for case in sorted((top / "tests/cases").iterdir()):
        # What values were treated to, the record does not say of each.
        if not (case / "expect.csv").exists() or \
                (case / "options").exists() or \
                re.search("(?m)^(winsorise|treat|clip_value) =",
                          (case / "rules.ini").read_text("utf-8")):
            continue
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            if score(quping, case / "rules.ini", [case / "input"], out):
                check_frame(out)
                n += 1
    return n


# ---- peer functions ----

RULES = """[evaluation]
id = t
title = T
year = 2025
weights = relative
{districts}
[datum x]
name = x
[datum y]
name = y
[indicator a]
name = a
weight = 1
value = x
method = rank
missing = median
[indicator b]
name = b
weight = 1
value = y / city_sum(x + y)
method = range
low = 0
high = group_mean(y)
[indicator c]
name = c
weight = 1
value = city_rank( x ) + city_median(y)
method = points
[indicator d]
name = d
weight = 1
value = x
method = minmax
scope = group
"""


def make(folder, groups, figures):
    """An evaluation of districts with GROUPS and FIGURES (x, y)."""
    names = [f"d{i:02d}" for i in range(len(groups))]
    rules, inputs = folder / "rules.ini", folder / "input"
    inputs.mkdir()
    rules.write_text(RULES.format(districts="\n".join(
        f"[district {n}]\nname = {n}\ngroup = {g}"
        for n, g in zip(names, groups))), encoding="utf-8")
    for name, (x, y) in zip(names, figures):
        (inputs / f"{name}.xml").write_text(
            f'<submission xmlns="urn:quping:submission:1" evaluation="t" '
            f'year="2025" district="{name}" status="final"><data>'
            f'<datum code="x">{x}</datum><datum code="y">{y}</datum>'
            f"</data></submission>", encoding="utf-8")
    return rules, inputs


def expressions(frame):
    return {(e.get("text"), v.get("group")): v
            for e in frame.findall(FRAME + "expression") for v in e}


def check_functions(quping):
    """Peer functions, each argument once, by hand."""
    groups = ["big"] * 6 + ["more"] * 5
    x = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]
    y = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        rules, inputs = make(folder, groups, zip(x, y))
        if not score(quping, rules, [inputs], folder / "out"):
            fail("peer functions do not score")
        frame = ElementTree.parse(folder / "out/frame.xml").getroot()
        check_frame(folder / "out")
    got = expressions(frame)
    want = {("x + y", None): [a + b for a, b in zip(x, y)],
            ("y", "big"): y[:6], ("y", "more"): y[6:],
            ("x", None): x, ("y", None): y}
    if set(got) != set(want):
        fail(f"expressions {set(got)}, expected {set(want)}")
    for key, values in want.items():
        check_peers(str(key), got[key], [Fraction(v) for v in values])
    if not list(got["x", None]) or got["y", None].get("median") is None:
        fail("what places and medians take is not there")


def check_differences(quping):
    """A group of two is not told of, nor are the others where the difference
    to all districts would tell: of x, y and the leaf that is x by group."""
    groups = ["big"] * 6 + ["few"] * 2 + ["more"] * 5
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        rules, inputs = make(folder, groups,
                             [(i * i, i + 1) for i in range(13)])
        if not score(quping, rules, [inputs], folder / "out"):
            fail("small groups do not score")
        frame = ElementTree.parse(folder / "out/frame.xml").getroot()
    for key, element in expressions(frame).items():
        if bool(element.get("withheld")) != (key[1] is not None):
            fail(f"{key}: withheld = {element.get('withheld')}")
    for element in frame.iter(FRAME + "indicator"):
        for values in element.findall(FRAME + "values"):
            if bool(values.get("withheld")) != (values.get("group")
                                                is not None):
                fail(f"{element.get('code')} {values.get('group')}")


# ---- one district alone ----

class Report:
    """What `quping check` says on its page."""

    def __init__(self, quping, rules, files, folder, *options):
        page = Path(folder) / "report.html"
        run = subprocess.run(
            [quping, "check", rules, *files, "--html", page, *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            check=False)
        self.status = run.returncode
        self.leaves, self.entries = {}, {}
        if self.status:
            fail(f"check of {files}: {run.stderr}")
        root = ElementTree.parse(page).getroot()
        labels = [e.text for e in root.iter("dt")]
        self.entries = dict(zip(labels, [e.text for e in root.iter("dd")]))
        for table in root.iter("table"):
            if len(table.find("thead/tr")) == 11:
                for row in table.find("tbody"):
                    cells = [cell.text or "" for cell in row]
                    self.leaves[cells[0]] = cells
        page.unlink()


FULL, POINTS, LOST, BASIS, STEP, REMARK = 2, 3, 4, 5, 7, 10


def published(out):
    text = (out / "result.csv").read_bytes().decode("utf-8-sig")
    return {(row["district"], row["indicator"]): row
            for row in csv.DictReader(io.StringIO(text, newline=""))}


def blur(remark):
    """How many places an estimate may be off, by its own word."""
    found = re.search(r"不超过(\d+)位|to within (\d+)", remark)
    return int(found[1] or found[2]) if found else 0


def as_printed(points, like):
    """POINTS, which rules may leave unrounded, with the decimals of LIKE."""
    one = 10 ** len(like.partition(".")[2])
    return Fraction(int(Fraction(points) * one + Fraction(1, 2)), one)


def compare(where, cells, row, n_peers):
    """Compares a row of a report with the published one."""
    if row["points"] == "":
        if cells[POINTS] != "—":
            fail(f"{where}: {cells[POINTS]} points for none")
        return 0
    if n_peers < LEAST and "不足五个区" in cells[REMARK]:
        if cells[POINTS] != "—":
            fail(f"{where}: {cells[POINTS]} points by a frame of too few")
        return 0
    got, want = Fraction(cells[POINTS]), as_printed(row["points"],
                                                    cells[POINTS])
    places = blur(cells[REMARK])
    if abs(got - want) > Fraction(row["weight"]) * places / (n_peers - 1) + \
            (Fraction(1, 100) if places else 0):
        fail(f"{where}: {cells[POINTS]} estimated, {row['points']} published")
    return places > 0


def check_alone(quping, top):
    """Every district of the Shanghai example, and some of the others, with
    what departments and experts gave as well."""
    n = n_places = 0
    for rules, inputs, step in (("shanghai/2025.ini", "shanghai-2025", 1),
                                ("teaching/2025.ini", "teaching-2025", 1),
                                ("hdi/2022.ini", "hdi-2022", 16)):
        rules, inputs = top / "rules" / rules, top / "input/examples" / inputs
        others = [p for p in inputs.glob("*.xml")
                  if b"<submission" not in p.read_bytes()]
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            score(quping, rules, [inputs], out)
            rows = published(out)
            n_peers = len({d for d, _ in rows})
            for path in sorted(set(inputs.glob("*.xml")) -
                               set(others))[::step]:
                code = re.search(r'district="([^"]*)"', path.read_text())[1]
                report = Report(quping, rules, [path, *others], folder,
                                "--frame", out / "frame.xml")
                for node, cells in report.leaves.items():
                    n_places += compare(f"{code} {node}", cells,
                                        rows[code, node], n_peers)
                    n += 1
    if not n_places:
        fail("no place was estimated")
    return n, n_places


def check_exact(quping):
    """Methods that look at nobody else: the total is the published one, and
    said to be exact, without any frame."""
    rules = """[evaluation]
id = t
title = T
year = 2025
[district p]
name = p
[district q]
name = q
[datum x]
name = x
[datum y]
name = y
[indicator a]
name = a
weight = 40
value = x / y
method = range
low = 0
high = 3
[indicator b]
name = b
weight = 60
[indicator c]
parent = b
name = c
value = x
weight = 35
method = exponential
low = 1
high = 20
[indicator d]
parent = b
name = d
value = y
weight = 25
method = target
target = 7
[bonus e]
name = e
points = x / 3
[deduction f]
name = f
points = 0.125
"""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "rules.ini").write_text(rules, encoding="utf-8")
        inputs = [folder / "p.xml", folder / "q.xml"]
        for path, x, y in zip(inputs, ("5", "11.3"), ("6", "5.9")):
            path.write_text(
                f'<submission xmlns="urn:quping:submission:1" evaluation="t" '
                f'year="2025" district="{path.stem}" status="final"><data>'
                f'<datum code="x">{x}</datum><datum code="y">{y}</datum>'
                f"</data></submission>", encoding="utf-8")
        score(quping, folder / "rules.ini", inputs, folder / "out")
        rows = published(folder / "out")
        for path in inputs:
            report = Report(quping, folder / "rules.ini", [path], folder)
            want = rows[path.stem, "total"]["points"]
            if report.entries["总分"] != f"{want}分（精确）":
                fail(f"{path.stem}: {report.entries['总分']}, not {want}")


def with_figure(text, code, value):
    """A submission with another figure of this year for CODE."""
    return re.sub(rf'(<datum code="{code}"(?![^>]*period)[^>]*>)[^<]*',
                  rf"\g<1>{value}", text)


def check_steps(quping, top):
    """The data of one district, each changed to what would earn more."""
    rules = top / "rules/shanghai/2025.ini"
    names = {}
    for ini in (top / "rules/shanghai").glob("*.ini"):
        for code, body in re.findall(r"\[datum (\w+)\]([^\[]*)",
                                     ini.read_text("utf-8")):
            decimals = re.search(r"decimals\s*=\s*(\d+)", body)
            names[re.search(r"name\s*=\s*(.*)", body)[1].split(" ;")[0]
                  .strip()] = (code, int(decimals[1]) if decimals else 4)
    inputs = top / "input/examples/shanghai-2025"
    n = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        score(quping, rules, [inputs], folder / "out")
        frame = ["--frame", folder / "out/frame.xml"]
        draft = folder / "draft.xml"
        for path in (inputs / "310104.xml", inputs / "310151.xml"):
            # Without records, which would contradict the changed figures.
            text = re.sub(r"(?s)<records.*?</records>", "",
                          path.read_text("utf-8"))
            draft.write_text(text, encoding="utf-8")
            before = Report(quping, rules, [draft], folder, *frame)
            for node, cells in before.leaves.items():
                for name, way, value, points in re.findall(
                        r"([^；]*?)(达到|降到)([-\d.]+)[^；]*?得([\d.]+)分",
                        cells[STEP]):
                    if name not in names:
                        continue
                    code, decimals = names[name]
                    unit = Fraction(1, 10 ** decimals)
                    less = Fraction(value) + (unit if way == "降到" else -unit)
                    got = [try_figure(quping, rules, text, code, x, draft,
                                      folder, frame, node)
                           for x in (value, f"{float(less):.{decimals}f}")]
                    if got[0] is None:
                        continue
                    if got[0] != Fraction(points) or \
                            Fraction(points) <= Fraction(cells[POINTS]):
                        fail(f"{path.stem} {node}: {code} = {value} earns "
                             f"{got[0]}, not {points}")
                    if got[1] is not None and got[1] > got[0]:
                        fail(f"{path.stem} {node}: {code} = {less} earns more")
                    n += 1
    if n < 10:
        fail(f"only {n} figures tried")
    return n


def try_figure(quping, rules, text, code, value, draft, folder, frame, node):
    """The points of NODE with VALUE for CODE; None where a check of the rules
    forbids that figure beside the others."""
    draft.write_text(with_figure(text, code, value), encoding="utf-8")
    run = subprocess.run([quping, "check", rules, draft],
                         stdout=subprocess.DEVNULL,
                         stderr=subprocess.DEVNULL, check=False)
    if run.returncode:
        return None
    report = Report(quping, rules, [draft], folder, *frame)
    return Fraction(report.leaves[node][POINTS])


def main():
    quping, top = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    check_functions(quping)
    check_differences(quping)
    print(f"frames: {check_examples(quping, top)} sets of values of the "
          f"examples, {check_cases(quping, top)} small evaluations")
    check_exact(quping)
    n, n_places = check_alone(quping, top)
    print(f"alone: {n} points as published, {n_places} of them by place; "
          f"{check_steps(quping, top)} figures that earn more")


main()
