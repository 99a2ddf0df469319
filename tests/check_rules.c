/* Rule files to rule sets: a row for each fault with all that is said of it,
   and what a sound rule set comes to. */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "engine/expr.h"
#include "engine/method.h"
#include "rules/ruleset.h"

/* The rule set that rows change. */
static const char *const sound[] = {
    "[evaluation]",                     /* 1 */
    "id = e",                           /* 2 */
    "title = Test",                     /* 3 */
    "year = 2025",                      /* 4 */
    "[units]",                          /* 5 */
    "万美元 = 10000 USD",               /* 6 */
    "[group inner]",                    /* 7 */
    "name = Inner",                     /* 8 */
    "[district d1]",                    /* 9 */
    "name = One",                       /* 10 */
    "group = inner",                    /* 11 */
    "goal = 5",                         /* 12 */
    "[measure 17]",                     /* 13 */
    "title = Grow",                     /* 14 */
    "[datum amount]",                   /* 15 */
    "name = Amount",                    /* 16 */
    "unit = 万美元",                    /* 17 */
    "[datum goal]",                     /* 18 */
    "name = Goal",                      /* 19 */
    "unit = USD",                       /* 20 */
    "given_by = rules",                 /* 21 */
    "[datum firms]",                    /* 22 */
    "name = Firms",                     /* 23 */
    "unit = 家",                        /* 24 */
    "[indicator g]",                    /* 25 */
    "name = Growth",                    /* 26 */
    "weight = 60",                      /* 27 */
    "[indicator g1]",                   /* 28 */
    "parent = g",                       /* 29 */
    "name = Amount",                    /* 30 */
    "weight = 60",                      /* 31 */
    "value = amount",                   /* 32 */
    "method = target",                  /* 33 */
    "target = goal",                    /* 34 */
    "measures = 17",                    /* 35 */
    "[indicator h]",                    /* 36 */
    "name = Firms",                     /* 37 */
    "weight = 40",                      /* 38 */
    "value = firms",                    /* 39 */
    "method = efficacy",                /* 40 */
    "scope = group",                    /* 41 */
    "[bonus b]",                        /* 42 */
    "name = Bases",                     /* 43 */
    "points = 2 * firms",               /* 44 */
    "[veto v]",                         /* 45 */
    "name = False",                     /* 46 */
    "when = firms < 0",                 /* 47 */
    "effect = grade low",               /* 48 */
    "[grade high]",                     /* 49 */
    "name = High",                      /* 50 */
    "min = 80",                         /* 51 */
    "[grade low]",                      /* 52 */
    "name = Low",                       /* 53 */
    "[ranking r]",                      /* 54 */
    "name = Inner",                     /* 55 */
    "where = group == \"inner\"",       /* 56 */
};

/* Line LINE of the sound rule set becomes TEXT; WANT is all that is said then,
   without the name of the file. */
