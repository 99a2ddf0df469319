#!/usr/bin/env python3
"""What goes to districts keeps what others submitted, and who judged.

Usage: check-notices.py QUPING TOP

Scores the shipped examples, the Shanghai one with experts of long names, and
reads every part of every notice and annex: cells, texts, what charts keep of
them, headers, properties.  In none is
- a figure that another district submitted, had verified or had derived, or
  another's value of an indicator; unless it is its own as well, or so short
  that it may be equal by accident;
- the document or the unit that another district writes from;
- the name of an expert.
Mean and best points are of all districts, and allowed.

Nor does a notice say what full marks take where others' figures decide that.
Every sheet of a run of drafts bears their mark.

That the search finds what is there: the notice of each district is read as if
it went to the next one, and texts are planted in cells, charts, shared
strings and properties of a notice.
"""

import csv
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from pathlib import Path
from xml.etree import ElementTree

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])|"
                    r"(?<=[^\x00-\x7f])-?\d+(?:\.\d+)?|"
                    r"-?\d+(?:\.\d+)?(?=[^\x00-\x7f])")
RESULT = "{urn:quping:result:1}"
SUBMISSION = "{urn:quping:submission:1}"
# Of cells, which are read above; and where a chart lies on its sheet.
NUMBERS_APART = ("main}v", "main}f", "}col", "}colOff", "}row", "}rowOff")
# Rules, submissions, and of how many digits a figure is somebody's: shorter
# ones are equal by accident.
EVALUATIONS = (("shanghai/2025.ini", "shanghai-2025", 4),
               ("teaching/2025.ini", "teaching-2025", 3),
               ("hdi/2022.ini", "hdi-2022", 4))
# What full marks take where growth is scored, as the rules say (base = 80,
# slope = 1): times one's own figure of the year before.  So 1.2 times an own
# figure is an own figure, and equal to another's by accident.
GROWN = Decimal("1.2")
VALUE_DECIMALS = 4  # of an indicator's value in a notice


def plain(text):
    """A number as all its spellings share it: 860, 860.00, 8.6E2."""
    number = abs(Decimal(text))
    return format(number.normalize(), "f") if number else "0"


class Words:
    """All that a workbook says, by the part that says it."""

    def __init__(self, path):
        self.parts = {}
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                root = ElementTree.fromstring(archive.read(name))
                self.parts[name] = list(self.texts(root))
        self.all = "\n".join(text for texts in self.parts.values()
                             for text in texts)
        self.numbers = {plain(n) for n in NUMBER.findall(self.all)}

    @staticmethod
    def texts(root):
        for element in root.iter():
            if element.tag.endswith("}c"):
                if element.get("t") == "s":  # a place among the strings
                    continue
                yield from (v.text for v in element if v.text)
            elif element.text and not element.tag.endswith(NUMBERS_APART):
                yield element.text
            for name, value in element.items():
                if name in ("descr", "title", "name", "tooltip", "display"):
                    yield value


def roundings(figure):
    """FIGURE, and as a notice would print it; nothing of what is none."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", figure or ""):
        return
    number = Decimal(figure)
    for way in (ROUND_HALF_UP, ROUND_CEILING, ROUND_FLOOR):
        yield plain(number.quantize(Decimal(1).scaleb(-VALUE_DECIMALS), way))
    yield plain(figure)


class Secrets:
    """What each district keeps to itself, and who judged."""

    def __init__(self, out, inputs, digits):
        self.digits = digits
        self.figures, self.texts = {}, {}
        for district in ElementTree.parse(out / "result.xml").iter(
                RESULT + "district"):
            code = district.get("code")
            self.figures[code] = {
                number for datum in district.iter(RESULT + "datum")
                for element in datum.iter()
                for number in roundings(element.get("value"))}
        self.read_inputs(inputs)
        rows = csv.DictReader(io.StringIO(
            (out / "result.csv").read_bytes().decode("utf-8-sig"),
            newline=""))
        for row in rows:
            if row["value"] and row["parent"] not in ("bonus", "deduction"):
                self.figures[row["district"]].update(roundings(row["value"]))

    def read_inputs(self, inputs):
        self.experts = set()
        for path in sorted(inputs.glob("*.xml")):
            root = ElementTree.parse(path).getroot()
            whose = root.get("district")
            for element in root.iter():
                code = element.get("district", whose)
                text = (element.text or "").strip()
                if element.tag == SUBMISSION + "contact":
                    self.texts[code] = {
                        value for key, value in element.items()
                        if key in ("unit", "document", "phone")}
                elif element.tag == SUBMISSION + "score":
                    self.experts.add(element.get("expert"))
                elif element.tag == SUBMISSION + "datum":
                    self.figures[code].update(roundings(text))

    def is_long(self, figure):
        """Long enough to be somebody's, and not the full marks."""
        return figure != "100" and len(
            figure.replace(".", "").lstrip("0")) >= self.digits

    def of_others(self, code):
        """The figures and texts that only others have."""
        figures, texts = set(), set()
        for other in self.figures:
            if other != code:
                figures |= self.figures[other]
                texts |= self.texts.get(other, set())
        own = self.figures.get(code, set())
        own = own | {plain(str(Decimal(f) * GROWN)) for f in own}
        return ({f for f in figures - own if self.is_long(f)},
                texts - self.texts.get(code, set()))

    def found(self, words, code):
        """What of it WORDS, which go to CODE (all districts: ""), hold."""
        figures, texts = self.of_others(code)
        found = sorted(figures & words.numbers)
        found += sorted(t for t in texts if t in words.all)
        return found + sorted(
            e for e in self.experts
            if re.search(rf"(?<![A-Za-z0-9]){re.escape(e)}(?![A-Za-z0-9])",
                         words.all))


