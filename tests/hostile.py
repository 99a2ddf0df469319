#!/usr/bin/env python3
"""Files that are made to do harm: each is refused with the place and the
reason, nothing is scored, nothing is waited for, and memory stays small.

    hostile.py [MEGABYTES]     how large the large ones are; 4 if left out
"""

import gzip
import os
import subprocess
import sys
import tempfile
import threading

QUPING = os.environ.get("QUPING", os.path.abspath("quping"))
SIZE = int(sys.argv[1] if len(sys.argv) > 1 else 4) << 20
SECONDS, MEMORY = 10, 256  # MiB

RULES = """[evaluation]
id = e
title = T
year = 2025
[district a]
name = 甲区
[datum x]
name = 执行额
[datum panel]
name = 评审
given_by = experts
min_experts = 1
[record contract]
name = 合同
key = id
fields = id firm executed
id = text
firm = text
executed = decimal
executed.decimals = 2
[datum derived]
name = 汇总
record = contract
take = sum executed
[indicator i]
name = 执行额
weight = 100
value = x
method = per_unit
each = 1
"""

HEAD = ('<submission xmlns="urn:quping:submission:1" evaluation="e" '
        'year="2025" district="a" status="final"><data>\n'
        '<datum code="x">1</datum></data>\n')
SCORES = '<scores xmlns="urn:quping:submission:1" year="2025">\n'

# ---- files that are no files ----


def symlink(target):
    return lambda path: os.symlink(target, path)


def unreadable(path):
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD + "</submission>")
    os.chmod(path, 0)


def zipped(path):
    with gzip.open(path, "w") as file:
        file.write((HEAD + "</submission>").encode())


def huge(path):
    with open(path, "wb") as file:
        file.truncate((8 << 30) + 1)


ODD = [
    ("fifo", os.mkfifo, "this is not a regular file [xml]"),
    ("folder", os.mkdir, "there is no *.xml in this folder [no-submission]"),
    ("device", symlink("/dev/zero"), "this is not a regular file [xml]"),
    ("terminal", symlink("/dev/stdin"), "this is not a regular file [xml]"),
    ("nowhere", symlink("nothing"), "No such file or directory [system]"),
    ("itself", symlink("itself.xml"), "Too many levels of symbolic links "
                                  "[system]"),
    ("password", symlink("/etc/passwd"),
     'this is not XML, which begins with "<" [xml]'),
    ("zipped", zipped, "this is a gzip archive, not XML; unpack it [xml]"),
    ("huge", huge, "the file is larger than 8 GiB [limit]"),
    ("unreadable", unreadable, "Permission denied [system]"),
    ("two\nlines\033[2J", symlink("nothing"), "No such file or directory "
                                              "[system]"),
]

# ---- large files ----


def repeat(head, piece, tail, n=None):
    """HEAD, PIECE as often as fits, with its number for %d, TAIL."""

    def write(path):
        with open(path, "wb") as file:
            file.write(head.encode())
            i = 0
            while file.tell() < SIZE and (n is None or i < n):
                text = piece % i if "%" in piece else piece
                # A thousand at a time where they are alike.
                file.write(text.encode() * (1 if "%" in piece else 1000))
                i += 1
            file.write(tail.encode())

    return write


