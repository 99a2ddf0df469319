#!/usr/bin/env python3
"""The workbooks against result.csv: every number of it stands in them.

Usage: check-workbooks.py QUPING TOP

Scores the Shanghai example, the Human Development Index and a case with values
that are treated, opens the workbooks with openpyxl, and compares:
- the overall workbook: totals, ranks and grades; the points of every node;
  the figures of the city, and that charts lie on nothing;
- the annex: totals, ranks and grades, and no sheet with data;
- every notice: value, score in percent, weight, points and rank of every
  indicator, and the points of every bonus and deduction;
- the sheet of weights: every node's share of the total;
- the sheet of measures, against the rule files: what cites each measure;
- that scores by each method are formulas;
- the steps of each score, worked out again as they are written;
- the sheet for auditors: every file, rows of detail, who is not compared;
- the sheet of rules: every indicator, item, veto and check with its place;
- the sheets of gaps and of treated values, against result.xml: all of them,
  with what was put in or given and the ranks that it moved;
- the sheets of findings, against result.xml: all of them in the overall
  workbook, a district's own in its notice;
- the ledger of data, against the record: figures, origin and growth;
- the sheets on changes since last year, against both years' records, also
  where last year had other rules: all parts add up as printed;
- where sheets of paper end: behind no heading, within no chart, with heads on
  the next, and with nothing cut in the columns that come with each;
- the contents of the overall workbook: a link to each sheet and one back;
- every cell is a text, a number or, in the overall workbook, a formula over
  other cells: nothing that a submission holds runs, and no link leaves the
  workbook.
"""

import csv
import io
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from pathlib import Path
from unicodedata import east_asian_width
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter

DASH = "—"
NAMESPACE = "{urn:quping:result:1}"
SHEETS = {"zh": ("总排名", "指标得分", "指标得分", "加分扣分否决", "权重"),
          "en": ("Ranking", "Points", "Points", "Bonus, deduction, veto",
                 "Weights")}
MEASURES = "举措对应"
WORKING = {"zh": "计分过程", "en": "How it is scored"}
AUDIT = {"zh": "审计信息", "en": "For auditors"}
RULES = {"zh": "规则与方法", "en": "Rules and methods"}
QUALITY = "数据质量"
FILLED, TREATED = "缺项计分", "异常值处理"
STATES = {"absent": "未报", "missing": "缺失", "withheld": "不予提供",
          "not_applicable": "不适用", "undefined": "无法计算"}
OVERVIEW = {"zh": ["参评区", "参加排名的区", "等次", "区数", "总体情况"],
            "en": ["Districts", "Ranked", "Grade", "Districts", "Overview"]}
LEVELS = {"error": "差错", "warning": "警示", "note": "提示"}
RED, GROUND = "9E1B1E", "F1E9E3"  # of headings, of the heads of tables
REACHES = {"full": "对应", "partial": "部分对应", "municipal": "市级事项"}
HEADS = {"zh": {"code": "代码", "value": "指标值", "rate": "得分率（%）",
                "full": "满分", "points": "得分", "rank": "名次",
                "total": "总分", "grade": "等次", "item": "项目",
                "counted": "计入得分", "district": "区",
                "share": "占总分（%）"},
         "en": {"code": "Code", "value": "Value", "rate": "Score, %",
                "full": "Full marks", "points": "Points", "rank": "Rank",
                "total": "Total", "grade": "Grade", "item": "Item",
                "counted": "Counted", "district": "District",
                "share": "Of the total, %"}}


def number(cell):
    """A cell's number; None for a dash or nothing."""
    if cell in (None, "", DASH):
        return None
    if isinstance(cell, str):
        return Decimal(cell)
    return Decimal(repr(cell))


def rounded(text, places):
    """The number that TEXT is, to PLACES decimals; None for no text."""
    if not text:
        return None
    return Decimal(text).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def decimal(text, places):
    """The same of a number that may be a fraction."""
    above, _, below = (text or "").partition("/")
    if below:
        text = str(Context(prec=60).divide(Decimal(above), Decimal(below)))
    return rounded(text, places)


def overall_of(folder):
    """The path of the overall workbook in FOLDER, beside its annex."""
    return next(path for path in folder.glob("*.xlsx")
                if not path.name.startswith(("通报附件-", "annex-")))


def sections(folder):
    """The sections of the rule files in FOLDER: (kind, code) to keys."""
    found, keys = {}, {}
    for path in sorted(folder.glob("*.ini")):
        for line in path.read_text(encoding="utf-8").splitlines():
            head = re.match(r"\[(\w+) (\w+)\]", line)
            key = re.match(r"([\w.]+) = (.*)", line)
            if head:
                keys = found.setdefault(head.groups(), {})
            elif key:
                keys[key.group(1)] = key.group(2)
    return found


def places(rules):
    """Where the sections of the rule file RULES and of those that it includes
    stand: (kind, code) to "file:line"."""
    found, names = {}, [rules.name]
    for name in names:
        text = (rules.parent / name).read_text(encoding="utf-8")
        for n, line in enumerate(text.splitlines(), 1):
            head = re.match(r"\[(\w+) (\w+)\]", line)
            key = re.match(r"include = (.*)", line)
            if head:
                found[head.groups()] = f"{name}:{n}"
            elif key:
                names += key.group(1).split()
    return found