def plant(path, planted, part, text):
    """A copy of PATH with TEXT in its first PART."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(planted, "w") as new:
        names = [n for n in old.namelist() if part[0] in n]
        for name in old.namelist():
            data = old.read(name).decode()
            if names and name == names[0]:
                changed = re.sub(part[1], lambda m: m[1] + text + m[2],
                                 data, count=1)
                assert changed != data, (name, part)
                data = changed
            new.writestr(name, data)
    return bool(names)


PARTS = (("sheets/sheet2.xml", r'(<c r="\w+" s="\d+"><v>)[^<]*(</v>)'),
         ("sharedStrings", r"(<t>[^<]+)(</t>)"),
         ("charts/chart1", r"(<c:v>)[^<]*(</c:v>)"),
         ("core.xml", r"(<dc:title>[^<]*)(</dc:title>)"),
         ("sheets/sheet1.xml", r"(<oddHeader>[^<]*)(</oddHeader>)"))


def check_plants(notice, code, secrets, folder):
    """A figure and an expert of others, planted in parts of NOTICE."""
    figures, _ = secrets.of_others(code)
    n = 0
    for secret in [max(figures)] + sorted(secrets.experts)[:1]:
        for part in PARTS:
            planted = folder / "planted.xlsx"
            text = secret if part[1].startswith(("(<c ", "(<c:v")) \
                else f"：{secret}"
            if plant(notice, planted, part, text):
                assert secret in secrets.found(Words(planted), code), part
                n += 1
    return n


def check_swapped(notices, secrets):
    """What goes to one district must be seen as no other's to have."""
    codes = sorted(notices)
    for code, other in zip(codes, codes[1:] + codes[:1]):
        if any(map(secrets.is_long, secrets.figures[code] -
                   secrets.figures[other])):
            assert secrets.found(notices[code], other), (code, other)


def check(quping, top, rules, inputs, digits, folder):
    copy = folder / "input"
    shutil.copytree(top / "input/examples" / inputs, copy)
    for path in copy.glob("*.xml"):
        path.write_text(re.sub(r'expert="(\w+)"', r'expert="评审专家\1号"',
                               path.read_text(encoding="utf-8")),
                        encoding="utf-8")
    out = folder / "out"
    subprocess.run([quping, "score", top / "rules" / rules, copy, "-o", out],
                   check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    secrets = Secrets(out, copy, digits)
    paths = {path.name.split("-")[0]: path for path in out.glob("*/*.xlsx")}
    assert len(paths) == len(secrets.figures), sorted(paths)
    notices = {code: Words(path) for code, path in paths.items()}
    n = 0
    for code, words in sorted(notices.items()):
        found = secrets.found(words, code)
        assert not found, (paths[code].name, found)
        n += len(secrets.of_others(code)[0])
    annex = next(path for path in out.glob("*.xlsx")
                 if path.name.startswith(("通报附件-", "annex-")))
    found = secrets.found(Words(annex), "")
    assert not found, (annex.name, found)
    check_swapped(notices, secrets)
    code = min(notices)
    planted = check_plants(paths[code], code, secrets, folder)
    print(f"{rules}: {len(notices)} notices and the annex hold none of "
          f"{n // len(notices)} figures of others and {len(secrets.experts)} "
          f"experts; {planted} that were planted are found")


def check_drafts(quping, top, folder):
    """Every sheet of drafts is marked; no sheet of final figures is."""
    for status, marked in (("draft", True), ("final", False)):
        copy, out = folder / status, folder / f"{status}-out"
        shutil.copytree(top / "input/examples/teaching-2025", copy)
        for path in copy.glob("*.xml"):
            path.write_text(path.read_text(encoding="utf-8").replace(
                'status="final"', f'status="{status}"'), encoding="utf-8")
        subprocess.run([quping, "score", top / "rules/teaching/2025.ini", copy,
                        "-o", out] + ["--draft"] * marked, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        n = 0
        for path in out.rglob("*.xlsx"):
            for name, texts in Words(path).parts.items():
                if name.startswith("xl/worksheets/sheet"):
                    n += 1
                    assert any("草　稿" in text for text in texts) == marked, (
                        path.name, name)
        assert n > 20, n
        print(f"{status}: {n} sheets are {'' if marked else 'not '}marked")


def check_aims(quping, top, folder):
    """What would have earned full marks is told, unless that is what the best
    district has: a target that the rules take from all of them."""
    for target, told in (("goal", True), ("city_max(executed)", False)):
        rules, out = folder / f"rules-{told}", folder / f"told-{told}"
        shutil.copytree(top / "rules/teaching", rules)
        path = rules / "2025.ini"
        text = path.read_text(encoding="utf-8")
        assert "\ntarget = goal " in text
        path.write_text(text.replace("\ntarget = goal ",
                                     f"\ntarget = {target} "),
                        encoding="utf-8")
        subprocess.run([quping, "score", path,
                        top / "input/examples/teaching-2025", "-o", out],
                       check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        words = Words(next(out.glob("*/west-*.xlsx"))).all
        assert ("提高到1000 万美元，得40.00分" in words) == told, target
        assert ("，得40.00分" in words) == told, target
    print("full marks that another district sets are not told")


def main():
    quping, top = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    for rules, inputs, digits in EVALUATIONS:
        with tempfile.TemporaryDirectory() as folder:
            check(quping, top, rules, inputs, digits, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        check_drafts(quping, top, Path(folder))
        check_aims(quping, top, Path(folder))


if __name__ == "__main__":
    main()