static const struct {
    int line;
    const char *text, *want;
} faults[] = {
    { 1, "[evalution]",
      "error: the section [evaluation] is missing [key-missing]\n"
      "1: error: unknown section kind \"evalution\"; did you mean "
      "\"evaluation\"? [section]" },
    { 7, "[group]",
      "7: error: [group] needs a code: [group CODE] [section]" },
    { 7, "[group in-ner]",
      "7: error: \"in-ner\" is no code; a code has the characters A-Z a-z "
      "0-9 _ [section]\n"
      "11: error: district d1: group = \"inner\" names no group; did you "
      "mean \"in-ner\"? [reference]\n"
      "56: error: ranking r: where: no group \"inner\"; did you mean "
      "\"in-ner\"? "
      "[reference]" },
    { 1, "[evaluation x]",
      "1: error: [evaluation] takes no code [section]" },
    { 5, "[units",
      "5: error: the section has no closing ] [section]\n"
      "34: error: indicator g1: target is in USD, the value in 万美元 "
      "[dimension]" },
    { 5, "[units] ; of money",
      "5: error: nothing may follow ] on its line, comments neither "
      "[section]" },
    { 5, "[]",
      "5: error: the section has no name [section]\n"
      "34: error: indicator g1: target is in USD, the value in 万美元 "
      "[dimension]" },
    { 22, "[datum 5g]",
      "22: error: datum 5g: the code must begin with a letter, or an "
      "expression would read a number [section]\n"
      "39: error: indicator h: value: no datum \"firms\" [reference]\n"
      "44: error: bonus b: points: no datum \"firms\" [reference]\n"
      "47: error: veto v: when: no datum \"firms\" [reference]" },
    { 22, "[datum Min]",
      "22: error: datum Min: the code is a word of the expression language "
      "[reserved]\n"
      "39: error: indicator h: value: no datum \"firms\" [reference]\n"
      "44: error: bonus b: points: no datum \"firms\" [reference]\n"
      "47: error: veto v: when: no datum \"firms\" [reference]" },
    { 22, "[datum Name_EN]",
      "22: error: datum Name_EN: the code is a key of [district] [reserved]\n"
      "39: error: indicator h: value: no datum \"firms\" [reference]\n"
      "44: error: bonus b: points: no datum \"firms\" [reference]\n"
      "47: error: veto v: when: no datum \"firms\" [reference]" },
    { 42, "[bonus G1]",
      "42: error: bonus G1: the result would have another row of that code, "
      "indicator g1 in r.ini:28 [duplicate]" },
    { 42, "[deduction b]\nname = x\npoints = 1\n[bonus b]",
      "45: error: bonus b: the result would have another row of that code, "
      "deduction b in r.ini:42 [duplicate]" },
    { 36, "[indicator total]",
      "36: error: indicator total: the code stands for something else in the "
      "result [reserved]" },
    { 36, "[indicator G1]",
      "1: error: the leaves add up to 60, but scale = 100 [weight-sum]\n"
      "36: error: section [indicator G1] stands already in r.ini:28 "
      "[duplicate]" },
    { 36, "[INDICATOR  g1]",
      "1: error: the leaves add up to 60, but scale = 100 [weight-sum]\n"
      "36: error: section [INDICATOR  g1] stands already in r.ini:28 "
      "[duplicate]" },
    { 42, "[bonus B]\nname = x\npoints = 1\n[bonus b]",
      "45: error: section [bonus b] stands already in r.ini:42 [duplicate]" },
    { 2, "idd = e",
      "1: error: evaluation: the key id is missing [key-missing]\n"
      "2: error: evaluation: unknown key \"idd\"; did you mean \"id\"? "
      "[key]" },
    { 2, "; none",
      "1: error: evaluation: the key id is missing [key-missing]" },
    { 2, "id =",
      "2: error: evaluation: id = \"\" is empty; leave the key out or give "
      "it a value [key-value]" },
    { 3, "title = A; B",
      "3: error: ; within a value; put the whole value in quotes, or a blank "
      "before a comment [quote]" },
    { 3, "title = A ; B",
      "" },
    { 3, "title = \"A; B\"",
      "" },
    { 3, "title = \"A\" B",
      "3: error: text after the closing quote; put the whole value in "
      "quotes, the other kind if it holds \" [quote]" },
    { 3, "title = \"A",
      "3: error: the quote \" is not closed; put the whole value in quotes "
      "[quote]" },
    { 3, "title = 'A \"B\"'",
      "" },
    { 3, "title = \"A\\B\"",
      "3: error: a backslash in quotes is read in more than one way; write "
      "the value without it [quote]" },
    { 3, "title = A\\",
      "1: error: evaluation: the key title is missing [key-missing]\n"
      "3: error: a backslash ends the line; a value stands on one line "
      "[quote]" },
    { 3, "title = A\nTitle = B",
      "4: error: key \"Title\" stands already in line 3 [duplicate]" },
    { 4, "year = 2025.5",
      "4: error: evaluation: year = \"2025.5\" is no integer from 1000 to "
      "9999 [key-value]" },
    { 4, "year = 12345",
      "4: error: evaluation: year = \"12345\" is no integer from 1000 to "
      "9999 [key-value]" },
    { 4, "year = MMXXV",
      "4: error: evaluation: year = \"MMXXV\" is not a number [key-value]" },
    { 4, "year = 2025\nweights = point",
      "5: error: evaluation: weights = \"point\" is none of points, "
      "relative; did you mean \"points\"? [key-value]" },
    { 4, "year = 2025\nweights = relativ",
      "5: error: evaluation: weights = \"relativ\" is none of points, "
      "relative; did you mean \"relative\"? [key-value]" },
    { 4, "year = 2025\nscale = 0",
      "5: error: evaluation: scale = \"0\" is not over 0 [key-value]" },
    { 4, "year = 2025\nscale = 1,000",
      "5: error: evaluation: scale = \"1,000\" has a separator; write digits "
      "and a point only [key-value]" },
    { 4, "year = 2025\ndecimals = 19",
      "5: error: evaluation: decimals = \"19\" is no integer from 0 to 18 "
      "[key-value]" },
    { 4, "year = 2025\ndate = 2025-02-29",
      "5: error: evaluation: date = \"2025-02-29\" is no day of the calendar "
      "[key-value]" },
    { 4, "year = 2025\ndate = 2024-02-29",
      "" },
    { 4, "year = 2025\ndate = 2025/02/01",
      "5: error: evaluation: date = \"2025/02/01\" is not written YYYY-MM-DD "
      "[key-value]" },
    { 4, "year = 2025\ndate = 2025-01",
      "5: error: evaluation: date = \"2025-01\" is not written YYYY-MM-DD "
      "[key-value]" },
    { 4, "year = 2025\naggregate = power",
      "5: error: evaluation: aggregate = \"power\" needs a number: power 0.5 "
      "[key-value]" },
    { 4, "year = 2025\naggregate = power 0.5",
      "" },
    { 4, "year = 2025\naggregate = power -1000", "" },
    { 4, "year = 2025\naggregate = power 1500",
      "5: error: evaluation: aggregate = \"power 1500\" needs a number from "
      "-1000 to 1000: power 0.5 [key-value]" },
    { 4, "year = 2025\naggregate = grey", "" },
    { 4, "year = 2025\naggregate = grey 1", "" },
    { 4, "year = 2025\naggregate = grey 2",
      "5: error: evaluation: aggregate = \"grey 2\" needs a number over 0 and "
      "up to 1: grey 0.5 [key-value]" },
    { 4, "year = 2025\naggregate = grey half",
      "5: error: evaluation: aggregate = \"grey half\" needs a number or "
      "none: "
      "grey 0.5 [key-value]" },
    { 4, "year = 2025\naggregate = topsis", "" },
    { 4, "year = 2025\naggregate = copeland 2",
      "5: error: evaluation: aggregate = \"copeland 2\" has something behind "
      "the word [key-value]" },
    { 4, "year = 2025\naggregate = mean 2",
      "5: error: evaluation: aggregate = \"mean 2\" has something behind the "
      "word [key-value]" },
    { 4, "year = 2025\ntie_break = g1 x",
      "5: error: evaluation: tie_break = \"g1 x\" names no indicator \"x\" "
      "[reference]" },
    { 4, "year = 2025\ntie_break = g1 G1",
      "5: error: evaluation: tie_break = \"g1 G1\" names G1 twice "
      "[duplicate]" },
    { 4, "year = 2025\ntie_break = q1 g1 g1 q2",
      "5: error: evaluation: tie_break = \"q1 g1 g1 q2\" names no indicator "
      "\"q1\"; did you mean \"g1\"? [reference]\n"
      "5: error: evaluation: tie_break = \"q1 g1 g1 q2\" names g1 twice "
      "[duplicate]\n"
      "5: error: evaluation: tie_break = \"q1 g1 g1 q2\" names no indicator "
      "\"q2\" [reference]" },
    { 4, "year = 2025\nmin_available = 101",
      "5: error: evaluation: min_available = \"101\" is not from 0 to 100 "
      "percent [key-value]" },
    { 4, "year = 2025\nbonus_cap = -1",
      "5: error: evaluation: bonus_cap = \"-1\" is below 0 [key-value]" },
    { 4, "year 2025",
      "1: error: evaluation: the key year is missing [key-missing]\n"
      "4: error: neither a [section], a key = value nor a ; comment [line]" },
    { 4, "year ＝ 2025",
      "1: error: evaluation: the key year is missing [key-missing]\n"
      "4: error: neither a [section], a key = value nor a ; comment; write = "
      "instead of ＝ [line]" },
    { 4, "= 2025",
      "1: error: evaluation: the key year is missing [key-missing]\n"
      "4: error: no key before = [line]" },
    { 4, "year of = 2025",
      "1: error: evaluation: the key year is missing [key-missing]\n"
      "4: error: \"year of\" cannot be a key: it holds a blank [line]" },
    { 4, "year = 2025\nweighting = eqal",
      "5: error: evaluation: weighting = \"eqal\" is none of given, "
      "equal, ahp, budget, entropy, critic, sd, pca; did you mean "
      "\"equal\"? [key-value]" },
    { 4, "year = 2025\nweighting = equal",
      "28: note: indicator g: its weight counts nothing: the total "
      "has weighting = equal [weighting]" },
    { 4, "year = 2025\nweighting = sd",
      "5: warning: the total: weighting = sd: the weights come from "
      "the scores and move with them [weighting]\n"
      "28: note: indicator g: its weight counts nothing: the total "
      "has weighting = sd [weighting]" },
    { 4, "year = 2025\nweighting = ahp",
      "5: error: evaluation: weighting = \"ahp\" needs the name of a "
      "[weights NAME] behind it [key-value]" },
    { 4, "year = 2025\nweighting = ahp x",
      "5: error: evaluation: weighting = \"ahp x\" names no weights "
      "[reference]" },
    { 4, "year = 2025\nweighting = sd x",
      "5: error: evaluation: weighting = \"sd x\" has something "
      "behind the word [key-value]\n"
      "5: warning: the total: weighting = sd: the weights come from "
      "the scores and move with them [weighting]" },
    { 4, "year = 2025\nweighting = ahp w\n[weights w]\ng = 1 3\nh = 1",
      "31: note: indicator g: its weight counts nothing: the total "
      "has weighting = ahp [weighting]" },
    { 4, "year = 2025\nweighting = ahp w\n[weights w]\nh = 1 1/3\ng = 1",
      "31: note: indicator g: its weight counts nothing: the total "
      "has weighting = ahp [weighting]" },
    { 4, "year = 2025\nweighting = ahp w\n[weights w]\ng = 1 3 5\nh = 2",
      "7: error: weights w: g has 3 numbers, expected 2: 1 for itself "
      "and one for each row below [weighting]\n"
      "8: error: weights w: h begins with 2, expected 1: each is as "
      "important as itself [weighting]\n"
      "31: note: indicator g: its weight counts nothing: the total "
      "has weighting = ahp [weighting]" },
    { 4, "year = 2025\nweighting = ahp w\n[weights w]\ng = 1 10\nh = 1",
      "7: error: weights w: g has 10, which is not on the scale from "
      "1/9 to 9 [weighting]\n"
      "31: note: indicator g: its weight counts nothing: the total "
      "has weighting = ahp [weighting]" },
    { 4, "year = 2025\nweighting = ahp w\n[weights w]\ng = 1",
      "6: error: weights w: there is no row for h, a child of the "
      "total [weighting]\n"
      "30: note: indicator g: its weight counts nothing: the total "
      "has weighting = ahp [weighting]" },
    { 4, "year = 2025\nweighting = ahp w\n[weights w]\ng = 1 3\nh = 1\ng1 = 1",
      "9: error: weights w: g1 is no child of the total, which is "
      "weighted by them [weighting]\n"
      "32: note: indicator g: its weight counts nothing: the total "
      "has weighting = ahp [weighting]" },
    { 4, "year = 2025\nweighting = ahp w\n[weights w]\ng = 1 three\nhh = 1",
      "7: error: weights w: g = \"1 three\" has \"three\", which is "
      "neither a number, 0 or more, nor one like 1/3 [key-value]\n"
      "8: error: weights w: no indicator \"hh\" [reference]\n"
      "31: note: indicator g: its weight counts nothing: the total "
      "has weighting = ahp [weighting]" },
    { 4, "year = 2025\nweighting = ahp w\n[weights w]\ng = 1 3/0\nh = -1",
      "7: error: weights w: g = \"1 3/0\" has \"3/0\", which is "
      "neither a number, 0 or more, nor one like 1/3 [key-value]\n"
      "8: error: weights w: h = \"-1\" has \"-1\", which is neither a "
      "number, 0 or more, nor one like 1/3 [key-value]\n"
      "31: note: indicator g: its weight counts nothing: the total "
      "has weighting = ahp [weighting]" },
    { 4, "year = 2025\nweighting = budget w\n[weights w]\ng = 60 50\nh = 40 50",
      "31: note: indicator g: its weight counts nothing: the total "
      "has weighting = budget [weighting]" },
    { 4, "year = 2025\nweighting = budget w\n[weights w]\ng = 60 50\nh = 40 40",
      "6: error: weights w: expert 2 gives 90 in all, expert 1 100 "
      "[weighting]\n"
      "31: note: indicator g: its weight counts nothing: the total "
      "has weighting = budget [weighting]" },
    { 4, "year = 2025\nweighting = budget w\n[weights w]\ng = 60 50\nh = 40",
      "8: error: weights w: h has 1 numbers, expected 2 as in g: one "
      "for each expert [weighting]\n"
      "31: note: indicator g: its weight counts nothing: the total "
      "has weighting = budget [weighting]" },
    { 4, "year = 2025\nweighting = budget w\n[weights w]\ng = 0 0\nh = 0 0",
      "6: error: weights w: expert 1 gives nothing [weighting]\n"
      "31: note: indicator g: its weight counts nothing: the total "
      "has weighting = budget [weighting]" },
    { 4, "year = 2025\n[weights w]\ng = 1 3\nh = 1",
      "5: warning: weights w: nothing is weighted by them [weighting]" },
    { 6, "万美元 = USD",
      "6: error: unit 万美元: \"USD\" is not a number and a unit such as "
      "\"10000 USD\" [key-value]" },
    { 6, "万美元 = 10000 USD\n万美元 = 10000 USD",
      "7: error: key \"万美元\" stands already in line 6 [duplicate]" },
    { 6, "万美元 = 10000 usd",
      "20: error: datum goal: unit USD differs from usd by letter case only "
      "[unit]\n"
      "34: error: indicator g1: target is in USD, the value in 万美元 "
      "[dimension]" },
    { 6, "万美元 = 10000 亿美元\n亿美元 = 10000 万美元",
      "6: error: unit 万美元 leads back to itself: 万美元 -> 亿美元 -> "
      "万美元 [cycle]" },
    { 11, "group = iner",
      "11: error: district d1: group = \"iner\" names no group; did you mean "
      "\"inner\"? [reference]" },
    { 12, "goal = five",
      "12: error: district d1: goal = \"five\" is not a number [number]" },
    { 12, "goal = 5 万美元",
      "" },
    { 12, "goal = 5 家",
      "12: error: district d1: goal = \"5 家\" is not in USD [unit]" },
    { 12, "goall = 5",
      "12: error: district d1: unknown key \"goall\"; did you mean \"goal\"? "
      "[key]" },
    { 12, "amount = 5",
      "12: error: district d1: datum amount is not given by the rules; say "
      "given_by = rules there [datum]" },
    { 12, "goal = 5\nfirms.x = 1",
      "13: error: district d1: unknown key \"firms.x\"; quping help rules "
      "district lists the keys [key]" },
    { 17, "unit = 万美元\ndecimals = 2\nmin = 0\nmax = -1",
      "20: error: datum amount: max is below min [key-value]" },
    { 17, "unit = 万美元\nmin_experts = 3",
      "18: error: datum amount: min_experts is for data given by experts "
      "[key-value]" },
    { 17, "unit = 万美元\nrequired = true",
      "18: error: datum amount: required = \"true\" is none of no, yes "
      "[key-value]" },
    { 17, "unit = 万美元\nmeasures = 17 18",
      "18: error: datum amount: measures = \"17 18\" names no measure "
      "\"18\"; did you mean \"17\"? [reference]" },
    { 17, "unit = 万美元\nmeasures = 17 17",
      "18: error: datum amount: measures = \"17 17\" names 17 twice "
      "[duplicate]" },
    { 24, "unit = \"家",
      "24: error: the quote \" is not closed; put the whole value in quotes "
      "[quote]" },
    { 24, "unit =",
      "24: error: datum firms: unit = \"\" is empty; leave the key out or "
      "give it a value [key-value]" },
    { 24, "unit = \"家\ngiven_by = departmen",
      "24: error: the quote \" is not closed; put the whole value in quotes "
      "[quote]\n"
      "25: error: datum firms: given_by = \"departmen\" is none of district, "
      "department, experts, rules; did you mean \"department\"? "
      "[key-value]" },
    { 24, "unit = 家\ngiven_by = department\n[bonus c]\nname = C\n"
          "points = reported(firms) * cut(goal)",
      "28: warning: bonus c: points: reported(datum) never has a value: no "
      "district reports firms [expression]\n"
      "28: warning: bonus c: points: cut(datum) never has a value: no "
      "district "
      "reports goal [expression]" },
    { 17, "unit = 万美元\ngiven_by = district",
      "" },
    { 21, "given_by = rule",
      "12: error: district d1: datum goal is not given by the rules; say "
      "given_by = rules there [datum]\n"
      "21: error: datum goal: given_by = \"rule\" is none of district, "
      "department, experts, rules; did you mean \"rules\"? [key-value]" },
    { 21, "given_by = rules\ndecimals = 0\nmax = 4\nrequired = yes",
      "12: error: district d1: goal = \"5\" is above the greatest, 4 "
      "[range]" },
    { 36, "[indicator h]\nparent = gg",
      "37: error: indicator h: parent = \"gg\" names no indicator; did you "
      "mean \"g1\"? [reference]" },
    { 27, "weight = 60\nweighting = equal",
      "32: note: indicator g1: its weight counts nothing: g has "
      "weighting = equal [weighting]" },
    { 27, "weight = 60\nweighting = pca",
      "28: warning: g: weighting = pca: the weights come from the "
      "scores and move with them [weighting]\n"
      "32: note: indicator g1: its weight counts nothing: g has "
      "weighting = pca [weighting]" },
    { 27, "weighting = equal",
      "" },
    { 31, "weight = 60\nweighting = sd",
      "32: error: indicator g1: it has no children and takes no "
      "weighting [tree]" },
    { 26, "name = Growth\nweighting = equal\n",
      "33: note: indicator g1: its weight counts nothing: g has "
      "weighting = equal [weighting]" },
    { 29, "parent = g1",
      "28: error: indicator g1 is above itself: g1 -> g1 [cycle]" },
    { 29, "parent = h",
      "1: error: the leaves add up to 120, but scale = 100 [weight-sum]\n"
      "25: error: indicator g: it has neither children nor a value [tree]\n"
      "38: error: indicator h: weight = 40, but its leaves add up to 60 "
      "[weight-sum]\n"
      "39: error: indicator h: it has children and takes no value [tree]\n"
      "40: error: indicator h: it has children and takes no method [tree]\n"
      "41: error: indicator h: it has children and takes no scope [tree]" },
    { 27, "weight = 60\nparent = g1",
      "25: error: indicator g is above itself: g -> g1 -> g [cycle]" },
    { 27, "; no weight",
      "" },
    { 31, "; no weight",
      "28: error: indicator g1: the key weight is missing [key-missing]" },
    { 27, "weight = 50",
      "27: error: indicator g: weight = 50, but its leaves add up to 60 "
      "[weight-sum]" },
    { 31, "weight = 50",
      "1: error: the leaves add up to 90, but scale = 100 [weight-sum]\n"
      "27: error: indicator g: weight = 60, but its leaves add up to 50 "
      "[weight-sum]" },
    { 31, "weight = -1",
      "31: error: indicator g1: weight = \"-1\" is below 0 [key-value]" },
    { 31, "weight = 60\nweight.inner = 50",
      "1: error: the leaves add up to 90 for group inner, but scale = 100 "
      "[weight-sum]" },
    { 27, "weight = 60\nweight.inner = 60\n[indicator g2]\nparent = g\n"
          "name = Two\nweight = 0\nweight.inner = 5\nvalue = firms\n"
          "method = rank",
      "1: error: the leaves add up to 105 for group inner, but scale = 100 "
      "[weight-sum]\n"
      "27: error: indicator g: weight = 60, but its leaves add up to 65 for "
      "group inner [weight-sum]" },
    { 31, "weight = 60\nweight.outer = 50",
      "32: error: indicator g1: weight.outer: no group \"outer\" "
      "[reference]" },
    { 5, "[district d2]\nname = Two\n[units]",
      "43: error: indicator h: scope = group, but district d2 has no group "
      "[group]" },
    { 27, "weight = 60\nweight.inner = 50",
      "27: error: indicator g: weight = 50, but its leaves add up to 60 for "
      "group inner [weight-sum]" },
    { 31, "weight = 60\nweight.inner = 0",
      "1: error: the leaves add up to 40 for group inner, but scale = 100 "
      "[weight-sum]" },
    { 4, "year = 2025\nweights = relativ\nscale = 7",
      "5: error: evaluation: weights = \"relativ\" is none of points, "
      "relative; did you mean \"relative\"? [key-value]" },
    { 32, "; no value",
      "28: error: indicator g1: the key value is missing [key-missing]" },
    { 33, "; no method",
      "28: error: indicator g1: the key method is missing [key-missing]\n"
      "34: error: indicator g1: target is a parameter, but no method is "
      "given [method]" },
    { 32, "value = amont",
      "32: error: indicator g1: value: no datum \"amont\"; did you mean "
      "\"amount\"? "
      "[reference]" },
    { 32, "value = amount + firms",
      "32: error: indicator g1: value: 万美元 and 家 are different things "
      "[dimension]" },
    { 32, "value = round(amount, 1.5)",
      "32: error: indicator g1: value: round(x, places) ends with a whole "
      "number from -18 to 18 [expression]" },
    { 32, "value = round(amount, -(1 + 1)) + round(amount, goal / goal)", "" },
    { 17, "unit = 万美元\n[datum e]\nname = E\ngiven_by = experts\n"
          "[bonus c]\nname = C\npoints = trimmed_mean(e, 0.5)",
      "23: error: bonus c: points: trimmed_mean(panel, k) ends with a whole "
      "number from 0 to 1000 [expression]" },
    { 32, "value = amount +",
      "32: error: indicator g1: value: the expression ends where a number, "
      "a datum or a "
      "function is expected [expression]" },
    { 32, "value = firms",
      "34: error: indicator g1: target is in USD, the value in 家 "
      "[dimension]" },
    { 34, "target = amount",
      "" },
    { 33, "method = targt",
      "33: error: indicator g1: method = \"targt\" is no method; did you "
      "mean \"target\"? [reference]" },
    { 33, "method = range",
      "33: error: indicator g1: method range needs the key low "
      "[key-missing]\n"
      "33: error: indicator g1: method range needs the key high "
      "[key-missing]\n"
      "34: error: indicator g1: method range takes no target [method]" },
    { 34, "; none",
      "33: error: indicator g1: method target needs the key target "
      "[key-missing]" },
    { 34, "target = 0",
      "34: error: target = 0: a target must be above 0 [method]" },
    { 34, "target = -5 万美元",
      "34: error: target = -5 万美元: a target must be above 0 [method]" },
    { 34, "target = 120",
      "" },
    { 34, "target = goal\ncap = full",
      "35: error: indicator g1: cap = \"full\" is not a number [key-value]" },
    { 34, "target = goal\nclip = 100 0",
      "35: error: indicator g1: clip = \"100 0\" has LOW above HIGH "
      "[key-value]" },
    { 34, "target = goal\nclip = none",
      "" },
    { 34, "target = goal\nclip = 0",
      "35: error: indicator g1: clip = \"0\" is neither LOW HIGH, two "
      "numbers in percent, nor none [key-value]" },
    { 34, "target = goal\nmissing = nothing",
      "35: error: indicator g1: missing = \"nothing\" is no number of "
      "percent and is none of reject, zero, exclude, unscored, mean, "
      "group_mean, median, min, prior [key-value]" },
    { 34, "target = goal\nmissing = 101\nmissing.absent = -1",
      "35: error: indicator g1: missing = \"101\" is not from 0 to 100 "
      "percent [key-value]\n"
      "36: error: indicator g1: missing.absent = \"-1\" is not from 0 to 100 "
      "percent [key-value]" },
    { 34, "target = goal\nmissing = 60\nmissing.absent = zero",
      "" },
    { 34, "target = goal\nmissing.gone = zero",
      "35: error: indicator g1: unknown key \"missing.gone\"; quping help "
      "rules indicator lists the keys [key]" },
    { 34, "target = goal\naggregate = sum",
      "35: error: indicator g1: it has no children and takes no aggregate "
      "[tree]" },
    { 34, "target = goal\nlow = 3",
      "35: error: indicator g1: method target takes no low [method]" },
    { 34, "target = goal\ndirection = down",
      "35: error: indicator g1: direction = \"down\" is none of higher, "
      "lower [key-value]" },
    { 34, "target = goal\nweigth = 3",
      "35: error: indicator g1: unknown key \"weigth\"; did you mean "
      "\"weight\"? [key]" },
    { 27, "weight = 60\nmethod = target",
      "28: error: indicator g: method target needs the key target "
      "[key-missing]\n"
      "28: error: indicator g: it has children and takes no method [tree]" },
    { 27, "weight = 60\nmin_available = 60",
      "" },
    { 27, "weight = 60\ntarget = 5",
      "28: error: indicator g: target is a parameter, but no method is given "
      "[method]" },
    { 40, "method = efficacy\nlow = 5\nhigh = 5",
      "42: error: h: low = 5 and high = 5 are the same [method]" },
    { 40, "method = efficacy\nlow = min\nhigh = max",
      "" },
    { 40, "method = efficacy\nlow = max",
      "41: error: indicator h: low = \"max\" is the peers' highest value; "
      "write min or leave it out [key-value]" },
    { 40, "method = efficacy\nlow = 9\nhigh = 3\ndirection = lower",
      "43: warning: indicator h: low above high turns the order round once "
      "more [method]" },
    { 40, "method = exponential\nfloor = 0",
      "40: error: h: exponential needs a floor above 0 [method]" },
    { 40, "method = exponential\nfloor = 120",
      "41: error: indicator h: floor = \"120\" is not from 0 to 100 percent "
      "[key-value]" },
    { 40, "method = efficacy\nfloor = -5",
      "41: error: indicator h: floor = \"-5\" is not from 0 to 100 percent "
      "[key-value]" },
    { 40, "method = mean_ratio\nat_mean = 120", "" },
    { 40, "method = minmax\nlo = 60\nhi = 60",
      "41: error: indicator h: the worst earn 60 percent, which is not "
      "below the 60 of the best [method]" },
    { 40, "method = share\nfull_share = 20\ndirection = lower",
      "42: error: indicator h: method share has no direction = lower "
      "[method]" },
    { 4, "year = 2025\nprior = submission\n[indicator k]\nname = K\n"
         "weight = 0\nvalue = goal\nmethod = growth",
      "9: warning: indicator k: of is left out, but the rules give goal for "
      "one year only [prior]" },
    { 4, "year = 2025\nprior = submission\n[indicator k]\nname = K\n"
         "weight = 0\nvalue = firms\nmethod = growth\nof = prior(firms)",
      "" },
    { 4, "year = 2025\nprior = submission\n[bonus k]\nname = K\n"
         "points = firms - prior(firms + goal / 1 USD * 1 家)",
      "8: warning: bonus k: points: prior(x) never has a value: for one year "
      "only the rules give goal [expression]" },
    { 40, "method = growth\nof = amount",
      "41: error: indicator h: of is in 万美元, the value in 家 [dimension]" },
    { 39, "value = firms * 2\nof = prior(firms)",
      "40: error: indicator h: method efficacy takes no of [method]" },
    { 40, "method = bands",
      "40: error: indicator h: method bands needs the key bands "
      "[key-missing]" },
    { 40, "method = bands\nbands = 0:40, 1:60",
      "" },
    { 40, "method = bands\nbands = 0:40, 1:30",
      "41: warning: h: a better value earns less at 1 [method]" },
    { 40, "method = bands\nbands = 1:40, 1:60",
      "41: error: indicator h: bands = \"1:40, 1:60\" has thresholds that do "
      "not rise [key-value]" },
    { 40, "method = bands\nbands = 0:40 1:60",
      "41: error: indicator h: bands = \"0:40 1:60\" has a score that is no "
      "number of percent [key-value]" },
    { 40, "method = bands\nbands = 0:40, 1:x",
      "41: error: indicator h: bands = \"0:40, 1:x\" has a score that is no "
      "number of percent [key-value]" },
    { 40, "method = bands\nbands = 0:40, 1:60\nbetween = lin",
      "42: error: indicator h: between = \"lin\" is none of step, linear "
      "[key-value]" },
    { 11, "; no group",
      "41: error: indicator h: scope = group, but district d1 has no group "
      "[group]" },
    { 44, "; none",
      "42: error: bonus b: the key points is missing [key-missing]" },
    { 44, "points = firms > ",
      "44: error: bonus b: points: the expression ends where a number, a "
      "datum or a "
      "function is expected [expression]" },
    { 44, "points = 1\ncap = two",
      "45: error: bonus b: cap = \"two\" is not a number [key-value]" },
    { 47, "when = city_sum(firms) > 0",
      "47: error: veto v: when: city_sum looks at other districts, which "
      "is not "
      "possible here [expression]" },
    { 48, "effect = grade lo",
      "48: error: veto v: effect = \"grade lo\" names no grade; did you mean "
      "\"low\"? [reference]" },
    { 48, "effect = grade",
      "48: error: veto v: effect = \"grade\" needs the code of a grade "
      "behind it [key-value]" },
    { 48, "effect = zero now",
      "48: error: veto v: effect = \"zero now\" has something behind the "
      "word [key-value]" },
    { 48, "effect = fail",
      "48: error: veto v: effect = \"fail\" is none of exclude, unranked, "
      "zero, grade, cap, no_bonus [key-value]" },
    { 51, "min = 80\n[grade mid]\nname = Mid\nmin = 90",
      "52: error: grade mid: min = 90 is not below the min = 80 of high; the "
      "best grade stands first [grade]" },
    { 51, "min = 80\n[grade mid]\nname = Mid\nmin = 80",
      "52: error: grade mid: min = 80 is not below the min = 80 of high; the "
      "best grade stands first [grade]" },
    { 51, "min = 60\n[grade mid]\nname = Mid\nshare = 10\n"
          "[grade third]\nname = Third\nmin = 90",
      "55: error: grade third cannot be reached: high takes all that it could "
      "[grade]" },
    { 51, "min = 80\nshare = 30\n[grade mid]\nname = Mid\nmin = 80",
      "" },
    { 51, "; none",
      "" }, /* the veto gives the low one */
    { 51, "[grade mid]\nname = Mid",
      "51: error: grade mid cannot be reached: high takes all that remain "
      "[grade]" },
    { 51, "rank = 3\n[grade mid]\nname = Mid\nrank = 2",
      "52: error: grade mid cannot be reached: high takes all that it could "
      "[grade]" },
    { 51, "min = 80\n[grade mid]\nname = Mid\nmin = 70\nshare = 20\n"
          "[grade third]\nname = Third\nmin = 70\n"
          "[grade fourth]\nname = Fourth\nrank = 9\nmin = 70",
      "59: error: grade fourth: min = 70 is not below the min = 70 of third; "
      "the best grade stands first [grade]" },
    { 51, "share = 100\n[grade mid]\nname = Mid\nshare = 40",
      "52: error: grade mid cannot be reached: high takes all that remain "
      "[grade]" },
    { 53, "name = Low\nmin = 60",
      "52: warning: grade low is the last one and does not take all that "
      "remain: some districts get no grade [grade]" },
    { 53, "name = Low\nrank = 1.5",
      "54: error: grade low: rank = \"1.5\" is no whole number over 0 "
      "[key-value]" },
    { 51, "rank = none",
      "51: error: grade high: rank = \"none\" is not a number [key-value]" },
    { 53, "name = Low\nrank = 0",
      "54: error: grade low: rank = \"0\" is no whole number over 0 "
      "[key-value]" },
    { 56, "where = 1 == 1\n[indicator k]\nname = K\nweight = 0\n"
          "weighting = equal\n[indicator k1]\nparent = k\nname = K1\n"
          "value = firms\nmethod = range\nlow = 0\nhigh = 10\n"
          "[example e]\nindicator = k1\nfirms = 5\npoints = 0",
      "" },
    { 56, "where = \"inner\" == group",
      "56: error: text after the closing quote; put the whole value in "
      "quotes, the other kind if it holds \" [quote]" },
    { 56, "where = '\"inner\" == group'",
      "" },
    { 56, "where = group",
      "56: error: ranking r: where: comes to a text, not to a number "
      "[expression]" },
    { 38, "weight = 40\nweight = 40",
      "39: error: key \"weight\" stands already in line 38 [duplicate]" },
    { 27, "weight = 60\x01",
      "27: error: control character 0x01 [line]" },
    { 27, "weight = 60\r\nnote = x",
      "" },
    { 27, "weight = 6\r0",
      "27: error: a carriage return within the line; end lines with LF or "
      "CRLF [line]" },
    { 4, "year = 2025\nweights = relative",
      "" },
    { 27, "weight = 60\n[indicator k]\nname = K\nweight = 12\n"
          "[indicator k1]\nname = K1\nparent = k\nweight = 0.3\n"
          "value = 1\nmethod = yesno\n"
          "[indicator k2]\nname = K2\nparent = k\nweight = 0.7\n"
          "value = 1\nmethod = yesno",
      "1: error: the leaves add up to 101, but scale = 100 [weight-sum]\n"
      "30: error: indicator k: weight = 12 in points, but its leaves add up "
      "to 1 like relative weights; write points everywhere, or weights = "
      "relative and no points [weight-mix]" },
    { 40, "method = rank\nfirst = 40\nlast = 60",
      "42: error: indicator h: the worst earn 60 percent, which is not "
      "below the 40 of the best [method]" },
    { 40, "method = efficacy\nfloor = 100",
      "41: error: indicator h: the worst earn 100 percent, which is not "
      "below the 100 of the best [method]" },
    { 40, "method = share\nfull_share = 0",
      "41: error: indicator h: full_share = \"0\" is not over 0 "
      "[key-value]" },
    { 34, "target = goal\ncap = -10",
      "35: error: indicator g1: cap = \"-10\" is not over 0 [key-value]" },
    { 38, "weight = 0",
      "1: error: the leaves add up to 60, but scale = 100 [weight-sum]" },
    { 4, "year = 2025\n[measure 17]",
      "5: error: measure 17: the key title is missing [key-missing]\n"
      "14: error: section [measure 17] stands already in r.ini:5 "
      "[duplicate]" },
};

