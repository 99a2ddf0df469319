#!/usr/bin/env python3
"""check-template.py QUPING SRCDIR: the templates of the shipped rule sets, of
every district.

1. As printed, a template is refused for nothing but that each of its figures
   is not there, each with the line where it is to be written.
2. With the figures of the shipped examples written into its lines by a text
   editor's means, it is valid by the schema, is taken as a draft, and scores
   as the example does.
3. Its lines are aligned, and what rules say ends no comment.
4. With the record of last year's result it says beside each figure what
   counted then, verified figures before reported ones.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

QUPING, SRCDIR = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
BLANK = re.compile(r'^( +<datum code="([^"]*)"[^>]*?)( *)></datum>$')
failures = []


def check(condition, message):
    if not condition:
        failures.append(message)


def run(*command):
    return subprocess.run([str(word) for word in command], text=True,
                          capture_output=True, check=False)


def template(rules, district):
    done = run(QUPING, "template", rules, "--district", district)
    check(done.returncode == 0, f"{rules} {district}: {done.stderr}")
    return done.stdout


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def check_aligned(name, text):
    """Figures of this year begin in one column."""
    columns = {width(line[:line.index("></datum>")])
               for line in text.splitlines()
               if BLANK.match(line) and "period=" not in line}
    check(len(columns) == 1, f"{name}: figures begin in columns {columns}")


def check_blank(name, rules, text, work):
    """All that is wrong with it is what is not filled in."""
    path = work / "blank.xml"
    path.write_text(text, encoding="utf-8")
    done = run(QUPING, "score", rules, path, "--draft", "-o", work / "blank")
    wanted = [f"{path}:{n}" for n, line in
              enumerate(text.splitlines(), 1) if BLANK.match(line)]
    found = re.findall(r"^(\S+:\d+): error: .* is no figure; write one, or a "
                       r"state and its reason \[number\]$", done.stderr, re.M)
    check(found == wanted and len(wanted) > 0, f"{name}: blank: {done.stderr}")
    check(f"quping: {len(wanted)} error" in done.stderr,
          f"{name}: blank: {done.stderr}")


def check_samples(name, rules, text, work):
    """Its samples, with their comment marks away and blanks filled in."""
    text = re.sub(r"  <!--\n(  <.*?)  -->\n", r"\1", text, flags=re.S)
    text = text.replace(' sha256=""', "").replace('=""', '="1"')
    path, schema = work / "samples.xml", work / "samples.xsd"
    path.write_text(text, encoding="utf-8")
    schema.write_text(run(QUPING, "schema", rules).stdout, encoding="utf-8")
    said = run("xmllint", "--noout", "--schema", schema, path)
    check(said.returncode == 0, f"{name}: samples: {said.stderr}")
    done = run(QUPING, "score", rules, path, "--draft", "-o", work / "s")
    others = [line for line in done.stderr.splitlines()
              if ": error: " in line and "is no figure" not in line]
    check(not others and "<note" in text and "<contact" in text,
          f"{name}: samples: {others}")


def fill(text, example):
    """TEXT with the data of EXAMPLE in its lines, and all else of it behind;
    a line of which it has nothing is taken out."""
    data = {}
    for element in re.findall(r"<datum [^>]*/>|<datum [^>]*>[^<]*</datum>",
                              example):
        period = re.search(r'period="(\d+)"', element)
        code = re.search(r'code="([^"]*)"', element).group(1)
        data[code, period.group(1) if period else None] = element
    lines = []
    for line in text.splitlines():
        blank = BLANK.match(line)
        if blank:
            period = re.search(r'period="(\d+)"', line)
            line = data.pop((blank.group(2), period and period.group(1)), None)
        if line is not None:
            lines.append(line)
    rest = re.search(r"</data>(.*)</submission>", example, re.S).group(1)
    return "\n".join(lines).replace("</submission>", rest + "</submission>"), \
        data


def check_filled(name, rules, examples, work):
    schema, drafts, finals = (work / f for f in ("s.xsd", "drafts", "finals"))
    schema.write_text(run(QUPING, "schema", rules).stdout, encoding="utf-8")
    for folder in (drafts, finals):
        folder.mkdir()
    for path in sorted(examples.glob("*.xml")):
        text = example = path.read_text(encoding="utf-8")
        district = re.search(r'<submission [^>]*district="([^"]*)"', example)
        if district:
            text, left = fill(template(rules, district.group(1)), example)
            check(not left, f"{path}: the template has no line for {left}")
        (drafts / path.name).write_text(text, encoding="utf-8")
        submitted = re.search(r'submitted="[^"]*"', example)
        (finals / path.name).write_text(
            text.replace('status="draft"', 'status="final" ' +
                         (submitted.group(0) if submitted else "")),
            encoding="utf-8")
    said = run("xmllint", "--noout", "--schema", schema,
               *drafts.glob("*.xml"))
    check(said.returncode == 0, f"{name}: {said.stderr}")
    done = run(QUPING, "score", rules, drafts, "--draft", "-o", work / "d")
    check(done.returncode == 0, f"{name}: drafts: {done.stderr}")
    run(QUPING, "score", rules, finals, "-o", work / "f")
    run(QUPING, "score", rules, examples, "-o", work / "e")
    same = [(work / f / "result.csv") for f in "fe"]
    check(all(f.exists() for f in same) and
          same[0].read_bytes() == same[1].read_bytes(),
          f"{name}: a filled template scores otherwise")


def check_shipped():
    n = 0
    for rules in sorted(SRCDIR.glob("rules/*/20*.ini")):
        name = f"{rules.parent.name}-{rules.stem}"
        examples = SRCDIR / "input" / "examples" / name
        ini = "".join(f.read_text(encoding="utf-8")
                      for f in rules.parent.glob("*.ini"))
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            if examples.exists():
                check_filled(name, rules, examples, work)
            for district in re.findall(r"^\[district (\S+)\]", ini, re.M)[:20]:
                text = template(rules, district)
                check_aligned(f"{name} {district}", text)
                check_blank(f"{name} {district}", rules, text, work)
                check_samples(f"{name} {district}", rules, text, work)
                n += 1
    check(n >= 50, f"only {n} templates")
    return n


def check_hostile():
    """Rules may say what XML has a meaning for."""
    odd = "a--b --- <c> & 'd' ]]> -- > -"
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        rules = work / "odd.ini"
        rules.write_text(
            f'[evaluation]\nid = "{odd}"\ntitle = "{odd}"\nyear = 2025\n'
            f'date = 2026-01-01\nprior = submission\n[district a]\n'
            f'name = "{odd}"\n[grade g]\nname = G\n[datum x]\n'
            f'name = "{odd}"\nunit = "家&<人>--"\nsource = "{odd}"\n'
            f'note = "{odd}"\n[indicator i]\nname = "{odd}"\nweight = 100\n'
            'value = x\nmethod = growth\nmissing = zero\n', encoding="utf-8")
        text = template(rules, "a")
        check_blank("hostile", rules, text, work)
        (work / "t.xml").write_text(text, encoding="utf-8")
        (work / "s.xsd").write_text(run(QUPING, "schema", rules).stdout,
                                    encoding="utf-8")
        said = run("xmllint", "--noout", "--schema", work / "s.xsd",
                   work / "t.xml")
        check(said.returncode == 0, f"hostile: {said.stderr}")
        check('period="2024"' in text, "hostile: no line for last year")


def check_prior():
    """The teaching example, a year earlier, is last year's result."""
    rules = SRCDIR / "rules/teaching/2025.ini"
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        earlier = work / "in"
        earlier.mkdir()
        for path in (SRCDIR / "input/examples/teaching-2025").glob("*.xml"):
            text = path.read_text(encoding="utf-8")
            text = text.replace("2024", "2023").replace('"2025"', '"2024"')
            (earlier / path.name).write_text(text, encoding="utf-8")
        old = work / "old.ini"
        old.write_text(rules.read_text(encoding="utf-8").replace(
            "year = 2025", "year = 2024"), encoding="utf-8")
        done = run(QUPING, "score", old, earlier, "-o", work / "old")
        check(done.returncode == 0, f"last year: {done.stderr}")
        for district, said in (
                ("east", {"executed": "1100 万美元", "firms": "12 家"}),
                ("west", {"executed": "850 万美元",
                          "days": "缺失：当年没有统计"})):
            done = run(QUPING, "template", rules, "--district", district,
                       "--prior", work / "old")
            check(done.returncode == 0, f"prior: {done.stderr}")
            for code, figure in said.items():
                check(re.search(rf"（2024年）计分用数：{figure} -->\n"
                                rf' +<datum code="{code}"', done.stdout),
                      f"{district} {code}: {figure} is not beside it")


n_templates = check_shipped()
check_hostile()
check_prior()
for failure in failures:
    print("FAIL:", failure)
print(f"templates: {n_templates}, {len(failures)} failed")
sys.exit(bool(failures))
