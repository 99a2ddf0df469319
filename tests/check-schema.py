#!/usr/bin/env python3
"""check-schema.py QUPING SRCDIR: the XSD of rule sets, by xmllint (libxml2)
and SAX2Count (Xerces) with full checking of the schema itself.

1. Every shipped example is valid by the schema of its rules.
2. A schema holds nothing that the XML maps of spreadsheet programs cannot
   take.
3. What quping refuses in the cases bad_*, line for line, xmllint refuses in
   the same line and for the same reason, unless it is listed below as beyond
   XSD, with the reason.
4. Of many spellings of numbers, and of many rows of detail, quping and both
   validators take the same.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

QUPING, SRCDIR = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
NAMESPACE = "urn:quping:submission:1"

# What quping says of a fault, and what xmllint must say then.
SAME = [
    (r'unknown attribute "\w+:(\S+)"', r"attribute '.*\1': .* not allowed"),
    (r'unknown attribute "(\S+)"', r"attribute '\1' is not allowed"),
    (r"the attributes? (\S+) .*missing", r"attribute '\1' is required"),
    (r'<(\S+)>: (\S+)="', r"Element '\1', attribute '\2': "),
    (r'unknown district "(.*?)"', r"attribute 'district': .* '\1'"),
    (r'unknown datum "(.*?)"', r"attribute 'code': .* '\1'"),
    (r"(\S+) \S+: comes from", r"attribute 'code': .* '\1'"),
    (r'the unit "(.*?)"', r"attribute 'unit': .* '\1'"),
    (r'the evaluation "(.*?)"', r"attribute 'evaluation': .* '\1' .* fixed"),
    (r"for the year (\S+);", r"attribute 'year': .* '\1' .* fixed"),
    (r"<(record)> has no place in <\1>", r"Element '\1': Element content is not"),
    (r"<(\S+)> is in another name", r"Element '.*\1': This element is not exp"),
    (r"<(\S+)> has no place", r"Element '\1': This element is not expected"),
    (r"<(\S+)> has no <(\S+)>", r"Element '\1': .*Expected is .*\2"),
    (r"begins with <(\S+)>", r"\1': No matching global"),
    (r"<datum>: U\+\S+, .* in its text", r"Element 'datum': "),
    (r'^\S+(?: \S+)?: (\S+) \S+: "', r"Element 'record', attribute '\1': "),
    (r'\S+ \S+: "(.*?)" ', r"Element '\S+': '\1' is not a valid value"),
    (r"text has no place in <(\S+)>", r"Element '\1': Character content"),
    (r'attribute "(\S+)" is given twice', r"parser error : .*\1 redefined"),
    (r'"<" within an attribute', r"parser error : Unescaped '<'"),
    (r"is cut off", r"parser error"),
    (r"the file is empty", r"parser error"),
    (r"this is not XML", r"parser error"),
    (r"&\S+; is not read", r"parser error"),
    (r"is not UTF-8|does not fit the declared", r"parser error"),
]

# Faults beyond XSD 1.0 wherever they come up, by their code.
BEYOND = {
    "duplicate": "uniqueness is left to quping, and across files to nobody",
    "required": "no type depends on what other elements there are",
    "state": "no type depends on an attribute of the same element",
    "records": "nothing counts or adds up rows",
    "derived": "nothing counts or adds up rows",
    "check": "no assertions before XSD 1.1",
    "territory": "it takes the other files to see",
    "draft": "it takes the other files to see",
    "no-submission": "it takes the other files to see",
    "reject": "it takes the rules to see",
    "records": "rows are counted and summed up by quping",
    "derived": "it takes the rules to see",
    "territory": "it takes the other files to see",
}

# Those beyond it for a reason of their own.
BEYOND_HERE = {
    "bad_decimals a.xml:5": "the other datum takes two decimals",
    "bad_out_of_range c.xml:4": "the bound is another number in 亿美元",
    "bad_doctype a.xml:1": "a DOCTYPE is XML",
    "bad_elements a.xml:6": "libxml2 looks no further after line 5",
    "bad_encoding b.xml:1": "other encodings are XML",
    "bad_encoding d.xml:0": "other encodings are XML",
    "bad_expert_counted_twice a.xml:4": "XML takes invisible characters",
    "bad_figure_in_pieces a.xml:4": "XML takes comments anywhere",
    "bad_figure_in_pieces b.xml:4": "CDATA is XML",
    "bad_folder_called_xml b.xml:0": "it is no file",
    "bad_records a.xml:6": "of two attributes together",
    "bad_records a.xml:17": "the other record type does not need it",
    "bad_records a.xml:24": "nothing computes check digits",
    "bad_records a.xml:31": "XML takes invisible characters",
    "bad_records a.xml:33": "the other record type does not need it",
    "bad_records a.xml:36": "libxml2 looks no further after line 35",
    "bad_records a.xml:37": "libxml2 looks no further after line 35",
    "bad_records a.xml:38": "libxml2 looks no further after line 35",
    "bad_records a.xml:39": "libxml2 looks no further after line 35",
    "bad_records a.xml:44": "of two attributes together",
    "bad_records a.xml:49": "libxml2 looks no further after line 48",
    "bad_records_beyond_bounds a.xml:2": "other data have other bounds",
    "bad_records_beyond_bounds a.xml:3": "nothing adds up rows",
    "bad_records_beyond_bounds b.xml:3": "of two attributes together",
    "bad_records_of_two_districts c.xml:7": "nothing adds up rows",
    "bad_records_tricks ampersand.xml:8": "XML takes invisible characters",
    "bad_records_tricks bidi.xml:5": "XML takes invisible characters",
    "bad_records_tricks bidi.xml:6": "XML takes invisible characters",
    "bad_records_tricks cdata.xml:5": "libxml2 names the line of <records>",
    "bad_records_tricks doctype.xml:1": "a DOCTYPE is XML",
    "bad_records_tricks instruction.xml:5": "XML takes instructions anywhere",
    "bad_records_tricks look_alike.xml:7": "XML takes invisible characters",
    "bad_records_tricks other_namespace.xml:6":
        "libxml2 looks no further after line 5",
    "bad_records_tricks other_namespace.xml:7":
        "libxml2 looks no further after line 5",
}

SPELLINGS = (
    "0 7 007 12.30 -0 +5 -5 7.25 7.250 7.2500 7.26 0.001 0.5 0.49 -5.00 -5.01 "
    "1e3 1E3 1,234 1，234 １２ ٣ .5 5. - + . 1.2.3 +-1 --1 1- 0x10 12% NaN INF "
    "约12 1_0 − −1 1/2 2,5 7.25000").split() + ["1 2", " 12 ", "\t3"]
for digits in (23, 24, 25, 26):
    SPELLINGS += ["1" * digits, "-" + "1" * digits, "0" * digits]
    SPELLINGS += [f"{'1' * k}.{'2' * (digits - k)}" for k in (1, 12, digits - 1)]
    SPELLINGS += [f"-0.{'0' * (digits - 1)}", f"+1.{'0' * (digits - 1)}"]

failures = []


def check(condition, message):
    if not condition:
        failures.append(message)


def run(*command, **kwargs):
    return subprocess.run(command, capture_output=True, text=True,
                          errors="replace", check=False, **kwargs)


def make_schema(rules, path):
    """False where the rules are at fault."""
    done = run(QUPING, "schema", str(rules))
    path.write_text(done.stdout, encoding="utf-8")
    return done.returncode == 0


def xmllint(schema, path):
    """What it says of the file: (line, text), without the namespace."""
    said = run("xmllint", "--nonet", "--noout", "--schema", str(schema),
               str(path))
    lines = re.findall(r"^\S+:(\d+): (.*)$", said.stderr, re.M)
    return [(int(n), text.replace("{%s}" % NAMESPACE, ""))
            for n, text in lines], said.returncode == 0


def xerces(schema, path, work):
    """The lines that Xerces refuses, with the schema named in the file."""
    text = path.read_text(encoding="utf-8")
    hint = ('xmlns="%s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            'xsi:schemaLocation="%s %s"' % (NAMESPACE, NAMESPACE, schema.name))
    copy = work / "xerces.xml"
    copy.write_text(text.replace('xmlns="%s"' % NAMESPACE, hint, 1),
                    encoding="utf-8")
    said = run("SAX2Count", "-v=always", "-f", copy.name, cwd=work)
    check(said.stdout or "Error at file" in said.stderr,
          f"{path}: SAX2Count said nothing")
    return {int(n) for n in re.findall(r", line (\d+)", said.stderr)}


def check_shipped(work):
    n = 0
    for rules in sorted(SRCDIR.glob("rules/*/20*.ini")):
        name = f"{rules.parent.name}-{rules.stem}"
        schema = work / f"{name}.xsd"
        check(make_schema(rules, schema), f"{rules}: no schema")
        check_flat(name, schema.read_text(encoding="utf-8"))
        for path in sorted(SRCDIR.glob(f"input/examples/{name}/*.xml")):
            said, valid = xmllint(schema, path)
            check(valid, f"{path}: {said}")
            check(not xerces(schema, path, work), f"{path}: Xerces refuses it")
            n += 1
    check(n >= 200, f"only {n} examples")
    return n


def check_hint(work):
    """A file that says where its schema lies is read by quping, too."""
    rules = SRCDIR / "rules/shanghai/2025.ini"
    schema = work / "h.xsd"
    check(make_schema(rules, schema), "shanghai: no schema")
    refused = xerces(
        schema, SRCDIR / "input/examples/shanghai-2025/310115.xml", work)
    said = run(QUPING, "check", str(rules), str(work / "xerces.xml"))
    check(not refused and said.returncode == 0,
          f"with schemaLocation: {refused} {said.stderr}")


def check_flat(name, schema):
    for word in ("any", "anyAttribute", "choice", "all", "group", "list",
                 "key", "unique"):
        check(not re.search(rf"<xs:{word}\b", schema), f"{name}: xs:{word}")
    for word in ("mixed", "substitutionGroup", "abstract", "nillable"):
        check(f" {word}=" not in schema, f"{name}: {word}")


def is_same(text, line, said):
    """True if xmllint SAID of LINE what quping said in TEXT.  It names the
    line in which a start tag ends, quping the one in which it begins."""
    for ours, theirs in SAME:
        found = re.search(ours, text)
        if found:
            groups = [re.escape(g) for g in found.groups()]
            wanted = re.sub(r"\\(\d)", lambda m: groups[int(m.group(1)) - 1],
                            theirs)
            return any(re.search(wanted, what) and line <= n <= line + 1
                       for n, what in said)
    return False


def check_cases(work):
    schema, listed, n = work / "case.xsd", set(), 0
    for case in sorted(SRCDIR.glob("tests/cases/bad_*")):
        errors = re.findall(
            r"^input/([^:]+):(?:(\d+):)? error: (.*) \[([a-z-]+)\]$",
            (case / "expect.err").read_text(encoding="utf-8"), re.M)
        rules = case / "rules.ini"
        if (case / "rules").exists():
            rules = case / (case / "rules").read_text().strip()
        if not errors:
            continue
        check(make_schema(rules, schema), f"{case.name}: no schema")
        for name, line, text, code in errors:
            key = f"{case.name} {name}:{line or 0}"
            n += 1
            if key in BEYOND_HERE:
                listed.add(key)
            elif code not in BEYOND:
                said, _ = xmllint(schema, case / "input" / name)
                check(is_same(text, int(line or 0), said),
                      f"{key}: {text}\n    xmllint: {said}")
    check(listed == set(BEYOND_HERE), "listed as beyond XSD, but no case: "
          f"{set(BEYOND_HERE) - listed}")
    check(n >= 40, f"only {n} faults")
    return n


def check_numbers(work, keys):
    """Each spelling is a datum in a line of its own."""
    rules, schema, path = (work / f for f in ("n.ini", "n.xsd", "n.xml"))
    text = "[evaluation]\nid=e\ntitle=t\nyear=2025\ndate=2026-01-01\n" \
        "[district a]\nname=A\n[grade g]\nname=G\n[indicator i]\nname=i\n" \
        "weight=100\nvalue=1\nmethod=points\n"
    lines = ['<submission xmlns="%s" evaluation="e" year="2025" district="a" '
             'status="final"><data>' % NAMESPACE]
    for i, spelling in enumerate(SPELLINGS):
        text += f"[datum n{i}]\nname=n{i}\nnote=n\n{keys}"
        lines.append(f'<datum code="n{i}">{spelling}</datum>')
    rules.write_text(text, encoding="utf-8")
    path.write_text("\n".join(lines + ["</data></submission>"]),
                    encoding="utf-8")
    check(make_schema(rules, schema), f"{keys}: no schema")
    said = run(QUPING, "score", "n.ini", "n.xml", "-o", "n", cwd=work).stderr
    ours = {int(n) for n in re.findall(r"n\.xml:(\d+): error", said)}
    check(2 < len(ours) < len(SPELLINGS), f"{keys}: {len(ours)} refused")
    for who, theirs in (("xmllint", {n for n, _ in xmllint(schema, path)[0]}),
                        ("Xerces", xerces(schema, path, work))):
        for line in sorted(ours ^ theirs):
            check(False, f"{keys!r}: {SPELLINGS[line - 2]!r} is refused by "
                  f"{'quping' if line in ours else who} alone")
    return len(SPELLINGS)


def check_rows(work):
    """Rows of detail, where there is one kind of them: each attribute of a
    sound row left out, emptied or spoilt."""
    rules = SRCDIR / "rules/shanghai/2025.ini"
    schema, path = work / "r.xsd", work / "r.xml"
    check(make_schema(rules, schema), "shanghai: no schema")
    text = run(QUPING, "template", str(rules), "--district", "310115").stdout
    sample = re.search(r"<record (.*)/>", text).group(1)
    sound = dict(re.findall(r'(\S+)="([^"]*)"', sample))
    rows = [sound, sound | {"paid": "1"}, sound | {"amount": "1.234"},
            sound | {"amount": "-0.10"}, sound | {"signed": "2024-02-29"},
            sound | {"signed": "2025-02-29"}, sound | {"country": "HK"}]
    for name in sound:
        rows += [{k: v for k, v in sound.items() if k != name},
                 sound | {name: ""}, sound | {name: "Yes"}]
    lines = [f'<submission xmlns="{NAMESPACE}" year="2025" status="final" '
             'evaluation="shanghai-service-outsourcing" district="310115">'
             f'<data></data><records type="contract" count="{len(rows)}">']
    for i, row in enumerate(rows):
        if "id" in row and row["id"] == sound["id"]:
            row = row | {"id": f"{sound['id']}-{i}"}
        lines.append("<record %s/>" % " ".join(
            f'{k}="{v}"' for k, v in row.items()))
    path.write_text("\n".join(lines + ["</records></submission>"]))
    said = run(QUPING, "score", str(rules), "r.xml", "-o", "r", cwd=work)
    ours = {int(n) for n in re.findall(
        r"r\.xml:(\d+): error: .* \[(?:attribute|number|decimals)\]",
        said.stderr)}
    check(len(rows) / 2 < len(ours) < len(rows) - 3,
          f"rows: {len(ours)} refused")
    for who, theirs in (("xmllint", {n for n, _ in xmllint(schema, path)[0]}),
                        ("Xerces", xerces(schema, path, work))):
        for line in sorted(ours ^ theirs):
            check(False, f"{lines[line - 1]} is refused by "
                  f"{'quping' if line in ours else who} alone")
    return len(rows)


with tempfile.TemporaryDirectory() as folder:
    here = pathlib.Path(folder)
    n_examples, n_faults = check_shipped(here), check_cases(here)
    n_numbers = sum(check_numbers(here, keys) for keys in (
        "", "decimals=2\nmin=-5\nmax=7.25\n", "decimals=0\nmin=0\n",
        "decimals=3\nmin=0.5\n"))
    n_rows = check_rows(here)
    check_hint(here)
for failure in failures:
    print("FAIL:", failure)
print(f"schema: {n_examples} examples, {n_faults} faults, {n_numbers} "
      f"spellings, {n_rows} rows, {len(failures)} failed")
sys.exit(bool(failures))
