#!/usr/bin/env python3
"""The shipped rule sets try every method that they use: examples.py TOP

For each method that a leaf has, the rule set must have at least two
[example]s of such leaves, an ordinary one and one of an edge: a figure on a
bound, past a bound, tied, missing or without a base.  What edge it is, a
person has to see; that both are there, and differ in what comes out, is
checked here.  lint-rules.sh sees that they come out.
"""

import re
import sys
from pathlib import Path


def sections(main):
    """The sections of the rule set: (kind, code, keys), code in lower case."""
    found, keys = [], {}
    names = [main.name]
    for name in names:
        text = (main.parent / name).read_text(encoding="utf-8")
        for line in text.splitlines():
            head = re.match(r"\[(\w+)\s*(\w*)\]", line)
            key = re.match(r"([\w.]+)\s*=\s*(.*)", line)
            if head:
                keys = {}
                found.append((head[1], head[2].lower(), keys))
            elif key:
                keys[key[1]] = key[2].split(" ;")[0].strip()
                if key[1] == "include":
                    names += keys["include"].split()
    return found


def outcome(example):
    return tuple(example.get(key) for key in ("points", "score", "state"))


def main():
    failed = False
    for path in sorted(Path(sys.argv[1]).glob("rules/*/20*.ini")):
        found = sections(path)
        methods = {code: keys["method"] for kind, code, keys in found
                   if kind == "indicator" and "method" in keys}
        outcomes = {method: [] for method in methods.values()}
        for kind, _, keys in found:
            if kind == "example" and keys["indicator"].lower() in methods:
                method = methods[keys["indicator"].lower()]
                outcomes[method].append(outcome(keys))
        for method, seen in sorted(outcomes.items()):
            if len(set(seen)) < 2:
                failed = True
                print(f"FAIL: {path.parent.name}: {len(seen)} examples of "
                      f"{method}, with {len(set(seen))} outcomes")
        print(f"{path.parent.name}: {len(outcomes)} methods,",
              sum(map(len, outcomes.values())), "examples")
    sys.exit(failed)


main()
