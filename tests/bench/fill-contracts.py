#!/usr/bin/env python3
"""Writes contracts into submissions such that what the rules derive from them
is what the submissions report, to the last digit:

    fill-contracts.py CONTRACTS FILE...

CONTRACTS is about how many there are in all files; a district has its share of
them by its business.  All is invented, and the same arguments give the same
contracts.  Contracts that a file has already are replaced.
"""

import random
import re
import sys
from dataclasses import dataclass, replace

DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LARGE = 10000 * 100  # 10000 万美元, in hundredths
YEAR = 2025

# Clients' countries along the Belt and Road, and others, the more frequent
# first.
BELT_ROAD = "SG MY TH VN ID AE PH SA PL IN HU KZ".split()
OTHERS = "US JP HK DE GB KR NL TW CH FR IE AU CA SE IL".split()


@dataclass
class Contract:
    firm: int
    executed: int  # hundredths of 万美元
    market: str = "offshore"
    kind: str = ""
    field: str = "general"
    country: str = "CN"
    zone: str = "no"
    signed: str = ""
    amount: int = 0


# ---- what is reported ----


def reported(text, code):
    """The figure of CODE for this year, amounts in hundredths of 万美元."""
    pattern = rf'<datum code="{code}"((?!\s+period)[^>]*)>([0-9.]+)</datum>'
    attributes, figure = re.search(pattern, text).groups()
    if "美元" not in attributes:
        return int(figure)
    whole, _, part = figure.partition(".")
    places = 6 if "亿美元" in attributes else 2
    return int(whole + part.ljust(places, "0"))


# ---- shares ----


def spread(total, weights, most=None):
    """TOTAL in whole numbers by WEIGHTS, each at least 1 and at most MOST."""
    shares = [1] * len(weights)
    left = total - len(weights)
    while left > 0:
        open_ = [i for i, s in enumerate(shares) if most is None or s < most]
        of_all = sum(weights[i] for i in open_)
        before = left
        for i in open_:
            more = before * weights[i] // of_all
            if most is not None:
                more = min(more, most - shares[i])
            shares[i] += more
            left -= more
        if left == before or left < len(open_):
            for i in open_[:left]:
                shares[i] += 1
                left -= 1
    assert sum(shares) == total
    return shares


