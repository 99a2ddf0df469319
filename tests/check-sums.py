#!/usr/bin/env python3
"""Derives data from contracts in decimal arithmetic, and compares them with
what quping derives and with what is reported:

    check-sums.py QUPING GENERATE TOP

Files of many contracts come from GENERATE, with and without typed figures;
those of the Shanghai example state both, too.  All must agree to the last
digit.
"""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from decimal import Decimal

SUBMISSION = "{urn:quping:submission:1}"
RESULT = "{urn:quping:result:1}"
HUNDRED_MILLION = Decimal(10000)  # 万美元
IN_UNIT = {"亿美元": Decimal(10000)}

# Offshore amounts, and what a contract must have to count for them.
OFFSHORE = {
    "offshore_executed": {},
    "offshore_ito": {"kind": "ito"},
    "offshore_bpo": {"kind": "bpo"},
    "offshore_kpo": {"kind": "kpo"},
    "ic_design_offshore": {"field": "ic_design"},
    "biopharma_offshore": {"field": "biopharma"},
    "zone_offshore": {"zone": "yes"},
}
CODES = [*OFFSHORE, "onshore_executed", "active_firms", "firms_over_100m"]


def derive(root):
    """The data that the contracts in ROOT come to."""
    data = dict.fromkeys(CODES, Decimal(0))
    of_firm = defaultdict(Decimal)
    active = set()
    for row in root.iter(SUBMISSION + "record"):
        executed = Decimal(row.get("executed"))
        if executed > 0:
            active.add(row.get("firm"))
        if row.get("market") == "onshore":
            data["onshore_executed"] += executed
            continue
        of_firm[row.get("firm")] += executed
        for code, having in OFFSHORE.items():
            if all(row.get(key) == value for key, value in having.items()):
                data[code] += executed
    data["active_firms"] = Decimal(len(active))
    data["firms_over_100m"] = Decimal(
        sum(1 for total in of_firm.values() if total > HUNDRED_MILLION))
    return data


def typed(root):
    """The data that ROOT states for the year itself."""
    return {
        datum.get("code"):
        Decimal(datum.text) * IN_UNIT.get(datum.get("unit"), 1)
        for datum in root.iter(SUBMISSION + "datum")
        if datum.get("code") in CODES and not datum.get("period")
    }


def check(name, want, found):
    """The number of data of which FOUND, where it has them, is not WANT."""
    wrong = [code for code in CODES
             if code in found and found[code] != want[code]]
    for code in wrong:
        print(f"FAIL: {name}: {code} is {found[code]}, not {want[code]}")
    return len(wrong)


def score(quping, rules, path, out):
    """What quping derives from the file at PATH."""
    subprocess.run([quping, "score", rules, path, "-o", out], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    root = ElementTree.parse(os.path.join(out, "result.xml")).getroot()
    return {
        datum.get("code"): Decimal(derived.get("value"))
        for datum in root.iter(RESULT + "datum")
        for derived in datum.iter(RESULT + "derived")
    }


def check_generated(quping, generate, rules, folder):
    failures = 0
    for seed, more in ((1, []), (2, ["--typed"]), (3, ["--district", "310104"])):
        path = os.path.join(folder, f"{seed}.xml")
        with open(path, "wb") as file:
            subprocess.run([generate, "--records", str(20000 + seed),
                            "--seed", str(seed)] + more,
                           stdout=file, check=True)
        root = ElementTree.parse(path).getroot()
        want = derive(root)
        found = score(quping, rules, path, os.path.join(folder, str(seed)))
        assert len(found) == len(CODES)
        failures += check(f"seed {seed}", want, found)
        failures += check(f"seed {seed}, typed", want, typed(root))
    return failures


def check_examples(folder):
    failures = n_rows = 0
    for name in sorted(os.listdir(folder)):
        if not name.startswith("310"):
            continue
        root = ElementTree.parse(os.path.join(folder, name)).getroot()
        n_rows += sum(1 for _ in root.iter(SUBMISSION + "record"))
        failures += check(name, derive(root), typed(root))
    if n_rows < 20000:
        print(f"FAIL: the examples have {n_rows} contracts")
        failures += 1
    return failures


def main():
    quping, generate, top = sys.argv[1:]
    rules = os.path.join(top, "tests/bench/contracts.ini")
    with tempfile.TemporaryDirectory() as folder:
        failures = check_generated(quping, generate, rules, folder)
    failures += check_examples(os.path.join(top,
                                            "input/examples/shanghai-2025"))
    print(f"sums of contracts: {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
