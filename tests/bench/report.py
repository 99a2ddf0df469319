#!/usr/bin/env python3
"""Measures the whole program and writes BENCHMARKS.md and growth.svg:
report.py TOP QUPING BENCHES, with QUPING and the bench programs in the folder
BENCHES built already.

What is compared is run in turns, after a round that does not count; a figure is
the median of the rounds.  Times are of the processor (user and system), which
other programs on the machine disturb less than they do the clock.
BENCH_ROUNDS and BENCH_DISTRICTS are for trying things out."""

import math
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

TOP, QUPING, BENCHES = sys.argv[1:]
HERE = TOP + "/tests/bench"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", 5))
DISTRICTS = int(os.environ.get("BENCH_DISTRICTS", 3000))
PYTHON = sys.executable


# ---- measuring ----

def measure(command):
    """Seconds of the processor and of the clock, MiB, and what it printed."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        sys.exit(f"{command}: status {status}")
    return (used.ru_utime + used.ru_stime, time.monotonic() - start,
            used.ru_maxrss / 1024, said)


def rounds(commands, n=ROUNDS):
    """The medians of [processor, clock, MiB] for each of COMMANDS, and what it
    printed in the last round."""
    found = [[] for _ in commands]
    for _ in range(n + 1):
        for command, of in zip(commands, found):
            of.append(measure(command))
    return [[statistics.median(x[i] for x in of[1:]) for i in range(3)]
            + [of[-1][3]] for of in found]


def once(command):
    return rounds([command], min(ROUNDS, 3))[0]


def make(folder, districts, indicators):
    subprocess.run([PYTHON, HERE + "/evaluation.py", folder, str(districts),
                    str(indicators)], check=True)
    return folder


def score(folder, out, *options):
    return [QUPING, "score", folder + "/rules.ini", folder + "/submissions",
            "-o", out, *options]


# ---- tables ----

def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |",
             "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(str(x) for x in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def job(name, figures, against):
    cpu, wall, mib, _ = figures
    return [name, f"{cpu:.2f}", f"{wall:.2f}", f"{mib:.0f}",
            f"{cpu / against[0]:.2f}", f"{mib / against[2]:.2f}"]


def whole_jobs(work, districts, indicators, *options):
    folder = make(f"{work}/{districts}x{indicators}", districts, indicators)
    baseline = [PYTHON, HERE + "/baseline.py", folder, work + "/python.xlsx"]
    quping, lean, live = rounds([score(folder, folder + "/out", *options),
                                 baseline + ["lean"], baseline + ["live"]])
    return table(
        ["", "processor, s", "clock, s", "MiB", "of quping's time",
         "of its memory"],
        [job("quping, everything", quping, quping),
         job("Python, one workbook of numbers", lean, quping),
         job("Python, the same sheets with formulas", live, quping)])


def stages(work, folder):
    """Where the time goes, and against bare libxlsxwriter."""
    cells = work + "/cells"
    out = folder + "/out"
    book = next(f"{out}/{name}" for name in os.listdir(out)
                if name.endswith(".xlsx") and name.isascii())
    with open(cells, "w", encoding="utf-8") as file:
        subprocess.run([PYTHON, HERE + "/cells.py", book], check=True,
                       stdout=file)
    bare, parts, quping = rounds(
        [[BENCHES + "/bare_book", cells, work + "/bare.xlsx"],
         [BENCHES + "/stages", folder + "/rules.ini", folder + "/submissions",
          out],
         score(folder, out, "--no-notices")])
    seconds, mib = (float(x) for x in bare[3].split())
    reading, scoring, writing = (float(x) for x in parts[3].split())
    with open(cells, encoding="utf-8") as file:
        n = sum(not line.startswith("S ") for line in file)
    return table(
        ["", "processor, s", "of bare libxlsxwriter"],
        [[f"bare libxlsxwriter, the {n:,} cells of the workbook",
          f"{seconds:.2f}", "1.00"]] +
        [[name, f"{x:.2f}", f"{x / seconds:.2f}"] for name, x in
         (("reading", reading), ("exact scoring", scoring),
          ("writing, read back", writing), ("quping, everything", quping[0]))]
    ) + (f"\nScoring takes {scoring / writing:.2f} of what writing takes.  Bare "
         f"libxlsxwriter needs {mib:.0f} MiB for the cells, quping "
         f"{quping[2]:.0f} MiB for everything.\n")


def arithmetic():
    exact, binary, wrong, n = (
        float(x) for x in once([BENCHES + "/arithmetic"])[3].split())
    return (f"A min-max score, weighed and rounded, takes {exact:.0f} ns "
            f"exactly and {binary:.1f} ns in double, {exact / binary:.0f} "
            f"times less; of {n:,.0f} points double gets {wrong:,.0f} "
            "wrong.\n")


# ---- growth ----

def doublings(most, n):
    return [most >> i for i in reversed(range(n))]


def units(work):
    for n in doublings(DISTRICTS, 5):
        folder = make(f"{work}/u{n}", n, 40)
        yield n, once(score(folder, folder + "/out", "--no-notices"))


def indicators(work):
    for n in (25, 50, 100, 200, 400):
        folder = make(f"{work}/i{n}", DISTRICTS // 10, n)
        yield n, once(score(folder, folder + "/out", "--no-notices"))


def records(work):
    for n in doublings(DISTRICTS * 200, 5):
        path = f"{work}/records.xml"
        with open(path, "w", encoding="utf-8") as file:
            subprocess.run([BENCHES + "/generate", "--records", str(n)],
                           check=True, stdout=file)
        yield n, once([QUPING, "check", HERE + "/contracts.ini", path])


def draws(work):
    folder = make(work + "/draws", 16, 40)
    for n in doublings(16000, 5):
        yield n, once([QUPING, "robustness", folder + "/rules.ini",
                       folder + "/submissions", "--draws", str(n)])


GROWTHS = [
    ("units", "districts, of 40 indicators each, without notices", units),
    ("indicators", f"indicators, of {DISTRICTS // 10} districts", indicators),
    ("records", "detail records of one district, that `check` reads and sums up", records),
    ("draws", "draws of `robustness`, 16 districts of 40 indicators", draws),
]


def growth_table(points):
    rows, before = [], None
    for n, (cpu, _, mib, _) in points:
        rows.append([f"{n:,}", f"{cpu:.2f}", f"{n / cpu:,.0f}", f"{mib:.0f}",
                     f"{cpu / before:.2f}" if before else ""])
        before = cpu
    return table(["", "processor, s", "a second", "MiB",
                  "against the row above"], rows)


# ---- the plot ----

WIDE, HIGH, LEFT, TOP_ROOM, STEP = 720, 420, 84, 24, 540
INKS = ["#9E1B1E", "#3F6C8F", "#C9A66B", "#262220"]


def plot(growths):
    """Seconds against doublings, both in steps of two: a line that rises one
    step for each is proportional."""
    every = [cpu for _, points in growths for _, (cpu, *_) in points]
    low = math.floor(math.log2(min(every)))
    high = math.ceil(math.log2(max(every)))
    unit = (HIGH - TOP_ROOM - 48) / max(1, high - low)
    y = lambda cpu: HIGH - 48 - (math.log2(cpu) - low) * unit
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" '
           f'height="{HIGH}" font-family="sans-serif" font-size="12" '
           'fill="#262220">',
           f'<rect width="{WIDE}" height="{HIGH}" fill="#FFFFFF"/>']
    for k in range(low, high + 1):
        out.append(f'<line x1="{LEFT}" x2="{LEFT + STEP}" y1="{y(2**k):.1f}" '
                   f'y2="{y(2**k):.1f}" stroke="#E5DED8"/>'
                   f'<text x="{LEFT - 8}" y="{y(2**k) + 4:.1f}" '
                   f'text-anchor="end">{2.0**k:.3g} s</text>')
    below = TOP_ROOM - 14  # names keep apart from each other
    for _, i in sorted((y(points[-1][1][0]), i)
                       for i, (_, points) in enumerate(growths)):
        below = max(below + 14, y(growths[i][1][-1][1][0]) + 4)
        out.append(f'<text x="{LEFT + STEP + 8}" y="{below:.1f}" '
                   f'fill="{INKS[i % 4]}">{growths[i][0]}</text>')
    for i, (_, points) in enumerate(growths):
        x = lambda j: LEFT + STEP * j / max(1, len(points) - 1)
        line = " ".join(f"{x(j):.1f},{y(p[0]):.1f}"
                        for j, (_, p) in enumerate(points))
        out.append(f'<polyline points="{line}" fill="none" stroke-width="2" '
                   f'stroke="{INKS[i % 4]}"/>')
        out += [f'<circle cx="{x(j):.1f}" cy="{y(p[0]):.1f}" r="3" '
                f'fill="{INKS[i % 4]}"/>' for j, (_, p) in enumerate(points)]
    for j in range(5):
        out.append(f'<text x="{LEFT + STEP * j / 4:.1f}" y="{HIGH - 28}" '
                   f'text-anchor="middle">{"×%d" % 2**j}</text>')
    out.append(f'<text x="{LEFT + STEP / 2}" y="{HIGH - 8}" '
               'text-anchor="middle">size, of the smallest</text></svg>')
    return "\n".join(out) + "\n"


# ---- the report ----

def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = re.findall("model name\t: (.*)", file.read())
    with open("/proc/meminfo", encoding="utf-8") as file:
        memory = int(re.search("MemTotal: *([0-9]+)", file.read()).group(1))
    compiler = subprocess.run([*os.environ.get("CC", "cc").split(), "--version"],
                              capture_output=True, text=True, check=True)
    return table(["", ""], [
        ["processor", f"{models[0] if models else platform.machine()}, "
         f"{len(os.sched_getaffinity(0))} cores"],
        ["memory", f"{memory / 2**20:.0f} GiB"],
        ["kernel", f"{platform.system()} {platform.release()}"],
        ["compiler", compiler.stdout.splitlines()[0]],
        ["Python", f"{platform.python_version()}, with lxml and XlsxWriter"],
        ["rounds", ROUNDS],
        ["other programs", f"load {os.getloadavg()[2]:.1f}"]])


def said_by(script):
    """What another bench prints, for which a slow machine is no failure."""
    found = subprocess.run(["sh", f"{HERE}/{script}"], stdout=subprocess.PIPE,
                           text=True, check=False)
    return "```\n" + found.stdout + "```\n"


def main():
    with tempfile.TemporaryDirectory(prefix="bench.") as work:
        growths = []
        out = ["# Benchmarks\n",
               "Written by `make bench` (`tests/bench/report.py`).  Times are "
               "of the processor, medians of runs in turns after one that "
               "does not count; figures on another machine differ, the "
               "ratios less.\n", machine(),
               "## The whole job, 16 districts of 40 indicators\n",
               "Overall workbook, annex, sixteen notices and records, all "
               "read back, against `tests/bench/baseline.py`, which writes "
               "one workbook and checks nothing.\n",
               whole_jobs(work, 16, 40),
               f"## The whole job, {DISTRICTS:,} districts of 100 "
               "indicators, without notices\n",
               whole_jobs(work, DISTRICTS, 100, "--no-notices"),
               "Where the time goes:\n",
               stages(work, f"{work}/{DISTRICTS}x100"),
               "## Exact numbers\n", arithmetic(),
               "## Growth\n", "![Growth](tests/bench/growth.svg)\n"]
        for name, about, run in GROWTHS:
            points = list(run(work))
            growths.append((name, points))
            out += [f"{name.capitalize()}: {about}.\n", growth_table(points)]
        out += ["## Reading records\n", said_by("read.sh"),
                "## Checking rules\n", said_by("lint.sh"),
                "## Simulations\n", said_by("robust.sh")]
    with open(HERE + "/growth.svg", "w", encoding="utf-8") as file:
        file.write(plot(growths))
    with open(TOP + "/BENCHMARKS.md", "w", encoding="utf-8") as file:
        file.write("\n".join(out))


main()