static struct qp_session run;
static char folder[] = "/tmp/check_rules.XXXXXX";

static void
set_up(void)
{
    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
}

static void
tear_down(void)
{
    qp_arena_free(run.arena);
}

/* Writes the sound rule set as "r.ini" with TEXT in line LINE (0: unchanged)
   and loads it. */
static const struct qp_ruleset *
load(int line, const char *text)
{
    FILE *file = fopen("r.ini", "w");

    ck_assert_ptr_nonnull(file);
    for (int i = 0; i < (int)QP_COUNT(sound); i++)
        fprintf(file, "%s\n", i + 1 == line ? text : sound[i]);
    ck_assert_int_eq(fclose(file), 0);
    return qp_ruleset_load(&run, "r.ini");
}

/* All that was said, in order, without "r.ini:". */
static const char *
said(void)
{
    static const char name[] = "r.ini:";
    const char *text = "", *line;
    size_t length = 0;
    char *printed = NULL;
    FILE *out = open_memstream(&printed, &length);

    qp_diag_print(run.diag, out, false);
    ck_assert_int_eq(fclose(out), 0);
    for (line = strtok(printed, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, name, strlen(name)) == 0)
            line += strlen(name);
        line += *line == ' ';
        text = qp_arena_printf(run.arena, "%s%s%s", text, *text ? "\n" : "",
                               line);
    }
    free(printed);
    return text;
}

