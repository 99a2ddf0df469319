"""Writes an evaluation for simulations to be measured on:
       robust-set.py FOLDER DISTRICTS INDICATORS
   FOLDER/rules.ini has so many leaves at the fourth level of a tree with one
   root, each a figure of its own that is held against those of all districts;
   FOLDER/input has the submissions.  The same arguments give the same bytes."""

import os
import random
import sys

METHODS = ["minmax", "efficacy", "max_ratio", "zscore\nmean = 50\nsd = 20"]
A_PILLAR, A_GROUP = 4, 3    # leaves below a pillar, pillars below a group


def write_rules(path, districts, indicators):
    with open(path, "w", encoding="utf-8") as file:
        file.write("[evaluation]\nid = e\ntitle = e\nyear = 2025\n"
                   "weights = relative\nlanguage = en\nround_at = total\n")
        file.write("[indicator all]\nname = All\nweight = 1\n")
        for d in range(districts):
            file.write("[district d%04d]\nname = District %d\n" % (d, d))
        for i in range(indicators):
            pillar = i // A_PILLAR
            group = pillar // A_GROUP
            if i % (A_PILLAR * A_GROUP) == 0:
                file.write("[indicator g%d]\nname = Group %d\n"
                           "parent = all\nweight = 1\n" % (group, group))
            if i % A_PILLAR == 0:
                file.write("[indicator p%d]\nname = Pillar %d\n"
                           "parent = g%d\nweight = 1\n"
                           % (pillar, pillar, group))
            file.write("[datum x%d]\nname = Figure %d\n"
                       "[indicator i%d]\nname = Indicator %d\nparent = p%d\n"
                       "weight = %d\nvalue = x%d\nmethod = %s\n"
                       % (i, i, i, i, pillar, 1 + i % 3, i,
                          METHODS[i % len(METHODS)]))


def write_submission(folder, d, indicators, rng):
    name = os.path.join(folder, "d%04d.xml" % d)
    with open(name, "w", encoding="utf-8") as file:
        file.write('<submission xmlns="urn:quping:submission:1" '
                   'evaluation="e" year="2025" district="d%04d" '
                   'status="final"><data>\n' % d)
        for i in range(indicators):
            file.write('<datum code="x%d">%.2f</datum>\n'
                       % (i, 10 + rng.random() * 90))
        file.write("</data></submission>\n")


def main(folder, districts, indicators):
    rng = random.Random(1)
    os.makedirs(os.path.join(folder, "input"))
    write_rules(os.path.join(folder, "rules.ini"), districts, indicators)
    for d in range(districts):
        write_submission(os.path.join(folder, "input"), d, indicators, rng)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