# What some rules of the Shanghai set say, in the words of their sheet.
WORDS = {
    "g01": "功效系数法（越高越好）：达到本组各区的最大值得满分，本组各区的最小值得满分的60%，"
           "其间按比例计分；比较的各区数值都相同时得满分。",
    "g03": "目标完成率法（越高越好）：达到“离岸执行额年度目标”得满分，其他按实际完成的比例计分，"
           "最多得满分。",
    "a02": "线性计分法（越低越好）：1.2得满分，达到1.6不得分，其间按比例计分；最高得满分，"
           "最低得零分。",
    "a05": "众包、云外包、平台分包执行额 ÷ (离岸服务外包执行额 + 在岸服务外包执行额) × 100"
           "（单位：%）",
    "c04": "适度指标法：在50%至80%之间得满分；低于50%的按比例递减，0%及以下得零分；"
           "高于80%的按比例递减，100%及以上得满分的60%。",
    "e03": "未报、不予提供、不适用：按零分计；缺失：按上年数计；无法计算：不计，权重由同级指标分担",
    "p2": "0.5 × 获市级以上推广的经验案例数",
    "v2_grade": "等次不高于“良好”",
    "q06_insured": "出口信用保险承保服务外包企业数不大于有业绩服务外包企业数",
}


def is_heading(cell):
    """Whether CELL is a heading, or in the head of a table."""
    ink = str(cell.font.color and cell.font.color.rgb)[2:]
    ground = cell.fill.fill_type and cell.fill.fgColor.rgb[2:]
    return cell.value is not None and (
        (ink, cell.font.size, ground) == (RED, 11, None) or
        (ground == GROUND and cell.alignment.horizontal == "center"))


def exactly(text):
    """The number that TEXT is, a fraction or not."""
    above, _, below = text.partition("/")
    return Fraction(above) / Fraction(below or 1)


def calculated(steps):
    """What the arithmetic STEPS comes to, as its reader would work it out."""
    for sign, python in (("−", "-"), ("×", "*"), ("÷", "/"), ("^", "**"),
                         (";", ","), ("%", "/100"), ("e**(", "exp("),
                         ("lg(", "log10("), ("√(", "sqrt("), ("ln(", "log(")):
        steps = steps.replace(sign, python)
    steps = re.sub(r"([\d.]+)/100", r"(\1/100)", steps)
    return eval(steps, {"__builtins__": {}, "min": min, "max": max,
                        "log10": math.log10, "log": math.log, "exp": math.exp,
                        "sqrt": math.sqrt})


def check_steps(text, places):
    """That TEXT, "A = B" or "A ≈ B" with B to PLACES, holds; and B."""
    steps, sign, said = re.fullmatch(r"(.*) ([=≈]) ([^ ]+)", text).groups()
    wanted = calculated(said)
    got = calculated(steps)
    scale = max(1, abs(wanted))
    assert abs(got - wanted) <= scale * 2e-6, (text, got)
    return Fraction(said.strip("()%").replace("−", "-"))