START_TEST(fault_is_reported)
{
    bool is_error = strstr(faults[_i].want, "error:") != NULL;
    const struct qp_ruleset *rules = load(faults[_i].line, faults[_i].text);

    ck_assert_str_eq(said(), faults[_i].want);
    ck_assert_int_eq(rules == NULL, is_error);
}
END_TEST

/* What asks for years before is known by its name, for whoever uses the rules
   without a record. */
static const struct {
    int line;
    const char *text, *prior, *past;
    int at; /* line of whichever asks */
} askers[] = {
    { 0, "", NULL, NULL, 0 },
    { 40, "method = growth", "indicator h: of", NULL, 36 },
    { 39, "value = firms - prior(firms)\nmissing.absent = prior",
      "indicator h: value", NULL, 39 },
    { 41, "missing.absent = prior", "indicator h: missing.absent", NULL, 41 },
    { 39, "value = firms * prior_rank()", NULL, "indicator h: value", 39 },
};

START_TEST(askers_are_found)
{
    const struct qp_ruleset *rules =
        load(askers[_i].line, askers[_i].text);
    const struct qp_asker *asker = &rules->asks_prior;

    ck_assert_str_eq(said(), "");
    ck_assert_pstr_eq(rules->asks_prior.name, askers[_i].prior);
    ck_assert_pstr_eq(rules->asks_past.name, askers[_i].past);
    if (askers[_i].past)
        asker = &rules->asks_past;
    ck_assert_int_eq(asker->at.line, askers[_i].at);
}
END_TEST

