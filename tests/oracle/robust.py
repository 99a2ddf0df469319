"""Simulations on random rule sets.

The program holds its plain draw against the exact ranks and grades and ends
with an error where they differ, so that its success is the test; and all that
robust_plain computes anew in doubles must be the exact scores.  A few may
differ, for the random sets are full of values that lie on an edge, where
methods that take steps take one too few or too many, and of figures whose
digits cancel."""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile

import oracle
import property as sets

STEPS = {"bands", "yesno", "rank", "percentile", "borda"}
FEW = 0.03      # of the scores of methods that take steps,
FEWER = 0.005   # of all


def call(command):
    return subprocess.run(command, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def complaint(what, done):
    said = done.stderr.decode("utf-8", "replace").strip()
    return "%s: exit status %d: %s" % (what, done.returncode, said[:600])


class Counts:
    """Scores, those that differ, and both of methods that take steps."""

    def __init__(self, text=""):
        self.scores = self.off = self.steps = self.steps_off = 0
        for line in text.splitlines():
            method, n, differ = line.split()[1:]
            self.scores += int(n)
            self.off += int(differ) if method not in STEPS else 0
            self.steps += int(n) if method in STEPS else 0
            self.steps_off += int(differ) if method in STEPS else 0

    def add(self, other):
        for key, value in vars(other).items():
            setattr(self, key, getattr(self, key) + value)

    def too_many(self):
        return (self.off > FEWER * self.scores
                or self.steps_off > FEW * self.steps)


def run(job):
    """(seed, what is wrong, counts), without scores where the set is to be
    rejected."""
    seed, options = job
    with tempfile.TemporaryDirectory(prefix="quping-robust-") as folder:
        rules, inputs, record = sets.make_set(seed, folder)
        try:
            oracle.evaluate(rules, inputs + [record] * bool(record))
        except oracle.Rejected:
            return seed, "", Counts()
        words = [rules] + inputs + (["--prior", record] if record else [])
        done = call([options.quping, "robustness"] + words
                    + ["--draws", "20"])
        if done.returncode:
            return seed, complaint("robustness", done), Counts()
        done = call([options.plain] + words)
    if done.returncode:
        return seed, complaint("robust_plain", done), Counts()
    return seed, "", Counts(done.stdout.decode())


def main(arguments):
    parser = argparse.ArgumentParser(
        description="simulates random evaluations with nothing changed")
    parser.add_argument("--quping", default="./quping", metavar="PATH")
    parser.add_argument("--plain", default="tests/robust_plain",
                        metavar="PATH")
    parser.add_argument("--sets", type=int, default=40, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--only", type=int, metavar="SEED")
    options = parser.parse_args(arguments)
    first = options.seed * 100000
    seeds = ([options.only] if options.only is not None
             else range(first, first + options.sets))
    simulated = failed = 0
    all_counts = Counts()
    with multiprocessing.Pool() as pool:
        jobs = [(seed, options) for seed in seeds]
        for seed, wrong, counts in pool.imap(run, jobs):
            simulated += counts.scores > 0
            all_counts.add(counts)
            if wrong:
                failed += 1
                print("seed %d: %s" % (seed, wrong))
    print("robust: %d of %d rule sets simulated; %d of %d scores differ, by "
          "steps %d of %d; %d fail"
          % (simulated, len(seeds), all_counts.off, all_counts.scores,
             all_counts.steps_off, all_counts.steps, failed))
    return 1 if failed or not simulated or all_counts.too_many() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