class Result:
    """One evaluation, scored into a folder."""

    def __init__(self, quping, rules, inputs, folder, language, decimals):
        self.out = Path(folder) / "out"
        self.language, self.decimals = language, decimals
        self.heads = HEADS[language]
        self.n = self.n_files = 0
        subprocess.run([quping, "score", rules, inputs, "-o", self.out,
                        "--robustness", "20"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        text = (self.out / "result.csv").read_bytes().decode("utf-8-sig")
        self.rows = list(csv.DictReader(io.StringIO(text, newline="")))
        self.districts = {row["district"]: row["name"] for row in self.rows}
        self.record = ElementTree.parse(self.out / "result.xml").getroot()
        self.findings = list(self.record.iter(NAMESPACE + "finding"))
        self.leaves = {i.get("code") for i in
                       self.record.iter(NAMESPACE + "indicator")
                       if i.get("method")}
        self.progress = {
            target.get("code"): target for progress
            in self.record.iter(NAMESPACE + "progress")
            for target in progress.iter(NAMESPACE + "target")}
        self.scores = {
            (d.get("code"), score.get("code")): score
            for d in self.record.iter(NAMESPACE + "district")
            for score in d.iter(NAMESPACE + "score")}

    def same(self, got, wanted, what):
        assert got == wanted, (what, got, wanted)
        self.n += 1

    def near(self, got, wanted, what):
        """The same but for rounding to eight digits or six decimals."""
        error = max(abs(wanted) / 10 ** 7, Fraction(1, 10 ** 6))
        assert abs(got - wanted) <= error, (what, got, wanted)
        self.n += 1

    def points(self, text):
        """Points as printed: those that the rules do not round are shown
        with the rules' decimals, but stand in the cell with 15 digits."""
        return rounded(text, self.decimals)

    def open(self, path):
        notice = path != overall_of(self.out)
        book = openpyxl.load_workbook(path)
        places = [f"'{name}'!A1" for name in book.sheetnames]
        for sheet in book:
            for line in sheet.iter_rows():
                for cell in line:
                    runs = cell.data_type == "f"
                    assert runs or cell.data_type in "sn", (
                        path, cell.coordinate)
                    assert not runs or (not notice and
                                        '"' not in cell.value), (
                        path, cell.coordinate, cell.value)
                    link = cell.hyperlink
                    assert not link or (
                        link.target is None and link.location
                        in places), (path, cell.coordinate)
        book = openpyxl.load_workbook(path, data_only=True)
        self.check_charts(book)
        self.check_paper(book)
        return book

    def table(self, sheet, *heads):
        """The rows below the line that holds all of HEADS, as dicts."""
        lines = list(sheet.iter_rows(values_only=True))
        wanted = {self.heads[head] for head in heads}
        at = next(i for i, line in enumerate(lines) if wanted <= set(line))
        return [dict(zip(lines[at], line)) for line in lines[at + 1:]]

    def check_alive(self, book):
        """Each method makes its scores by formulas, those over statistics of
        the peers too; some cells have none, for their rules' reasons."""
        alive = {}
        for line in book["标准分"].iter_rows(min_row=6, values_only=True):
            if line[2] and line[0] in self.leaves:
                n = sum(str(cell).startswith("=") for cell in line[3:])
                alive[line[2]] = alive.get(line[2], 0) + n
        assert len(alive) >= 11 and all(alive.values()), alive

    def check_ranking(self, sheet):
        totals = {row["district"]: row for row in self.rows
                  if row["indicator"] == "total"}
        grade = self.heads["grade"]
        for line in self.table(sheet, "rank", "code", "total"):
            row = totals.pop(str(line[self.heads["code"]]), None)
            if not row:
                continue
            self.same(number(line[self.heads["total"]]),
                      self.points(row["points"]), row)
            self.same(number(line[self.heads["rank"]]),
                      rounded(row["rank"], 1), row)
            self.same(bool(line.get(grade)), bool(row["grade"]), row)
        assert not totals, totals

    def check_annex(self, book, ranking):
        """Rankings and main indicators, and nothing to calculate."""
        self.check_back(book)
        self.check_ranking(book[ranking])
        assert set(book.sheetnames) <= {
            ranking, "分组排名", "一级指标", "Group rankings",
            "Main indicators"}, book.sheetnames

    def check_scores(self, sheet):
        """Districts stand side by side, or below one another."""
        lines = list(sheet.iter_rows(values_only=True))
        cells = {}
        if self.heads["code"] in lines[3]:
            names = lines[3]
            for line in lines[5:]:
                for name, cell in zip(names, line):
                    cells[name, line[0]] = cell
        else:
            under = next(line for line in lines if any(
                str(text).startswith("health\n") for text in line))
            codes = [text.split("\n")[0] if text else "" for text in under]
            for line in lines[4:]:
                for code, cell in zip(codes, line):
                    cells[line[1], code] = cell
        for row in self.rows:
            if row["parent"] in ("", "bonus", "deduction"):
                continue
            got = number(cells[row["name"], row["indicator"]])
            if got is not None:
                got = rounded(str(got), self.decimals)
            self.same(got, self.points(row["points"]), row)

    def check_indicators(self, sheet, rows):
        heads = self.heads
        lines = {str(line[heads["code"]]): line
                 for line in self.table(sheet, "code", "value", "points")}
        for row in rows:
            line = lines[row["indicator"]]
            rate = str(Decimal(row["normalised"]) * 100) \
                if row["normalised"] else ""
            for head, text, places in (
                    ("rate", rate, 6), ("rank", row["rank"], 1),
                    ("full", row["weight"], self.decimals),
                    ("points", row["points"], self.decimals)):
                got = number(line[heads[head]])
                if got is not None:
                    got = rounded(str(got), places)
                self.same(got, rounded(text, places), (row, head))
            if row["state"] == "reported" and row["value"]:
                self.same(number(line[heads["value"]]),
                          rounded(self.value(row), 4), (row, "value"))

    def value(self, row):
        """As reported: what is scored may have been treated."""
        score = self.scores[row["district"], row["indicator"]]
        return row["value"] if score.find(NAMESPACE + "treated") is None \
            else score.get("value")

    def check_items(self, book, rows):
        if not rows:
            return
        sheet = book[SHEETS[self.language][3]]
        counted = [number(line[self.heads["counted"]])
                   for line in self.table(sheet, "item", "counted")]
        for row, got in zip(rows, counted):
            wanted = self.points(row["points"])
            self.same(got, wanted and abs(wanted), row)

    def check_notice(self, path, district):
        book = self.open(path)
        rows = [row for row in self.rows if row["district"] == district]
        names = {name for code, name in self.districts.items()
                 if code != district}
        self.check_indicators(
            book[SHEETS[self.language][2]],
            [row for row in rows if row["parent"] not in
             ("", "bonus", "deduction")])
        self.check_back(book)
        self.check_findings(book, district)
        self.check_items(book, [row for row in rows if row["parent"] in
                                ("bonus", "deduction")])
        for sheet in book:
            for line in sheet.iter_rows(values_only=True):
                assert not names & set(line), (path, line)

    def check_weights(self, sheet, scale):
        """Against the weights of a district that has all of them."""
        whole = {row["district"] for row in self.rows} - {
            row["district"] for row in self.rows
            if row["parent"] not in ("", "bonus", "deduction")
            and not Decimal(row["weight"] or 0)}
        rows = {row["indicator"]: row for row in self.rows
                if row["district"] == min(whole)}
        lines = {str(line[self.heads["code"]]): line
                 for line in self.table(sheet, "code", "share")}
        for code, row in rows.items():
            if row["parent"] in ("", "bonus", "deduction"):
                continue
            got = number(lines[code][self.heads["share"]])
            self.same(rounded(str(got), 6), rounded(
                str(Decimal(row["weight"]) * 100 / scale), 6), row)

    def check_measures(self, book, folder):
        rules = sections(folder)
        measures = [code for kind, code in rules if kind == "measure"]
        assert (MEASURES in book.sheetnames) == bool(measures)
        if not measures:
            return
        lines = list(book[MEASURES].iter_rows(values_only=True))
        heads = next(line for line in lines if "对应情况" in line)
        rows = {line[0]: dict(zip(heads, line)) for line in lines}
        for code in measures:
            keys, row = rules["measure", code], rows[code]
            cited = {kind: [(c, r["name"]) for (k, c), r in rules.items()
                            if k in kinds and code in
                            r.get("measures", "").split()]
                     for kind, kinds in (("指标", ("indicator",)),
                                         ("加分、扣分", ("bonus",
                                                         "deduction")))}
            for kind, things in cited.items():
                self.same(sorted((row[kind] or "").split("\n")),
                          sorted(f"{c} {name}" for c, name in things)
                          or [""], (code, kind))
            data = [r["name"] for (k, c), r in rules.items() if k == "datum"
                    and code in r.get("measures", "").split()]
            self.same(sorted((row["数据项"] or "").split("\n")),
                      sorted(data) or [""], code)
            reach = REACHES[keys["coverage"]]
            if keys["coverage"] != "municipal" and not any(cited.values()):
                reach = "未对应"
            self.same(row["对应情况"], reach, code)
            self.same(row["责任单位"], keys["departments"], code)
            self.same(row["备注"], keys.get("note"), code)
            goals = [self.progress[c] for (k, c), r in rules.items()
                     if k == "target" and code in r.get("measures",
                                                        "").split()]
            told = row["方案目标的进度"] or ""
            self.same(len(told.split("\n")) if told else 0, len(goals), code)
            for goal in goals:
                percent = decimal(goal.get("progress"), 4) * 100
                assert f"完成{percent:.2f}%" in told and \
                    f"现值{goal.get('value')}{goal.get('unit')}" in told, told

    def check_rules(self, book, rules):
        """Every rule that scores stands in the sheet of rules, with its place;
        some with the words that were written for them by hand."""
        lines = list(book[RULES[self.language]].iter_rows(values_only=True))
        for (kind, code), place in places(rules).items():
            if kind in ("indicator", "bonus", "deduction", "veto", "check"):
                rows = [line for line in lines
                        if line[0] == code and place in line]
                self.same(len(rows), 1, (kind, code, place))
                if rules.parts[-2] == "shanghai" and code in WORDS:
                    assert any(str(cell).split("\n")[0] == WORDS[code]
                               for cell in rows[0]), (WORDS[code], rows)

    def check_places(self, sheet, rules):
        """The sheet of points says of every indicator where its rule is."""
        found = {cell for line in sheet.iter_rows(values_only=True)
                 for cell in line}
        for (kind, code), place in places(rules).items():
            assert kind != "indicator" or place in found, (code, place)

    def check_audit(self, book, inputs):
        """Every file of the record with its hash, how many rows of detail the
        submissions hold, and who has no value."""
        sheet = book[AUDIT[self.language]]
        lines = list(sheet.iter_rows(values_only=True))
        text = "\n".join(str(cell) for line in lines for cell in line if cell)
        for file in [*self.record.find(NAMESPACE + "rules"),
                     *self.record.find(NAMESPACE + "inputs")]:
            if not file.get("sha256"):
                continue
            rows = [line for line in lines if file.get("sha256") in line]
            self.same(len(rows), 1, file.get("name"))
            assert file.get("name") in rows[0], rows
            assert file.get("size") in rows[0], rows
            self.n_files += 1
        n = sum(path.read_bytes().count(b"<record ")
                for path in inputs.glob("*.xml"))
        assert re.search(rf"(共|submissions: ){n}(?!\d)", text), (n, text[:900])
        absent = {}
        for row in self.rows:
            if not row["value"] and row["indicator"] in self.leaves:
                absent.setdefault(row["indicator"], []).append(row["name"])
        told = {line[0]: line for line in lines if line[0] in self.leaves}
        self.same(sorted(told), sorted(absent), "left out")
        for code, names in absent.items():
            self.same(int(told[code][4]), len(names), code)
            for name in names[:40]:
                assert name in told[code][5], (name, told[code])

    def check_working(self, book):
        """Every step on paper comes to what it says, and that to result.csv."""
        lines = list(book[WORKING[self.language]].iter_rows(values_only=True))
        rows = {(row["name"], row["indicator"]): row for row in self.rows
                if row["indicator"] in self.leaves}
        for line in lines:
            row = rows.pop((line[2], line[0]), None)
            if not row:
                continue
            score = self.scores[row["district"], row["indicator"]]
            value, norm, points = line[3:6]
            value = (value or "").split("；")[0].split("; ")[0]
            if row["state"] == "reported":
                got = check_steps(value, 6) if "=" in value or "≈" in value \
                    else Fraction(value.strip("()").replace("−", "-"))
                self.near(got, exactly(score.get("value")), line)
            if not row["normalised"]:
                continue
            wanted = round(exactly(score.get("normalised")) * 100, 4)
            norm = norm.split("；")[0].split("; ")[0] \
                if self.language == "zh" else norm
            steps = re.fullmatch(r".* [=≈] [^ ]+%", norm)
            raw = check_steps(norm, 4) if steps else None
            held = re.search(r"([\d.−]+)%$", line[4])
            self.same(raw is None or abs(raw - wanted) < Fraction(1, 5000) or
                      (held and Fraction(held[1]) == wanted), True,
                      (line, wanted))
            self.same(bool(points), bool(row["points"]), line)
            head, *tail = re.split("，舍入得|, rounded ",
                                   points or "0 = 0")
            head = re.sub("（.*?）| \\(with.*?\\)", "", head)
            got = check_steps(head, 6)
            if tail:
                got = Fraction(tail[0])
            self.near(got, exactly(row["points"] or "0"), line)
        assert not rows, rows

    def check_findings(self, book, district=None):
        """Check, level and place of each finding, in order; and every number
        of what was found."""
        wanted = [f for f in self.findings
                  if not district or f.get("district") == district]
        if QUALITY not in book.sheetnames:
            self.same(wanted, [], district)
            return
        lines = list(book[QUALITY].iter_rows(values_only=True))
        at = next(i for i, line in enumerate(lines) if "审核关系" in line)
        rows = [dict(zip(lines[at], line)) for line in lines[at + 1:]]
        rows = [row for row in rows if row["级别"]]
        assert len(rows) == len(wanted), (district, rows)
        for row, finding in zip(rows, wanted):
            self.same((row["代码"], row["级别"], row["出处"]),
                      (finding.get("check"), LEVELS[finding.get("level")],
                       finding.get("at")), district)
            for figure in re.findall(r" = ([\d.]+)", finding.get("text")):
                self.same(figure in re.split(r"[ ；]", row["核对的数"]), True,
                          (row, figure))
            if not district:
                self.same(row["区"], self.districts.get(
                    finding.get("district"), "全市"), row)

    def sheet_rows(self, book, name, head, wanted):
        """The rows of sheet NAME below the line with HEAD, as many as
        WANTED; none where there is no such sheet."""
        if name not in book.sheetnames:
            self.same(wanted, {}, name)
            return []
        lines = list(book[name].iter_rows(values_only=True))
        at = next(i for i, line in enumerate(lines) if head in line)
        rows = [line for line in lines[at + 1:]
                if sum(cell is not None for cell in line) > 1]
        rows = [row for row in rows if row[0] is not None]
        self.same(len(rows), len(wanted), name)
        return rows

    def check_filled(self, book):
        """District, indicator, state, what was put in, and the ranks."""
        wanted = {(self.districts[d], code): score
                  for (d, code), score in self.scores.items()
                  if score.get("policy")}
        ranks = {self.districts[row["district"]]: row["rank"]
                 for row in self.rows if row["indicator"] == "total"}
        for row in self.sheet_rows(book, FILLED, "处理办法", wanted):
            district, code, _, state = row[:4]
            value, given, spread, rank, without, moved = row[6:12]
            score = wanted.pop((district, code))
            self.same(state, STATES[score.get("state")], row)
            self.same(number(value), decimal(score.get("used"), 6), row)
            if score.get("policy") in ("zero", "score"):
                self.same(number(given),
                          decimal(score.get("normalised"), 8) * 100, row)
            self.same(spread is not None,
                      score.get("policy") == "exclude", row)
            self.same(number(rank), rounded(ranks[district], 1), row)
            self.same(number(without),
                      decimal(score.get("rank_without"), 1), row)
            if None not in (number(rank), number(without)):
                self.same(number(moved), number(without) - number(rank), row)
            else:
                self.same(moved, DASH, row)
        assert not wanted, wanted

    def check_treated(self, book):
        """District, indicator, before and after, and the statistics."""
        wanted = {(code, self.districts[d]): score
                  for (d, code), score in self.scores.items()
                  if score.find(NAMESPACE + "treated") is not None}
        for row in self.sheet_rows(book, TREATED, "处理", wanted):
            if row[0] is None or row[0] == "代码":
                continue
            score = wanted.pop((row[0], row[3]))
            treated = score.find(NAMESPACE + "treated")
            self.same(number(row[4]), decimal(score.get("value"), 6), row)
            self.same(number(row[6]), decimal(score.get("used"), 6), row)
            for key, word in (("clipped", "限定范围"),
                              ("winsorised", "缩尾"),
                              ("transformed", "取对数|Box-Cox")):
                self.same(bool(re.search(word, row[5])),
                          treated.get(key) == "yes", row)
            for key, cell in zip(("skewness", "kurtosis", "skewness_after",
                                  "kurtosis_after"), row[7:11]):
                self.same(rounded(str(number(cell)), 9),
                          rounded(treated.get(key), 9), (row, key))
        assert not wanted, wanted

    def check_charts(self, book):
        """Charts have titles and axes with names, and lie on no cell that is
        written and on no other chart."""
        for sheet in book:
            places = []
            filled = {cell.row - 1 for line in sheet.iter_rows()
                      for cell in line if cell.value is not None}
            for chart in sheet._charts:
                start, end = chart.anchor._from, chart.anchor.to
                assert chart.title, sheet.title
                assert chart.tagname == "radarChart" or (
                    chart.x_axis.title and chart.y_axis.title), sheet.title
                self.same(filled & set(range(start.row, end.row + 1)), set(),
                          (sheet.title, "cells under a chart"))
                places.append((start.row, end.row, (start.col, start.colOff),
                               (end.col, end.colOff)))
            for i, a in enumerate(places):
                for b in places[:i]:
                    assert (a[1] < b[0] or b[1] < a[0] or a[3] <= b[2] or
                            b[3] <= a[2]), (sheet.title, a, b)

    def check_paper(self, book):
        """No sheet of paper ends with a heading or the head of a table, or
        within a chart; the head that the later ones have is one; and the
        columns that come with each cut no text."""
        for sheet in book:
            breaks = {page.id for page in sheet.row_breaks.brk}
            heads = {cell.row for line in sheet.iter_rows() for cell in line
                     if is_heading(cell)}
            self.same(breaks & heads, set(), (sheet.title, "headings"))
            for chart in sheet._charts:
                rows = range(chart.anchor._from.row + 1, chart.anchor.to.row)
                self.same(breaks & set(rows), set(), (sheet.title, "charts"))
            first, _, last = (sheet.print_title_rows or "").replace(
                "$", "").partition(":")
            assert first or not breaks, sheet.title
            if first:
                self.same({*range(int(first), int(last) + 1)} - heads, set(),
                          (sheet.title, "head"))
            self.check_cut(sheet)

    def check_cut(self, sheet):
        """No text of the columns that come with each sheet of paper runs on
        beyond them."""
        if not sheet.col_breaks.brk or not sheet.print_title_cols:
            return
        last = sheet.print_title_cols.replace("$", "").partition(":")[2]
        columns = [get_column_letter(i + 1)
                   for i in range(column_index_from_string(last))]
        room = sum(sheet.column_dimensions[c].width for c in columns)
        for line in sheet.iter_rows(max_col=len(columns)):
            for cell in line:
                if isinstance(cell.value, str) and not cell.alignment.wrap_text:
                    wide = sum(1 + (east_asian_width(c) in "WF")
                               for c in cell.value) * cell.font.size / 11
                    assert wide <= room, (sheet.title, cell.value)

    def check_links(self, book):
        """The contents name every other sheet, with a line on it, and lead
        there; each leads back."""
        contents, *others = book
        rows = [line[:3] for line in contents.iter_rows()
                if line[1].hyperlink]
        self.same([row[1].value for row in rows],
                  [sheet.title for sheet in others], "contents")
        self.same([row[1].hyperlink.location for row in rows],
                  [f"'{sheet.title}'!A1" for sheet in others], "links")
        lines = {row[2].value for row in rows}
        assert len(lines) == len(rows) and min(map(len, lines)) > 4, lines
        self.check_back(book)

    def check_back(self, book):
        """Every sheet but the first leads to that, and nowhere else."""
        first, *others = book
        for sheet in others:
            links = [cell.hyperlink.location for line in sheet.iter_rows()
                     for cell in line if cell.hyperlink]
            self.same(links, [f"'{first.title}'!A1"], sheet.title)

    def check_overview(self, sheet):
        """The figures of the city, from the totals of result.csv."""
        heads = OVERVIEW[self.language]
        rows = [row for row in self.rows if row["indicator"] == "total"]
        totals = [Decimal(row["points"]) for row in rows if row["rank"]]
        mean = sum(totals) / len(totals)
        lines = [list(line) for line in sheet.iter_rows(values_only=True)]
        at = next(i for i, line in enumerate(lines) if line[:2] == heads[:2])
        got = [rounded(str(cell), self.decimals) for cell in lines[at + 1][:7]]
        sd = (sum((x - mean) ** 2 for x in totals) /
              (len(totals) - 1)).sqrt()
        for cell, wanted in zip(got, (len(rows), len(totals), mean,
                                      max(totals), min(totals), sd,
                                      sum(x > mean for x in totals))):
            self.same(cell, rounded(str(wanted), self.decimals), "overview")
        grades = [row["grade"] for row in rows]
        at = next((i for i, line in enumerate(lines)
                   if line[:2] == heads[2:4]), None)
        self.same(at is not None, any(grades), "a table of grades")
        if at is not None:
            counts = [line[1] for line in lines[at + 1:at + 1 + lines[
                at + 1:].index([None] * len(lines[at]))]]
            self.same(sorted(filter(None, counts)),
                      sorted(grades.count(grade) for grade in set(grades)),
                      "districts per grade")
        shown = {line[0]: line[1] for line in lines
                 if line[0] in self.districts.values()}
        for row in rows:
            if row["name"] in shown:
                self.same(number(shown[row["name"]]),
                          self.points(row["points"]), row)
        self.same(len(shown), min(len(totals), 40), "totals in the chart")

    def check_progress(self, rules):
        """The districts' figures make 11.3 bn USD and 18 firms, against the
        plan's 12 bn and 20."""
        found = {target.get("code"): Fraction(target.get("progress"))
                 for target in self.record.iterfind(
                     f"{NAMESPACE}progress/{NAMESPACE}target")}
        wanted = {"offshore_2025": Fraction(1130000, 1200000),
                  "firms_2025": Fraction(18, 20)} \
            if rules.name == "shanghai" else {}
        self.same(found, wanted, "progress")

    def check(self, main, inputs, scale):
        overall, rules = overall_of(self.out), main.parent
        book = self.open(overall)
        ranking, scores = SHEETS[self.language][:2]
        self.check_ranking(book[ranking])
        self.check_scores(book[scores])
        self.check_weights(book[SHEETS[self.language][4]], scale)
        self.check_measures(book, rules)
        self.check_rules(book, main)
        self.check_audit(book, inputs)
        self.check_working(book)
        self.check_places(book[scores], main)
        self.check_findings(book)
        if "shanghai" in main.parts:
            self.check_alive(openpyxl.load_workbook(overall))
        if self.language == "zh":
            self.check_filled(book)
            self.check_treated(book)
        self.check_progress(rules)
        self.check_links(book)
        self.check_overview(book[OVERVIEW[self.language][4]])
        annex = next(path for path in self.out.glob("*.xlsx")
                     if path != overall)
        self.check_annex(self.open(annex), ranking)
        notices = list(self.out.glob("*/*.xlsx"))
        assert len(notices) == len(self.districts), notices
        for path in notices:
            self.check_notice(path, path.name.split("-")[0])
        return f"{overall.name}: {self.n} figures of result.csv in " \
               f"{len(notices) + 2} workbooks, {self.n_files} files"


def check_found(quping, top):
    """How weights were found is told, and warned of where the data decide."""
    for case, wanted in (
            ("weights_ahp", ("层次分析法（distances）", "26.19", "一致性比率CR 0.0732",
                             "随机指标RI 1.24")),
            ("weights_budget_and_equal", ("专家分配（panel）", "40.00", "等权",
                                          "平均 60、最低 50、最高 70",
                                          "专家人数 3、每人分配 100")),
            ("weights_entropy", ("熵权法", "零值平移 0", "数据一变，权重随之变动")),
            ("weights_critic", ("CRITIC法", "冲突性", "数据一变，权重随之变动"))):
        folder = top / "tests/cases" / case
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([quping, "score", "rules.ini", "input", "-o",
                            Path(out) / "out"], check=True, cwd=folder,
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            sheet = openpyxl.load_workbook(
                overall_of(Path(out) / "out"))["权重"]
            text = "\n".join(f"{cell:.2f}" if isinstance(cell, float)
                             else str(cell) for line in
                             sheet.iter_rows(values_only=True)
                             for cell in line if cell is not None)
            text += "\n".join(f"{cell:.2f}" for line in
                              sheet.iter_rows(values_only=True)
                              for cell in line if isinstance(cell, int))
        for piece in wanted:
            assert piece in text, (case, piece, text)
    print("weights that are found: told in 4 workbooks")


def totals(out):
    """The total rows of a result, by district."""
    text = (out / "result.csv").read_bytes().decode("utf-8-sig")
    return {row["district"]: row
            for row in csv.DictReader(io.StringIO(text, newline=""))
            if row["indicator"] == "total"}


def move(before, now):
    up = Decimal(before) - Decimal(now)
    return f"{'↑' if up > 0 else '↓'}{abs(up)}" if up else "持平"


def rows_of(out):
    """The rows of a result: {(district, indicator): row}."""
    text = (out / "result.csv").read_bytes().decode("utf-8-sig")
    return {(row["district"], row["indicator"]): row
            for row in csv.DictReader(io.StringIO(text, newline=""))}


def table_of(sheet, head):
    """The lines below the heads of a table, with the heads, of which those in
    two lines are put together."""
    lines = list(sheet.iter_rows(values_only=True))
    at = next(i for i, line in enumerate(lines) if head in line)
    return [under or over for over, under in zip(lines[at], lines[at + 1])], [
        line for line in lines[at + 2:]]


def printed(rows, district, code):
    """Points with two decimals, 0 for none."""
    row = rows.get((district, code), {"points": ""})
    return rounded(row["points"], 2) or Decimal(0)


def check_changes(last, out):
    """What the sheets on changes say of each district, against the records of
    both years; every line adds up as it is printed.  Returns the figures."""
    before, now = rows_of(last), rows_of(out)
    book = openpyxl.load_workbook(overall_of(out), data_only=True)
    tops = {}
    for rows in (now, before):
        for (_, code), row in rows.items():
            if row["parent"] == "total":
                tops.setdefault(code)
    heads, lines = table_of(book["名次变化"], "总分变动的构成")
    codes = {row["name"]: code for (code, _), row in now.items()}
    n = 0
    for line in lines:
        code = codes.get(line[1])
        if not code:
            continue
        totals_ = [printed(rows, code, "total") for rows in (before, now)]
        parts = [number(cell) or Decimal(0) for cell in line[7:]]
        wanted = [printed(now, code, top) - printed(before, code, top)
                  for top in tops]
        assert [number(line[4]), number(line[5])] == totals_, line
        assert number(line[6]) == totals_[1] - totals_[0], line
        assert parts[:len(tops)] == wanted, (line, wanted)
        assert sum(parts) == number(line[6]), (line, parts)
        n += len(line) - 4
    check_moved(book["得分升降"], before, now, codes)
    return n, heads


def check_moved(sheet, before, now, codes):
    """The three leaves that gained most and lost most."""
    inner = {row["parent"] for rows in (before, now)
             for row in rows.values()} | {"total"}
    found = {}
    for line in table_of(sheet, "得分上升最多")[1]:
        code = codes.get(line[1] or name)
        if not code:
            break
        name = line[1] or name
        for at in (2, 6):
            if line[at]:
                found.setdefault((code, at), []).append(
                    [number(cell) for cell in line[at + 1:at + 4]])
    for code in codes.values():
        leaves = {leaf: printed(now, code, leaf) - printed(before, code, leaf)
                  for rows in (now, before) for (district, leaf), row
                  in rows.items() if district == code and leaf not in inner
                  and row["parent"] not in ("bonus", "deduction")}
        for at, sign in ((2, 1), (6, -1)):
            most = sorted((sign * by for by in leaves.values() if sign * by >
                           0), reverse=True)[:3]
            got = found.get((code, at), [])
            assert [sign * line[2] for line in got] == most, (
                code, got, most)
            assert all((line[1] or 0) - (line[0] or 0) == line[2]
                       for line in got), got


def figure(datum, *names):
    """The first of the elements NAMES of a datum that is there."""
    for name in names:
        found = datum.find(NAMESPACE + name)
        if found is not None:
            return found
    return None


def check_ledger(out, rules):
    """Every datum in full, against the record; the figures of rules that take
    the year before from submissions."""
    names = {code: keys["name"] for (kind, code), keys
             in sections(rules).items() if kind == "datum"}
    sheet = openpyxl.load_workbook(overall_of(out))["数据台账"]
    lines = list(sheet.iter_rows(values_only=True))
    at = next(i for i, line in enumerate(lines) if "出处" in line)
    rows = {(line[0], line[1]): dict(zip(lines[at], line))
            for line in lines[at + 1:]}
    n = 0
    for district in ElementTree.parse(out / "result.xml").getroot().iter(
            NAMESPACE + "district"):
        for datum in district.iter(NAMESPACE + "datum"):
            row = rows[district.get("name"), names[datum.get("code")]]
            counts = figure(datum, "verified", "reported", "derived", "given")
            last = figure(datum, "verified_prior", "reported_prior",
                          "recorded_prior")
            for head, element in (
                    ("报送数", figure(datum, "reported", "derived", "given")),
                    ("核定数", figure(datum, "verified")), ("上年数", last)):
                wanted = None if element is None else element.get("value")
                assert number(row[head]) == (wanted and Decimal(wanted)), row
            cut = datum.get("cut")
            assert number(row["核减数"]) == (cut and Decimal(cut)), row
            assert row["出处"] == (counts.get("at") if counts is not None
                                   else None), row
            growth = None
            if datum.get("value") and last is not None and last.get("value") \
                    and Fraction(last.get("value")) > 0:
                growth = (Fraction(datum.get("value")) /
                          Fraction(last.get("value")) - 1) * 100
            got = row["增速（%）"]
            assert (got is None) == (growth is None), (row, growth)
            assert got is None or abs(Fraction(got) - growth) < 1e-9, row
            n += 6
    assert len(rows) >= 16 * len(names)
    return n


def check_other_rules(quping, top):
    """Last year was rounded at the total, with another weight, and with an
    indicator that is gone in place of one that is new."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules"
        shutil.copytree(top / "rules/shanghai", rules)
        for path, old, new in (
                ("2024.ini", r"round_at = indicator", "round_at = total"),
                ("indicators.ini", r"\[indicator c05\]", "[indicator old]"),
                ("indicators.ini", r"(\[indicator g01\][^[]*?\nweight = )8",
                 r"\g<1>6"),
                ("indicators.ini", r"(\[indicator g02\][^[]*?\nweight = )5",
                 r"\g<1>7")):
            text = (rules / path).read_text(encoding="utf-8")
            text, n = re.subn(old, new, text)
            assert n == 1, old
            (rules / path).write_text(text, encoding="utf-8")
        last, out = Path(folder) / "2024", Path(folder) / "2025"
        for main, year, more in (
                (rules / "2024.ini", last, ()),
                (top / "rules/shanghai/2025.ini", out, ("--prior", last))):
            subprocess.run([quping, "score", main,
                            top / f"input/examples/shanghai-{year.name}",
                            "-o", year, *more], check=True,
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        n, heads = check_changes(last, out)
        assert heads[-1] == "其他", heads
        book = openpyxl.load_workbook(overall_of(out))
        texts = {str(cell) for name in ("名次变化", "得分升降")
                 for line in book[name].iter_rows(values_only=True)
                 for cell in line}
        for piece in ("（本年新设）", "（本年取消）", "（权重6.00→8.00）",
                      "上年所用的规则集"):
            assert any(piece in text for text in texts), piece
    print(f"changes since a year with other rules: {n} figures add up")


def check_looking_back(quping, top):
    """The ranking and the notices tell last year's rank and the move since;
    the sheets on changes what is behind it."""
    examples = top / "input/examples"
    with tempfile.TemporaryDirectory() as folder:
        last, out = Path(folder) / "2024", Path(folder) / "2025"
        for year, more in ((last, ()), (out, ("--prior", last))):
            subprocess.run([quping, "score",
                            top / f"rules/shanghai/{year.name}.ini",
                            examples / f"shanghai-{year.name}", "-o", year,
                            *more], check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        before, now = totals(last), totals(out)
        sheet = openpyxl.load_workbook(overall_of(out))["总排名"]
        lines = list(sheet.iter_rows(values_only=True))
        heads = next(line for line in lines if "升降" in line)
        found = [dict(zip(heads, line)) for line in lines
                 if line[1] in now]
        assert len(found) == len(now) == 16, found
        for row in found:
            code = row["代码"]
            told = move(before[code]["rank"], now[code]["rank"])
            assert str(row["上年名次"]) == before[code]["rank"], row
            assert row["升降"] == told, (row, told)
            notice = openpyxl.load_workbook(
                next(out.glob(f"*/{code}-*.xlsx"))).worksheets[0]
            texts = [cell for line in notice.iter_rows(values_only=True)
                     for cell in line]
            want = (f"第{before[code]['rank']}名（{told}）、"
                    f"{before[code]['points']}分、")
            assert any(str(text).startswith(want) for text in texts), (
                want, texts)
        n, _ = check_changes(last, out)
        n_ledger = check_ledger(out, top / "rules/shanghai")
    print("last year's ranks and moves: 16 districts in 17 workbooks,",
          n, "figures of changes,", n_ledger, "of the ledger")


def main():
    quping, top = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    check_found(quping, top)
    check_looking_back(quping, top)
    check_other_rules(quping, top)
    for rules, inputs, language, decimals, scale in (
            ("rules/shanghai/2025.ini", "input/examples/shanghai-2025", "zh",
             2, 100),
            ("rules/hdi/2022.ini", "input/examples/hdi-2022", "en", 3, 1),
            ("tests/cases/treatment_by_hand/rules.ini",
             "tests/cases/treatment_by_hand/input", "zh", 2, 100)):
        with tempfile.TemporaryDirectory() as folder:
            rules = top / rules
            print(Result(quping, rules, top / inputs, folder, language,
                         decimals).check(rules, top / inputs, scale))


if __name__ == "__main__":
    main()