/* Whatever value of a rule set cannot be read, the rest is looked at. */
START_TEST(value_without_end)
{
    const char *equals = strchr(sound[_i], '=');
    const char *text;

    if (!equals || *sound[_i] == '[')
        return;
    text = qp_arena_printf(run.arena, "%.*s= \"x",
                           (int)(equals - sound[_i]), sound[_i]);
    ck_assert_ptr_null(load(_i + 1, text));
    ck_assert_ptr_nonnull(strstr(said(), "[quote]"));
}
END_TEST

/* 4,000 names that are wrong are not compared with 4,000 that are right: that
   took most of a minute, where check ends a test that hangs. */
START_TEST(wrong_names_do_not_hang)
{
    enum { NAMES = 4000 };
    size_t room = NAMES * 64, length = 0;
    char *text = malloc(room);

    ck_assert_ptr_nonnull(text);
    for (int i = 0; i < NAMES; i++)
        length += (size_t)snprintf(text + length, room - length,
                                   "[indicator k%07d]\nname = K\n"
                                   "parent = z%07d\n",
                                   i, i);
    ck_assert_ptr_null(load(5, text));
    ck_assert_ptr_nonnull(strstr(said(), "\"z0000001\" names no indicator; "
                                         "did you mean \"k0000001\"?"));
    free(text);
}
END_TEST

