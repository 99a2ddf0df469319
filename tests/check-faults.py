#!/usr/bin/env python3
"""A fault of each kind that districts make, planted in the Shanghai example.

Usage: check-faults.py QUPING TOP

The kinds are the twenty-two at the head of rules/shanghai/checks.ini.  Each
row plants one in a copy of the example and gives the messages that must come,
written by hand from the rules and the figures: file, line, the item's Chinese
name, what was found and what was expected.  @CODE stands for the line of this
year's CODE in that file, @=TEXT for the line that begins with TEXT.  An error
leaves no result; a warning or a note leaves one, with the finding in it.
"""

import csv
import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

EXECUTED = "offshore_executed 离岸服务外包执行额 = 20300 万美元"
ONSHORE = "onshore_executed 在岸服务外包执行额"
# A contract of 普陀区: ID, firm, market, country, date, amount, executed.
CONTRACT = ('<record id="%s" firm="%s" market="%s" kind="ito" field="general" '
            'country="%s" zone="no" signed="%s" amount="%s" executed="%s"/>')
FIRM = "91310115MA1K35KN7N"     # its check digit worked out by GB 32100
SLIP = "not (%s)" % " or ".join(
    f"abs({ratio} / {factor} - 1) <= 0.08"
    for ratio in ("x / prior(x)", "prior(x) / x")
    for factor in ("10000", "100", "7.15"))
HEAD = '<datum code="total_executed"'

RECORD = "record"

