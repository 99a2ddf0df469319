#!/usr/bin/env python3
"""What audit finds, and that it finds nothing where nothing is.

Usage: check-audit.py QUPING TOP

A result of the teaching example with its bundle is changed in one way at a
time, as somebody would who wants another figure to stand.  What audit must say
is worked out from the change: the file, the place, both values.
"""

import hashlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

BOOK = "三区服务外包评价（教学示例）-2025.xlsx"
RANKING = "xl/worksheets/sheet%d.xml"


def run(*words, cwd=None, env=None):
    done = subprocess.run([str(word) for word in words], cwd=cwd, check=False,
                          capture_output=True,
                          env=dict(os.environ, **env) if env else None)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def edit(path, old, new):
    data = path.read_bytes()
    assert data.count(old.encode()) >= 1, (path, old)
    path.write_bytes(data.replace(old.encode(), new.encode(), 1))


def edit_part(path, part, old, new):
    """Changes a part of a workbook and packs it again, as tools do."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as source, \
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == part:
                assert old.encode() in data, (part, old)
                data = data.replace(old.encode(), new.encode(), 1)
            target.writestr(info, data)
    path.write_bytes(packed.getvalue())


def part_of(path, sheet):
    """The part of the sheet called SHEET."""
    with zipfile.ZipFile(path) as package:
        names = re.findall(r'<sheet name="([^"]*)"',
                           package.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def rehash(folder):
    """Makes the record say what the files now are."""
    record = folder / "result.xml"

    def renew(match):
        path = folder / match[1]
        if not path.exists():
            return match[0]
        return (f'<file name="{match[1]}" size="{path.stat().st_size}" '
                f'sha256="{sha256(path)}"/>')

    text = record.read_text("utf-8")
    record.write_text(re.sub(r'<file name="([^"]*)" size="\d+" '
                             r'sha256="[0-9a-f]*"/>', renew, text), "utf-8")


class Audit:
    def __init__(self, quping, top, work):
        self.quping, self.top, self.work = quping, top, work
        self.rules = top / "rules/teaching/2025.ini"
        self.inputs = top / "input/examples/teaching-2025"
        self.sound = work / "sound"
        status, _, said = run(quping, "score", self.rules, self.inputs,
                              "--bundle", "-o", self.sound)
        assert status == 0, said
        self.n = 0

    def copy(self):
        shutil.rmtree(self.work / "r", ignore_errors=True)
        shutil.copytree(self.sound, self.work / "r")
        return self.work / "r"

    def expect(self, status, wanted, *words, unwanted=()):
        """quping audit r WORDS... ends so and says all that is WANTED."""
        got, out, said = run(self.quping, "audit", "r", *words, cwd=self.work)
        assert got == status, (got, out, said)
        for line in wanted:
            assert line in (out + said), f"{line}\nis not in\n{said}{out}"
        for line in unwanted:
            assert line not in said, f"{line}\nis in\n{said}"
        verdict = "AGREES" if status == 0 else "DIFFERS|NOT CONFIRMED"
        assert re.search(verdict, out.rstrip().split("\n")[-1]), out
        self.n += 1
        return out + said


def check_figures(audit):
    """Figures in each kind of file."""
    r = audit.copy()
    sheet = part_of(r / BOOK, "总排名")
    edit_part(r / BOOK, sheet, "<v>92.5</v>", "<v>93.5</v>")
    audit.expect(1, [
        f'r/{BOOK}: error: sheet 总排名, cell H5: "93.5" here, "92.5" when '
        "scored again [figure]",
        f"r/{BOOK}: error: is not the file that the record names: its SHA-256 "
        f"is {sha256(r / BOOK)}, that in the record "
        f"{sha256(audit.sound / BOOK)} [hash]",
        f'r/{BOOK}: error: part {sheet} of the workbook: byte ',
        "3 differences, 1 of them in figures, texts or formulas"])
    r = audit.copy()
    sheet = part_of(r / BOOK, "指标得分")
    edit_part(r / BOOK, sheet, "<f>", "<f>1+")
    said = audit.expect(1, [f"r/{BOOK}: error: sheet 指标得分, cell "])
    assert re.search(r', formula: "1\+(.*)" here, "\1" when scored again '
                     r"\[figure\]", said), said
    r = audit.copy()
    edit_part(r / BOOK, "xl/sharedStrings.xml", "<t>东区</t>", "<t>西区</t>")
    audit.expect(1, ['"西区" here, "东区" when scored again [figure]'])
    r = audit.copy()
    edit(r / "result.csv", "92.50", "93.50")
    audit.expect(1, ['error: district east / total, points: "93.50" here, '
                     '"92.50" when scored again [figure]'])
    r = audit.copy()
    edit(r / "通报要点.txt", "92.50", "93.50")
    audit.expect(1, ["r/通报要点.txt:4: error: line 4: "])
    r = audit.copy()
    edit(r / "frame.xml", 'least="5"', 'least="6"')
    audit.expect(1, ['r/frame.xml:2: error: frame, least: "6" here, "5" when '
                     "scored again [figure]"])


def check_record(audit):
    """The record edited by hand, with all hashes made to fit."""
    r = audit.copy()
    line = next(n for n, text in enumerate(
        (r / "result.xml").read_text("utf-8").split("\n"), 1)
        if 'points="92.50"' in text)
    edit(r / "result.xml", 'points="92.50"', 'points="93.50"')
    edit(r / "result.csv", "92.50", "93.50")
    rehash(r)
    audit.expect(1, [
        f'r/result.xml:{line}: error: district east / total, points: "93.50" '
        'here, "92.50" when scored again [figure]',
        'error: district east / total, points: "93.50" here, "92.50" when '
        "scored again [figure]",
        "error: outputs / file result.csv, sha256: "
        f'"{sha256(r / "result.csv")}" here, '
        f'"{sha256(audit.sound / "result.csv")}" when scored again [figure]'],
        unwanted=["[hash]"])
    r = audit.copy()
    text = (r / "result.xml").read_text("utf-8")
    text = re.sub(r'<district code="west".*?</district>\n', "", text,
                  flags=re.S)
    (r / "result.xml").write_text(text, "utf-8")
    audit.expect(1, ["r/result.xml: error: district west: is missing here, but "
                     "comes when scored again [figure]"],
                 unwanted=["district west, name"])


def check_bytes(audit):
    """Changes that make no difference to any figure."""
    r = audit.copy()
    edit(r / "result.xml", "<outputs>\n", "<outputs>\n\n")
    data = (audit.sound / "result.xml").read_bytes()
    at = data.index(b"<outputs>\n") + len(b"<outputs>\n") + 1
    audit.expect(1, [f'r/result.xml: error: byte {at} is 0x0a here, "<" when '
                     "scored again; no figure, text or formula differs "
                     "[bytes]", "0 of them in figures"])
    r = audit.copy()
    data = bytearray((r / BOOK).read_bytes())
    data[10] ^= 1       # the time in the header of the first part
    (r / BOOK).write_bytes(data)
    audit.expect(1, [f"r/{BOOK}: error: byte 11 is ",
                     "; no figure, text or formula differs [bytes]"])
    r = audit.copy()
    with open(r / BOOK, "ab") as file:
        file.write(b"\0")
    audit.expect(1, [f"r/{BOOK}: error: byte ", "the end of the file when",
                     "[bytes]"])
    r = audit.copy()
    edit_part(r / BOOK, "xl/styles.xml", "FF", "FE")
    audit.expect(1, [f"r/{BOOK}: error: part xl/styles.xml of the workbook: "
                     'byte '])
    r = audit.copy()
    data = bytearray((r / BOOK).read_bytes())
    data[2000] ^= 255   # somewhere in the deflated bytes
    (r / BOOK).write_bytes(data)
    audit.expect(1, [f"r/{BOOK}: error: this workbook is damaged: "])


def check_inputs(audit):
    """Rules edited after they were frozen, submissions replaced."""
    rules, inputs = audit.work / "rules.d", audit.work / "inputs"
    shutil.copytree(audit.rules.parent, rules)
    shutil.copytree(audit.inputs, inputs)
    words = [rules / "2025.ini", inputs]
    audit.copy()
    audit.expect(0, [], *words)
    frozen = sha256(rules / "2025.ini")
    edit(rules / "2025.ini", "[evaluation]", "; edited\n[evaluation]")
    audit.expect(1, [
        f"{rules}/2025.ini: error: this is not the file that was scored: its "
        f"SHA-256 is {sha256(rules / '2025.ini')}, that in the record "
        f"{frozen} [input]",
        "error: rules / file 2025.ini, sha256: "], *words)
    shutil.copy(audit.rules, rules / "2025.ini")
    edit(inputs / "east.xml", ">1000<", ">1010<")
    audit.expect(1, [
        f"{inputs}/east.xml: error: this is not the file that was scored: its "
        f"SHA-256 is {sha256(inputs / 'east.xml')}, that in the record "
        f"{sha256(audit.inputs / 'east.xml')} [input]",
        'district east / total, points: "92.50" here, "92.28" when scored '
        "again [figure]"], *words, unwanted=["[rewritten]"])
    edit(inputs / "east.xml", ">1010<", ">a lot<")
    audit.expect(1, [f'{inputs}/east.xml:', '"a lot"',
                     "NOT CONFIRMED; it could not be scored again"], *words)
    (inputs / "east.xml").unlink()
    audit.expect(1, ["r/result.xml: error: east.xml was scored, but is not "
                     "among the files given here [input]"], *words)
    shutil.copy(audit.inputs / "east.xml", inputs / "east-2.xml")
    audit.expect(1, ['name: "east.xml" here, "east-2.xml" when scored again '
                     "[figure]"], *words)
    r = audit.copy()
    edit(r / "bundle/submissions/east.xml", "<submission", "<!-- --><submission")
    audit.expect(1, ["r/bundle/submissions/east.xml: error: this is not the "
                     "file that was scored"])
    r = audit.copy()
    (r / "bundle/submissions/east.xml").unlink()
    audit.expect(1, ["r/bundle/submissions/east.xml: error: this file is "
                     "missing [file]"])
    status, _, said = run(audit.quping, "audit", r, audit.rules)
    assert status == 2 and "name the submissions, too" in said, said


def check_options(audit):
    """What was scored with other options is scored so again."""
    for options in (["--no-notices"], ["--robustness", "50"],
                    ["--robustness", "20", "--bundle"]):
        shutil.rmtree(audit.work / "r", ignore_errors=True)
        run(audit.quping, "score", audit.rules, audit.inputs, *options, "-o",
            audit.work / "r")
        audit.expect(0, [], audit.rules, audit.inputs)
    audit.expect(0, [])


def check_files(audit):
    r = audit.copy()
    (r / "letter.txt").write_text("dear all")
    (r / "notes").mkdir()
    (r / "notes/a.txt").write_text("a")
    (r / "result.csv").unlink()
    (r / "link").symlink_to("/etc/passwd")
    audit.expect(1, [
        "r/letter.txt: error: this file does not belong to the result [file]",
        "r/notes/a.txt: error: this file does not belong to the result [file]",
        "r/result.csv: error: this file is missing [file]",
        "r/link: error: is no file but a link or something else"])
    r = audit.copy()
    edit(r / "result.xml", "</result>", "</resul>")
    audit.expect(1, ["r/result.xml:"])
    audit.expect(1, ["r/result.xml:"], audit.rules, audit.inputs)
    (r / "result.xml").unlink()
    status, _, said = run(audit.quping, "audit", r)
    assert status == 3 and "No such file" in said, said


def check_closed(audit):
    """A folder whose files may be read but not listed lacks none of them."""
    r = audit.copy()
    quping = shutil.copy(audit.quping, audit.work / "quping")
    reader = []
    if os.geteuid() == 0:
        reader = ["setpriv", "--reuid=65534", "--regid=65534",
                  "--clear-groups"]
        audit.work.chmod(0o755)
        for path in [r, *r.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
    for closed, words in ((r / "bundle/submissions", []), (r, []),
                          (r, ["nothing.ini", "nothing.xml"])):
        closed.chmod(0o311)
        status, out, said = run(*reader, quping, "audit", r, *words)
        assert status == 3 and f"{closed}/: error: cannot be read: " in said, \
            said
        assert "is missing" not in said and "AGREES" not in out, said + out
        closed.chmod(0o755)
        audit.n += 1


def check_version(audit):
    r = audit.copy()
    edit(r / "result.xml", 'generator="quping ', 'generator="quping 9.')
    said = audit.expect(1, ['this result was written by "quping 9.'])
    first = next(line for line in said.split("\n") if "r/result.xml" in line)
    assert ": warning: this result was written by" in first \
        and first.endswith("[version]"), said


def save(audit, path):
    """Opens the workbook at PATH in LibreOffice and saves it."""
    saved = audit.work / "saved"
    status, out, said = run(
        "soffice", "--headless",
        f"-env:UserInstallation=file://{audit.work}/office",
        "--convert-to", "xlsx", "--outdir", saved, path)
    assert status == 0 and (saved / path.name).exists(), out + said
    shutil.copy(saved / path.name, path)


def check_rewritten(audit):
    """A workbook opened and saved by LibreOffice, without and with a change."""
    r = audit.copy()
    save(audit, r / BOOK)
    audit.expect(1, [
        f"r/{BOOK}: error: this workbook was saved by LibreOffice",
        "not written by quping; all values and formulas of its cells are as "
        "scored again [rewritten]", "2 differences, 0 of them in figures"])
    sheet = part_of(r / BOOK, "总排名")
    edit_part(r / BOOK, sheet, "<v>92.5</v>", "<v>92.51</v>")
    audit.expect(1, [
        "not written by quping; values and formulas that differ: 1 "
        "[rewritten]",
        f'r/{BOOK}: error: sheet 总排名, cell H5: "92.51" here, "92.5" when '
        "scored again [figure]"])


def check_rewritten_shanghai(audit):
    """The same of the Shanghai example, with formulas of all kinds."""
    for year, words in ((2024, []), (2025, ["--bundle", "--prior",
                                            audit.work / "2024"])):
        run(audit.quping, "score", audit.top / f"rules/shanghai/{year}.ini",
            audit.top / f"input/examples/shanghai-{year}", *words, "-o",
            audit.work / f"{year}")
    shutil.rmtree(audit.work / "r")
    (audit.work / "2025").rename(audit.work / "r")
    save(audit, next((audit.work / "r").glob("上海*.xlsx")))
    audit.expect(1, ["all values and formulas of its cells are as scored again "
                     "[rewritten]", "2 differences, 0 of them in figures"])


def check_elsewhere(audit):
    """A copy in another folder, at another time and place."""
    far = audit.work / "far away" / "结果"
    shutil.copytree(audit.sound, far)
    before = {path: sha256(path) for path in far.rglob("*") if path.is_file()}
    others = audit.work / "others"
    shutil.copytree(audit.inputs, others)
    files = sorted(others.glob("*.xml"), reverse=True)
    for env in ({}, {"TZ": "Pacific/Apia"}, {"LC_ALL": "C"},
                {"LC_ALL": "zh_CN.UTF-8"}):
        for words in ([], [audit.rules, *files]):
            status, out, said = run(audit.quping, "audit", far, *words, env=env)
            assert status == 0 and said == "", said
            audit.n += 1
    assert before == {path: sha256(path) for path in far.rglob("*")
                      if path.is_file()}
    status, _, said = run(audit.quping, "audit", far, "--diagnostics=json")
    assert status == 0 and '"status": 0' in said, said


def check_nothing_left(audit):
    """No temporary file stays, even when the program is killed."""
    place = audit.work / "tmp"
    place.mkdir()
    env = dict(os.environ, TMPDIR=str(place))
    command = [str(audit.quping), "audit", str(audit.sound)]
    assert subprocess.run(command, env=env, check=False,
                          capture_output=True).returncode == 0
    assert not list(place.iterdir())
    seen = 0
    for wait in range(40):
        with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as process:
            for _ in range(2000):
                if list(place.iterdir()) or process.poll() is not None:
                    break
            time.sleep(wait / 2000)
            seen += bool(list(place.iterdir()))
            process.send_signal(signal.SIGKILL if wait % 2 else signal.SIGTERM)
        for _ in range(12000):  # soon, but the machine may be busy
            if not list(place.iterdir()):
                break
            time.sleep(0.01)
        assert not list(place.iterdir())
    assert seen, "never killed in time"


def main():
    quping, top = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as text:
        audit = Audit(quping, top, Path(text))
        for check in (check_figures, check_record, check_bytes, check_inputs,
                      check_options, check_files, check_closed, check_version,
                      check_rewritten, check_rewritten_shanghai,
                      check_elsewhere, check_nothing_left):
            check(audit)
        print(f"audit: {audit.n} audits, as expected")


if __name__ == "__main__":
    main()