START_TEST(defaults_are_set)
{
    const struct qp_ruleset *rules = load(0, NULL);

    ck_assert_str_eq(said(), "");
    ck_assert_ptr_nonnull(rules);
    ck_assert_str_eq(rules->date, "2025-12-31");
    ck_assert_int_eq(rules->language, QP_LANGUAGE_ZH);
    ck_assert_int_eq(rules->weights, QP_WEIGHTS_POINTS);
    ck_assert_str_eq(qp_num_text(run.arena, rules->scale), "100");
    ck_assert_int_eq(rules->aggregate.kind, QP_AGGREGATE_SUM);
    ck_assert_int_eq(rules->rounding, QP_ROUND_HALF_UP);
    ck_assert_int_eq(rules->decimals, 2);
    ck_assert_int_eq(rules->round_at, QP_STAGE_INDICATOR);
    ck_assert_int_eq(rules->rank_on, QP_RANK_PUBLISHED);
    ck_assert_int_eq(rules->ties, QP_TIES_COMPETITION);
    ck_assert_int_eq(rules->prior, QP_PRIOR_RECORD);
    ck_assert_uint_eq(rules->n_tie_break, 0);
    ck_assert(!qp_num_defined(rules->bonus_cap));
    ck_assert(!qp_num_defined(rules->min_available));
    ck_assert_ptr_null(rules->authority);
}
END_TEST