# (kind, file, [(text, what stands in its place)], [message]), or of a record
# that is added: [RECORD, what it is].
FAULTS = [
    ("q01 a contract executed beyond its amount", "310107.xml",
     [RECORD, CONTRACT % ("K1", FIRM, "offshore", "US", "2025-03-01", "80",
                          "80.01")],
     ["in/310107.xml:@#K1: error: q01 合同当年执行额不超过合同额: id 合同登记号 "
      "= K1, executed 当年执行额 = 80.01 万美元, amount 合同额 = 80 万美元; "
      "expected executed <= amount [check]"]),
    ("q09 a credit code with a wrong check digit", "310107.xml",
     [RECORD, CONTRACT % ("K1", "91310115MA1K35KN7M", "offshore", "US",
                          "2025-03-01", "80", "8")],
     ['in/310107.xml:@#K1: error: contract K1: firm 接包企业统一社会信用代码: '
      '"91310115MA1K35KN7M" is no credit code: its check digit does not fit '
      '[attribute]']),
    ("q10 Hong Kong is offshore", "310107.xml",
     [RECORD, CONTRACT % ("K1", FIRM, "onshore", "HK", "2025-03-01", "80",
                          "8")],
     ["in/310107.xml:@#K1: error: q10 在岸合同的发包方在境内，离岸合同的在境外（"
      "含港澳台）: id 合同登记号 = K1, market 离岸或者在岸 = onshore, country "
      "发包方所在国家或者地区 = HK; expected (market == \"onshore\") == (country "
      "== \"CN\") [check]"]),
    ("q16 signed after the year", "310107.xml",
     [RECORD, CONTRACT % ("K1", FIRM, "offshore", "US", "2026-01-02", "80",
                          "8")],
     ["in/310107.xml:@#K1: error: q16 有当年执行额的合同在年内或者以前签约: id "
      "合同登记号 = K1, signed 签约日期 = 2026-01-02; expected signed <= "
      "\"2025-12-31\" [check]"]),
    ("q02 more executed than signed", "310107.xml",
     [(HEAD, '<datum code="offshore_signed" unit="万美元">9000</datum>'
       + HEAD)],
     ["in/310107.xml:@offshore_executed: warning: q02 离岸执行额不超过当年签约"
      "额: " + EXECUTED + ", offshore_signed 当年签约离岸合同额 = 9000 万美元; "
      'expected offshore_executed <= offshore_signed, or a <note code='
      '"offshore_executed"> that explains it [check]']),
    ("q03 offshore and onshore miss the total", "310107.xml",
     [(">29230.40<", ">29230.50<")],
     ["in/310107.xml:@offshore_executed: error: q03 离岸、在岸合计等于执行总额: "
      + EXECUTED + ", " + ONSHORE + " = 8930.4 万美元, total_executed "
      "服务外包执行总额 = 29230.5 万美元; expected abs(offshore_executed + "
      "onshore_executed - total_executed) <= 0.02 [check]"]),
    ("q04 kinds miss the offshore amount", "310107.xml",
     [(">4060<", ">4160<")],
     ["in/310107.xml:@offshore_ito: error: q04 ITO、BPO、KPO 合计等于离岸执行额:"
      " offshore_ito 离岸信息技术外包（ITO）执行额 = 9744 万美元, offshore_bpo "
      "离岸业务流程外包（BPO）执行额 = 6496 万美元, offshore_kpo "
      "离岸知识流程外包（KPO）执行额 = 4160 万美元, " + EXECUTED + "; expected "
      "abs(offshore_ito + offshore_bpo + offshore_kpo - offshore_executed) <= "
      "0.02 [check]"]),
    ("q06 a part is more than the whole", "310107.xml",
     [(">4222.40<", ">42224.00<")],
     ["in/310107.xml:@belt_road_offshore: error: q06_belt_road 一带一路执行额不"
      "大于离岸执行额: belt_road_offshore 承接一带一路国家（地区）离岸执行额 = "
      "42224 万美元, " + EXECUTED + "; expected belt_road_offshore <= "
      "offshore_executed [check]"]),
    ("q07 too many firms over 100 m USD", "310107.xml",
     [('"firms_over_100m"          unit="家">0<',
       '"firms_over_100m"          unit="家">3<')],
     ["in/310107.xml:@firms_over_100m: error: q07 超1亿美元企业数与离岸执行额相"
      "称: firms_over_100m 离岸执行额超1亿美元企业数 = 3 家, " + EXECUTED
      + "; expected firms_over_100m * 10000 万美元 / 1 家 <= offshore_executed "
      "[check]"]),
    ("q11 more graduates than employees", "310107.xml",
     [(">4114<", ">5209<"), (">241<", ">5210<")],
     ["in/310107.xml:@college_staff: error: q11_college 大学学历人数不大于从业"
      "人数: college_staff 大学（含大专）及以上学历从业人员数 = 5209 人, "
      "employees 服务外包从业人员数（年末） = 5208 人; expected college_staff "
      "<= employees [check]",
      "in/310107.xml:@new_graduates: error: q11_graduates 新增毕业生不大于从业"
      "人数: new_graduates 新增大学毕业生就业人数 = 5210 人, employees "
      "服务外包从业人员数（年末） = 5208 人; expected new_graduates <= "
      "employees [check]"]),
    ("q12 outside its range", "310107.xml", [(">2716<", ">10001<")],
     ['in/310107.xml:@market_hhi: error: market_hhi 发包市场集中度（HHI）: '
      '"10001" is above 10000, the most that is taken [range]']),
    ("q13 an unexplained jump", "310107.xml",
     [(">8930.40<", ">13065.00<"), (">29230.40<", ">33365.00<")],
     ["in/310107.xml:@onshore_executed: warning: q13_onshore 在岸执行额比上年增"
      "减超过30%的应当说明: " + ONSHORE + " = 13065 万美元, "
      "prior(onshore_executed) 在岸服务外包执行额 = 8710 万美元; expected "
      "abs(onshore_executed / prior(onshore_executed) - 1) <= 0.3, or a <note "
      'code="onshore_executed"> that explains it [check]']),
    ("q15 dollars given as ten thousand dollars", "310107.xml",
     [(">8930.40<", ">89304000.00<"), (">29230.40<", ">89324300.00<")],
     ["in/310107.xml:@onshore_executed: warning: q15_onshore 在岸执行额与上年单位一致: "
      + ONSHORE + " = 89304000 万美元, prior(onshore_executed) "
      "在岸服务外包执行额 = 8710 万美元; expected " + SLIP.replace(
          "x", "onshore_executed") + ", or a <note code=\"onshore_executed\"> "
      "that explains it [check]"]),
    ("q18 zero after a year with some", "310107.xml",
     [('"insured_firms"            unit="家">8<',
       '"insured_firms"            unit="家">0<')],
     ["in/310107.xml:@insured_firms: warning: q18_insured 上年有承保企业、本年报"
      "零：是零还是缺数: insured_firms 出口信用保险承保服务外包企业数 = 0 家, "
      "prior(insured_firms) 出口信用保险承保服务外包企业数 = 8 家; expected "
      "insured_firms > 0 or prior(insured_firms) == 0, or a <note "
      'code="insured_firms"> that explains it [check]']),
    ("q19 a figure and the state missing", "310107.xml",
     [('<datum code="market_hhi">', '<datum code="market_hhi" '
       'state="missing" reason="待核">')],
     ['in/310107.xml:@market_hhi: error: market_hhi 发包市场集中度（HHI）: has '
      'state="missing" and the figure "2716"; give one of the two [state]']),
    ("q20 the districts miss the city's total", "310116.xml",
     [('"offshore_executed"        unit="万美元" evidence="e1">2800<',
       '"offshore_executed"        unit="万美元" evidence="e1">2801<'),
      (">4360.80<", ">4361.80<"), ('"offshore_ito"             unit="万美元">'
                                   "560<", '"offshore_ito"             '
                                   'unit="万美元">561<')],
     ["rules/year-2025.ini:@=assert = abs(city_sum(: warning: q20 各区离岸执行额合"
      "计等于全市数: city_sum(offshore_executed) = 1130001 万美元; expected "
      "abs(city_sum(offshore_executed) - 1130000) <= 0.5 [check]"]),
    ("q21 one firm above eighty percent", "310107.xml",
     [(HEAD, '<datum code="largest_firm" unit="万美元">16241</datum>'
       + HEAD)],
     ["in/310107.xml:@largest_firm: note: q21 一户企业超过本区离岸执行额的八成: "
      "largest_firm 离岸执行额最多的一户企业的执行额 = 16241 万美元, "
      + EXECUTED + "; expected largest_firm <= 0.8 * offshore_executed "
      "[check]"]),
    ("q22 an unknown datum", "310107.xml",
     [(HEAD, '<datum code="offshore">1</datum>' + HEAD)],
     ['in/310107.xml:@offshore: error: unknown datum "offshore" [datum]']),
    ("q22 a datum given twice", "310107.xml",
     [(HEAD, '<datum code="pue_mean">1.35</datum>\n' + HEAD)],
     ["in/310107.xml:17: error: pue_mean 数据中心平均PUE is given twice; it "
      "stands in line 12 already [duplicate]"]),
    ("q22 the wrong year", "310107.xml",
     [('year="2025" district', 'year="2024" district')],
     ["in/310107.xml:3: error: the file is for the year 2024; these rules are "
      "for 2025 [evaluation]"]),
    ("q22 a district of no rule set", "310107.xml",
     [('district="310107"', 'district="310108"')],
     ['in/310107.xml:3: error: unknown district "310108" [district]']),
]


