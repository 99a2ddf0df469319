#!/usr/bin/env python3
"""One byte changed at a random place, again and again: audit must report each.

Usage: torture.py QUPING TOP CHANGES [SEED]

A result with its bundle, of the teaching example and now and then of the
Shanghai example, is audited after each change of one byte in one of its files:
rules, submissions, last year's record, the result record, csv, texts and
workbooks, their inside and the structures of the archive alike.  Of the
teaching example inputs outside of the result are changed, too.  Half of the
changes are at a random byte of a random file, half at a random byte of all.
After each change the byte is put back, and at times the whole must agree.
"""

import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def run(quping, *words):
    return subprocess.run([quping, *map(str, words)], capture_output=True,
                          check=False)


class Result:
    """A result, and the command that audits it."""

    def __init__(self, quping, folder, words, changed):
        self.command = (quping, "audit", folder, *words)
        self.files = sorted(path for path in changed.rglob("*")
                            if path.is_file() and path.name != "README.md")
        self.sizes = [path.stat().st_size for path in self.files]

    def audit(self):
        return run(*self.command)

    def pick(self, chance):
        """A file, and a place in it."""
        if chance.random() < 0.5:
            at = chance.randrange(len(self.files))
        else:
            at = chance.choices(range(len(self.files)), self.sizes)[0]
        return self.files[at], chance.randrange(self.sizes[at])

    def change(self, chance):
        """Changes a byte, audits, and puts it back."""
        path, at = self.pick(chance)
        with open(path, "r+b") as file:
            file.seek(at)
            old = file.read(1)
            new = bytes([(old[0] + chance.randrange(1, 256)) % 256])
            file.seek(at)
            file.write(new)
            file.flush()
            done = self.audit()
            file.seek(at)
            file.write(old)
        if done.returncode == 1 and b"error" in done.stderr:
            return None
        return (f"{path}, byte {at}: {old!r} became {new!r}: status "
                f"{done.returncode}\n{done.stdout.decode()}"
                f"{done.stderr.decode()[:2000]}")


def make(quping, top, folder):
    """What is tortured: (result, share of the changes)."""
    rules, inputs = top / "rules", top / "input/examples"

    def score(rule, name, into, *words):
        run(quping, "score", rule, inputs / name, "-o", folder / into, *words)
        return folder / into

    teaching = score(rules / "teaching/2025.ini", "teaching-2025", "teaching",
                     "--bundle")
    before = score(rules / "shanghai/2024.ini", "shanghai-2024", "2024")
    shanghai = score(rules / "shanghai/2025.ini", "shanghai-2025", "shanghai",
                     "--bundle", "--prior", before)
    plain = score(rules / "teaching/2025.ini", "teaching-2025", "plain")
    outside = folder / "outside"
    shutil.copytree(inputs / "teaching-2025", outside / "inputs")
    shutil.copytree(rules / "teaching", outside / "rules")
    return [(Result(quping, teaching, [], teaching), 75),
            (Result(quping, plain, [outside / "rules/2025.ini",
                                    outside / "inputs"], outside), 20),
            (Result(quping, shanghai, [], shanghai), 5)]


def main():
    quping, top, n = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(10**9)
    print(f"torture: seed {seed}", flush=True)
    chance = random.Random(seed)
    missed = []
    with tempfile.TemporaryDirectory() as text:
        results = make(quping.resolve(), top.resolve(), Path(text))
        for i in range(n):
            result = chance.choices([r for r, _ in results],
                                    [share for _, share in results])[0]
            wrong = result.change(chance)
            if wrong:
                missed.append(wrong)
            if i % 50 == 0 or i == n - 1:
                done = result.audit()
                assert done.returncode == 0, done.stderr.decode()
        for result, _ in results:
            done = result.audit()
            assert done.returncode == 0, done.stderr.decode()
    print("\n".join(missed))
    print(f"torture: {n} changes of a byte, {n - len(missed)} reported")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