START_TEST(tree_is_built)
{
    const struct qp_ruleset *rules = load(0, NULL);
    const struct qp_indicator *leaf = &rules->indicators[1];

    ck_assert_uint_eq(rules->n_indicators, 3);
    ck_assert_uint_eq(rules->n_top, 2);
    ck_assert_str_eq(rules->indicators[rules->top[1]].code, "h");
    ck_assert_uint_eq(rules->order[0], 0);
    ck_assert_uint_eq(rules->order[1], 1);
    ck_assert_uint_eq(rules->order[2], 2);
    ck_assert_uint_eq(leaf->parent, 0);
    ck_assert_str_eq(leaf->method->name, "target");
    ck_assert(leaf->arguments[0].given);
    ck_assert_str_eq(leaf->arguments[0].formula.text, "goal");
    ck_assert_str_eq(qp_num_text(run.arena, leaf->arguments[1].number), "1");
    ck_assert_uint_eq(qp_expr_single(leaf->value.expr), 0);
    ck_assert_int_eq(leaf->missing.kind, QP_POLICY_NONE);
    ck_assert_uint_eq(leaf->n_measures, 1);
    ck_assert_int_eq(leaf->weight_at.line, 31);
    ck_assert_int_eq(leaf->method_at.line, 33);
    ck_assert(rules->indicators[2].by_group);
    ck_assert(!rules->indicators[2].arguments[1].given);
}
END_TEST