def line_of(path, mark):
    """The line of this year's datum MARK, of the record with id #MARK, or that
    begins with =MARK."""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if mark.startswith("="):
            if line.startswith(mark[1:]):
                return str(number)
        elif mark.startswith("#"):
            if f'<record id="{mark[1:]}"' in line:
                return str(number)
        elif f'code="{mark}"' in line and "period=" not in line \
                and "<note" not in line:
            return str(number)
    raise AssertionError((path, mark))


def run(quping, folder, *options):
    done = subprocess.run([quping, "score", "rules/2025.ini", "in", "-o",
                           "out", *options], cwd=folder, capture_output=True,
                          check=False)
    return done.returncode, done.stderr.decode().split("\n")


def copy(top, folder):
    shutil.copytree(top / "rules/shanghai", folder / "rules")
    shutil.copytree(top / "input/examples/shanghai-2025", folder / "in")


def with_line(folder, message):
    path, mark, rest = re.fullmatch(r"([^:]+):(@.*?|\d+)(: (?:error|warning|"
                                    r"note): .*)", message).groups()
    if mark.startswith("@"):
        mark = line_of(folder / path, mark[1:])
    return f"{path}:{mark}{rest}"


def add_record(text, record):
    """TEXT with RECORD as the first of its contracts."""
    head = re.search(r'<records type="contract" count="(\d+)"([^>]*)>', text)
    if not head:
        return text.replace("</data>", '</data>\n  <records type="contract" '
                            f'count="1">\n{record}\n  </records>')
    more = f'<records type="contract" count="{int(head[1]) + 1}"{head[2]}>'
    return text.replace(head[0], more + "\n" + record)


def plant(path, edits):
    """Makes EDITS in the file at PATH.  Figures are changed in a file that lists
    no contracts, or they would not be what those come to."""
    text = path.read_text("utf-8")
    if edits[0] == RECORD:
        path.write_text(add_record(text, edits[1]), "utf-8")
        return
    text = re.sub(r" *<records.*</records>\n", "", text, flags=re.S)
    for old, new in edits:
        assert text.count(old) == 1, (path, old, text.count(old))
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def check_fault(quping, top, name, file, edits, messages):
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        copy(top, folder)
        plant(folder / "in" / file, edits)
        wanted = [with_line(folder, message) for message in messages]
        status, got = run(quping, folder)
        for message in wanted:
            assert message in got, "\n".join([name, message, *got])
        is_error = any(": error: " in message for message in wanted)
        assert status == (1 if is_error else 0), (name, status)
        assert (folder / "out").exists() != is_error, name