def by_rank(n):
    """Weights that fall with the rank."""
    return [10**6 // (rank + 3) for rank in range(n)]


def take(contracts, total):
    """The first contracts that make up TOTAL, the last of them cut in two where
    needed; returns them and the rest."""
    taken = []
    rest = list(contracts)
    while total > 0:
        contract = rest.pop(0)
        if contract.executed > total:
            rest.insert(0, replace(contract, executed=contract.executed - total))
            contract = replace(contract, executed=total)
        taken.append(contract)
        total -= contract.executed
    return taken, rest


# ---- one district ----


class District:
    def __init__(self, code, text, n, rng):
        self.code = code
        self.text = text
        self.n = n
        self.rng = rng

    def report(self, code):
        return reported(self.text, code)

    def firm_sums(self, n_firms):
        """What each firm has executed offshore; as many as reported have over
        10000 万美元."""
        total = self.report("offshore_executed")
        n_large = self.report("firms_over_100m")
        of_large = 0
        if n_large:
            of_large = min(total * 55 // 100,
                           n_large * self.rng.randint(2130000, 2870000))
            assert of_large > n_large * (LARGE + LARGE // 50)
        extra = of_large - n_large * (LARGE + LARGE // 50)
        large = [LARGE + LARGE // 50 + more
                 for more in spread(extra, by_rank(n_large))] if n_large else []
        small = spread(total - of_large, by_rank(n_firms - n_large),
                       LARGE * 98 // 100)
        return large + small

    def split(self, firm, total, n):
        """N contracts of FIRM that make up TOTAL."""
        n = min(n, total // 100 + 1)
        weights = [self.rng.randint(1, 100) ** 2 for _ in range(n)]
        return [Contract(firm, part) for part in spread(total, weights)]

    def shuffle_firms(self, contracts):
        """The contracts firm by firm, the firms in any order."""
        order = list({contract.firm for contract in contracts})
        self.rng.shuffle(order)
        place = {firm: i for i, firm in enumerate(order)}
        return sorted(contracts, key=lambda contract: place[contract.firm])

    def divide(self, contracts, total, name, yes):
        """Gives contracts of TOTAL, of a few firms, the field NAME = YES."""
        taken, rest = take(self.shuffle_firms(contracts), total)
        return [replace(c, **{name: yes}) for c in taken] + rest

    def give_kinds(self, contracts):
        done = []
        rest = self.shuffle_firms(contracts)
        for kind, code, field in (
                ("ito", "ic_design_offshore", "ic_design"),
                ("bpo", None, None),
                ("kpo", "biopharma_offshore", "biopharma")):
            taken, rest = take(rest, self.report("offshore_" + kind))
            taken = [replace(contract, kind=kind) for contract in taken]
            if code:
                taken = self.divide(taken, self.report(code), "field", field)
            done += taken
        assert not rest
        return done

    def give_countries(self, contracts):
        total = self.report("offshore_executed")
        of_belt = min(self.report("belt_road_offshore"), total // 3)
        self.rng.shuffle(contracts)
        belt, rest = take(contracts, of_belt)
        for group, names in ((belt, BELT_ROAD), (rest, OTHERS)):
            weights = by_rank(len(names))
            for contract in group:
                contract.country = self.rng.choices(names, weights)[0]
        return belt + rest

    def offshore(self, n_firms, n):
        sums = self.firm_sums(n_firms)
        counts = spread(max(n, n_firms), by_rank(n_firms))
        contracts = []
        for firm, (total, count) in enumerate(zip(sums, counts)):
            contracts += self.split(firm, total, count)
        contracts = self.give_kinds(contracts)
        contracts = self.divide(contracts, self.report("zone_offshore"),
                                "zone", "yes")
        return self.give_countries(contracts)

    def onshore(self, first, n_firms, n):
        """Contracts of the firms from FIRST on, which have none offshore, and of
        some that do."""
        firms = list(range(first, n_firms)) + list(range(0, first, 3))
        sums = spread(self.report("onshore_executed"), by_rank(len(firms)))
        counts = spread(max(n, len(firms)), by_rank(len(firms)))
        contracts = []
        for firm, total, count in zip(firms, sums, counts):
            contracts += self.split(firm, total, count)
        for contract in contracts:
            contract.market = "onshore"
            contract.kind = self.rng.choice(("ito", "ito", "bpo", "kpo"))
            contract.zone = self.rng.choice(("yes", "no"))
        return contracts

    def sign(self, contract, year):
        contract.signed = (f"{year}-{self.rng.randint(1, 12):02}-"
                           f"{self.rng.randint(1, 28):02}")

    def give_amounts(self, contracts):
        for contract in contracts:
            percent = self.rng.choice((100, 105, 120, 140, 180, 240))
            contract.amount = contract.executed * percent // 100
            old = self.rng.random() < 0.15
            self.sign(contract, YEAR - self.rng.randint(1, 2) if old else YEAR)
        # As much is signed in the year as is executed.
        offshore = [c for c in contracts if c.market == "offshore"]
        for contract in offshore:
            signed = sum(c.amount for c in offshore if c.signed[:4] == "2025")
            if signed >= self.report("offshore_executed"):
                break
            self.sign(contract, YEAR)

    def contracts(self):
        n_firms = self.report("active_firms")
        n_offshore_firms = max(n_firms * 85 // 100, min(n_firms, 3))
        contracts = self.offshore(n_offshore_firms, self.n * 85 // 100)
        contracts += self.onshore(n_offshore_firms, n_firms,
                                  self.n * 15 // 100)
        self.give_amounts(contracts)
        return sorted(contracts, key=lambda c: (c.signed, c.firm, c.executed,
                                                c.amount, c.country))

    def firm_code(self, firm):
        """A unified social credit code (GB 32100) with its check digits."""
        number = (firm * 7919 + 31337) % 31**6
        body = "MA"
        for _ in range(6):
            body += DIGITS[number % 31]
            number //= 31
        weights = (3, 7, 9, 10, 5, 8, 4, 2)
        total = sum(int(c, 36) * w for c, w in zip(body, weights))
        code = "91" + self.code + body + "0X987654321"[total % 11]
        total = sum(DIGITS.index(c) * 3**i for i, c in enumerate(code))
        return code + DIGITS[-total % 31]

    def records(self):
        rows = self.contracts()
        lines = ["  <!-- 合同明细：全部虚构 -->",
                 f'  <records type="contract" count="{len(rows)}">']
        for i, c in enumerate(rows, 1):
            lines.append(
                f'    <record id="{self.code[3:]}-{i:05}" '
                f'firm="{self.firm_code(c.firm)}" market="{c.market}" '
                f'kind="{c.kind}" field="{c.field}" country="{c.country}" '
                f'zone="{c.zone}" signed="{c.signed}" '
                f'amount="{c.amount // 100}.{c.amount % 100:02}" '
                f'executed="{c.executed // 100}.{c.executed % 100:02}"/>')
        lines.append("  </records>")
        return "\n".join(lines) + "\n"


# ---- files ----


def fill(path, n, rng):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    text = re.sub(r" *<!-- 合同明细[^\n]*\n *<records.*</records>\n", "", text,
                  flags=re.S)
    code = re.search(r'district="([0-9]{6})"', text).group(1)
    records = District(code, text, n, rng).records()
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text.replace("</data>\n", "</data>\n" + records))


def business(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    return reported(text, "offshore_executed") + reported(
        text, "onshore_executed")


def main():
    n_all, paths = int(sys.argv[1]), sys.argv[2:]
    sizes = [business(path) for path in paths]
    for path, size in zip(paths, sizes):
        name = path.rsplit("/", 1)[-1]
        fill(path, n_all * size // sum(sizes) + 20, random.Random(name))


if __name__ == "__main__":
    main()