START_TEST(figures_of_the_rules_are_converted)
{
    const struct qp_ruleset *rules = load(12, "goal = 5.5 万美元");
    const struct qp_figure *figure = rules->given[1];

    ck_assert_int_eq(figure->value.state, QP_REPORTED);
    ck_assert_str_eq(qp_num_text(run.arena, figure->value.num), "55000");
    ck_assert_str_eq(figure->unit, "万美元");
    ck_assert_int_eq(figure->at.line, 12);
    ck_assert_ptr_null(rules->given[0]);
}
END_TEST

/* Lists go by code, whatever the file's order: bytes without case. */
START_TEST(districts_are_sorted)
{
    const struct qp_ruleset *rules =
        load(9, "[district e]\nname = E\ngroup = inner\n"
                "[district C1]\nname = C\ngroup = INNER\n[district d1]");

    ck_assert_str_eq(said(), "");
    ck_assert_str_eq(rules->districts[0].code, "C1");
    ck_assert_str_eq(rules->districts[0].group_text, "inner");
    ck_assert_str_eq(rules->districts[1].code, "d1");
    ck_assert_str_eq(rules->districts[2].code, "e");
    ck_assert_str_eq(
        qp_num_text(run.arena, rules->given[1 * 3 + 1]->value.num), "5");
    ck_assert_ptr_null(rules->given[0 * 3 + 1]);
}
END_TEST

/* Without any [group] the districts' own words make the groups. */
START_TEST(groups_of_the_districts)
{
    const struct qp_ruleset *rules =
        load(7, "[district a]\nname = A\ngroup = Outer\n"
                "[district b]\nname = B\ngroup = OUTER\n"
                "[ranking every]\nwhere = 1");

    ck_assert_str_eq(said(), "");
    ck_assert_uint_eq(rules->n_groups, 2);
    ck_assert_str_eq(rules->groups[0].code, "inner");
    ck_assert_str_eq(rules->groups[1].code, "Outer");
    ck_assert_str_eq(rules->groups[1].name, "Outer");
    ck_assert_uint_eq(rules->districts[1].group, 1);
}
END_TEST

START_TEST(policies_and_clip_are_shares)
{
    const struct qp_ruleset *rules =
        load(34, "target = 2 万美元\nclip = 60 100\nmissing = 50\n"
                 "missing.absent = zero\nmissing.undefined = median");
    const struct qp_indicator *leaf = &rules->indicators[1];

    ck_assert_str_eq(said(), "");
    ck_assert_int_eq(leaf->missing.kind, QP_POLICY_SCORE);
    ck_assert_str_eq(qp_num_text(run.arena, leaf->missing.score), "0.5");
    ck_assert_int_eq(leaf->missing_state[QP_ABSENT].kind, QP_POLICY_ZERO);
    ck_assert_int_eq(leaf->missing_state[QP_MISSING].kind, QP_POLICY_NONE);
    ck_assert_int_eq(leaf->missing_state[QP_UNDEFINED].kind,
                     QP_POLICY_MEDIAN);
    ck_assert(leaf->has_clip && !leaf->clip_none);
    ck_assert_str_eq(qp_num_text(run.arena, leaf->clip_low), "0.6");
    ck_assert_str_eq(qp_num_text(run.arena, leaf->clip_high), "1");
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("rules");
    TCase *tc = tcase_create("rules");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return EXIT_FAILURE;
    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, fault_is_reported, 0, QP_COUNT(faults));
    tcase_add_loop_test(tc, askers_are_found, 0, QP_COUNT(askers));
    tcase_add_loop_test(tc, value_without_end, 0, QP_COUNT(sound));
    tcase_add_test(tc, wrong_names_do_not_hang);
    tcase_add_test(tc, defaults_are_set);
    tcase_add_test(tc, tree_is_built);
    tcase_add_test(tc, figures_of_the_rules_are_converted);
    tcase_add_test(tc, districts_are_sorted);
    tcase_add_test(tc, groups_of_the_districts);
    tcase_add_test(tc, policies_and_clip_are_shares);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    unlink("r.ini");
    rmdir(folder);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