def deduction(quping, folder, item, district):
    status, got = run(quping, folder)
    assert status == 0, got
    text = (folder / "out/result.csv").read_bytes().decode("utf-8-sig")
    return next(row["points"] for row in csv.DictReader(io.StringIO(text))
                if (row["district"], row["indicator"]) == (district, item))


def check_territory(quping, top):
    """q08: one firm in two districts, 普陀区 and then 虹口区."""
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        copy(top, folder)
        for name, code in (("310107", "K1"), ("310109", "K2")):
            plant(folder / f"in/{name}.xml",
                  [RECORD, CONTRACT % (code, FIRM, "offshore", "US",
                                       "2025-03-01", "80", "8")])
        there = line_of(folder / "in/310107.xml", "#K1")
        wanted = with_line(
            folder, "in/310109.xml:@#K2: error: contract: firm "
            f"接包企业统一社会信用代码 {FIRM} stands in in/310107.xml:{there} "
            "already, in the records of 310107 普陀区; expected in one district "
            "only [territory]")
        status, got = run(quping, folder)
        assert status == 1 and wanted in got, "\n".join([wanted, *got])


def check_derived(quping, top):
    """q05: the contracts, each with its country, miss the typed amount."""
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        copy(top, folder)
        path = folder / "in/310107.xml"
        text = path.read_text("utf-8")
        path.write_text(text.replace('"e1">20300<', '"e1">20310<'), "utf-8")
        n = text.count('market="offshore"')
        wanted = with_line(
            folder, "in/310107.xml:@offshore_executed: error: "
            "offshore_executed 离岸服务外包执行额: 20310 万美元 is given, but the "
            f"records that count, {n}, come to 20300 万美元; expected the same "
            "[derived]")
        status, got = run(quping, folder)
        assert status == 1 and wanted in got, "\n".join([wanted, *got])


def check_restated(quping, top):
    """q14: last year's figure is not that of last year's result."""
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        copy(top, folder)
        subprocess.run([quping, "score", "rules/2024.ini",
                        top / "input/examples/shanghai-2024", "-o", "before"],
                       cwd=folder, check=True, capture_output=True)
        path = folder / "in/310107.xml"
        plant(path, [(">8710.00<", ">8711.00<")])
        lines = path.read_text("utf-8").split("\n")
        at = next(n for n, line in enumerate(lines, 1) if "8711.00" in line)
        wanted = (f"in/310107.xml:{at}: warning: onshore_executed "
                  "在岸服务外包执行额: 2024 is given as 8711 万美元, but the "
                  "result of that year has 8710 万美元 (before/result.xml:")
        status, got = run(quping, folder, "--prior", "before/result.xml")
        assert status == 0 and any(
            line.startswith(wanted) and line.endswith(
                'explain it in a <note code="onshore_executed"> [restated]')
            for line in got), "\n".join([wanted, *got])


def check_late(quping, top):
    """q17: two days late, 0.2 points a day."""
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        copy(top, folder)
        plant(folder / "in/310107.xml", [('submitted="2026-03-27"',
                                          'submitted="2026-04-02"')])
        got = deduction(quping, folder, "m1", "310107")
        assert got == "-0.40", got


def check_explained(quping, top):
    """A note turns the warning of q13 off; without one it counts nothing
    either, for it is no logic error."""
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        copy(top, folder)
        plant(folder / "in/310107.xml",
              [(">8930.40<", ">13065.00<"), (">29230.40<", ">33365.00<"),
               ("  </data>", "  </data>\n  <note code=\"onshore_executed\">"
                "新增总集成业务</note>")])
        status, got = run(quping, folder)
        assert status == 0 and not any("q13" in line for line in got), got
        record = (folder / "out/result.xml").read_text("utf-8")
        assert re.search(r'<finding check="q13_onshore" district="310107" '
                         r'level="warning" explained="yes"', record)


def main():
    quping, top = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    for fault in FAULTS:
        check_fault(quping, top, *fault)
    check_territory(quping, top)
    check_derived(quping, top)
    check_restated(quping, top)
    check_late(quping, top)
    check_explained(quping, top)
    print(f"faults: {len(FAULTS) + 5} planted, all found")


if __name__ == "__main__":
    main()