LARGE = [
    ("blanks", repeat("<", " ", ""), "a tag of over 64 KiB is not read"),
    ("line ends", repeat("", "\n", ""), "text of over 1024 KiB"),
    ("returns", repeat(HEAD, "\r", ""), "text of over 1024 KiB"),
    ("less", repeat(HEAD, "<", ""), "a tag of over 64 KiB is not read"),
    ("text", repeat(HEAD, "text ", ""), "text of over 1024 KiB"),
    ("a comment", repeat(HEAD + "<!--", "> ", ""), "a comment of over"),
    ("comments", repeat(HEAD, "<!-- > -->", "</submission"),
     "it is cut off"),
    ("quotes", repeat(HEAD, "<a b='>' c=\"'\">", ""),
     "elements deep"),
    ("depth", repeat(HEAD, "<a%d>", ""), "elements deep"),
    ("names", repeat(HEAD, '<note code="x" n%d="1"/>\n', "</submission>"),
     "over 1000 faults"),
    ("long names", repeat(HEAD, "<n" + "x" * 90 + "%d/>\n", "</submission>"),
     "over 1000 faults"),
    ("prefixes", repeat(HEAD + "<u>", '<a xmlns:a%d="u:u"/>\n', ""),
     "over 1000 faults"),
    ("entities", repeat(HEAD + '<note code="x">', "&amp;", ""),
     "text of over 1024 KiB"),
    ("references", repeat(HEAD + '<note code="x">', "&#x1F600;", ""),
     "text of over 1024 KiB"),
    ("doctype", repeat("<!DOCTYPE a [\n",
                       '<!ENTITY e%d "&e1;&e1;&e1;">\n', "]>" + HEAD),
     "DOCTYPE is not allowed"),
    ("evidence", repeat(HEAD, '<evidence id="%d" title="t"/>\n', ""),
     "it is cut off", "the file has more than 500000 elements"),
    ("scores", repeat(SCORES, '<score expert="E%d" district="a" '
                      'code="panel">1</score>\n', ""),
     "it is cut off", "the file has more than 500000 elements"),
    ("figures", repeat(SCORES, '<score expert="E%d" district="a" '
                       'code="panel">' + "9" * 2000 + "</score>\n", ""),
     "over 1000 faults"),
    ("rows", repeat(HEAD + '<records type="contract" count="1">\n',
                    '<record id="%d" firm="f" executed="1"/>\n',
                    "</records></submission>"), "count"),
    ("wrong rows", repeat(HEAD + '<records type="contract" count="1">\n',
                          "<record/>\n", ""), "over 1000 faults"),
    ("wide rows", repeat(HEAD + '<records type="contract" count="1">\n',
                         '<record id="%d" firm="' + "服" * 9000
                         + '" executed="1"/>\n', ""), "it is cut off"),
    ("late text", repeat("\n", "\n", "name,value\n", 10),
     "this is not XML, which begins with"),
]

# ---- the test ----


def run(path, folder):
    """What is said of the file at PATH, the exit status, the seconds of
    processor time and the MiB of memory that it took."""
    command = [QUPING, "score", os.path.join(folder, "r.ini"), path,
               "-o", os.path.join(folder, "out")]
    with subprocess.Popen(command, stdin=subprocess.PIPE,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE) as process:
        timer = threading.Timer(10 * SECONDS, process.kill)
        timer.start()
        said = process.stderr.read().decode("utf-8", "replace")
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    return (said, process.returncode, usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss // 1024)


def is_sanitized():
    with open(QUPING, "rb") as file:
        return b"__asan_init" in file.read()


def check(name, write, wants, folder):
    """Returns what is wrong, or null."""
    path = os.path.join(folder, name + ".xml")
    write(path)
    said, status, seconds, memory = run(path, folder)
    shown = path.replace("\n", "\\x0a").replace("\033", "\\x1b")
    errors = [line for line in said.splitlines()
              if line.startswith(shown + ":") and ": error: " in line]
    if os.path.exists(os.path.join(folder, "out")):
        return "is scored"
    if status not in (1, 3):
        return f"ends with status {status}: {said.strip()}"
    if not any(want in line for line in errors for want in wants):
        return f"nobody says {wants}: {said.strip()}"
    if any(c < " " and c != "\n" for c in said):
        return "control characters in what is said"
    if seconds > SECONDS and not is_sanitized():
        return f"takes {seconds:.0f} s"
    if memory > MEMORY and not is_sanitized():
        return f"takes {memory} MiB"
    return None


def main():
    # Nothing is unreadable for root.
    rows = [row for row in ODD + LARGE
            if row[0] != "unreadable" or os.getuid() != 0]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "r.ini"), "w",
                  encoding="utf-8") as file:
            file.write(RULES)
        for name, write, *wants in rows:
            wrong = check(name, write, wants, folder)
            if wrong:
                print(f"FAIL: {name}: {wrong}")
                failures += 1
    print(f"hostile files: {len(rows)}, of up to {SIZE >> 20} MiB; "
          f"{failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
