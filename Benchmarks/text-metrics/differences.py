#!/usr/bin/env python3
"""Compares the values of text metrics here with those of RapidFuzz, jellyfish and difflib on odd random texts.

    differences.py PATH-OF-TEXT-METRICS-BENCH [PAIRS [SEED]]

Prints every difference above 1e-9, and fails when there is one.
"""
import difflib
import json
import random
import subprocess
import sys

from rapidfuzz import fuzz, utils
from rapidfuzz.distance import (
    OSA, DamerauLevenshtein, Hamming, Indel, Jaro, JaroWinkler, LCSseq, Levenshtein, Postfix, Prefix)

FOUR = ["distance", "similarity", "normalized_distance", "normalized_similarity"]
DISTANCES = {
    "levenshtein": Levenshtein, "osa": OSA, "damerau_levenshtein": DamerauLevenshtein, "indel": Indel,
    "lcs_seq": LCSseq, "hamming": Hamming, "prefix": Prefix, "postfix": Postfix}
RATIOS = {
    "ratio": fuzz.ratio, "partial_ratio": fuzz.partial_ratio, "token_sort_ratio": fuzz.token_sort_ratio,
    "token_set_ratio": fuzz.token_set_ratio, "token_ratio": fuzz.token_ratio,
    "partial_token_sort_ratio": fuzz.partial_token_sort_ratio,
    "partial_token_set_ratio": fuzz.partial_token_set_ratio, "partial_token_ratio": fuzz.partial_token_ratio,
    "wratio": fuzz.WRatio, "qratio": fuzz.QRatio}


def calls():
    for kind, module in DISTANCES.items():
        for measure in FOUR:
            yield kind, {"measure": measure}, getattr(module, measure)
    yield "jaro", {}, Jaro.similarity
    for weight in (0.1, 0.25):
        yield "jaro_winkler", {"prefix_weight": weight}, \
            lambda c, r, weight=weight: JaroWinkler.similarity(c, r, prefix_weight=weight)
    for method, call in RATIOS.items():
        yield "fuzzy_match", {"method": method}, lambda c, r, call=call: call(c, r) / 100
        yield "fuzzy_match", {"method": method, "process": "default"}, \
            lambda c, r, call=call: call(c, r, processor=utils.default_process) / 100
    for junk in (True, False):
        yield "sequence_matcher", {"autojunk": junk}, \
            lambda c, r, junk=junk: difflib.SequenceMatcher(None, c, r, autojunk=junk).ratio()


ALPHABETS = [
    "ab", "abc ", "abcdefghij   ", "aàâäæçéèêëß \u00a0\u0085", "аеиоуАЕИО ё", "字漢語日本 、。", "👩‍👧🏽‍🚀🇫🇷❤️ x",
    "e\u0301\u0308\u0323a ", "aB \t\n\r\u2003\u200b\u200d\x1f\x1c_-.,'", "กขคงจ่้ ", "İıΣςσŁł Ǆǅ", "०१२٣٤Ⅷ½① a"]


def texts(source):
    alphabet = source.choice(ALPHABETS)
    if source.random() < 0.1:
        alphabet = [chr(c) for c in source.choices([*range(0xD800), *range(0xE000, 0x30000)], k=40)] + [" "]
    longest = source.choice([3, 8, 20, 70, 140, 300, 700])
    left = "".join(source.choices(alphabet, k=source.randint(0, longest)))
    shape = source.random()
    if shape < 0.4:
        right = "".join(source.choices(alphabet, k=source.randint(0, longest)))
    elif shape < 0.5:
        words = left.split()
        source.shuffle(words)
        right = " ".join(words)
    elif shape < 0.6:
        right = left[source.randint(0, len(left)):][: source.randint(0, longest)]
    else:
        letters = list(left) or ["x"]
        for _ in range(source.randint(0, 1 + len(letters) // 4)):
            place = source.randrange(len(letters))
            letters[place] = source.choice(["", source.choice(alphabet), letters[place] * 2])
        right = "".join(letters)
    return (left, right) if source.random() < 0.5 else (right, left)


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    source = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    rows = [(kind, parameters, call, *pair) for pair in (texts(source) for _ in range(count))
            for kind, parameters, call in calls()]
    lines = "".join(json.dumps({"kind": kind, "parameters": parameters, "output": c, "expected": r}) + "\n"
                    for kind, parameters, _, c, r in rows)
    output = subprocess.run([sys.argv[1], "values"], input=lines, capture_output=True, text=True, check=True).stdout
    differences = 0
    for (kind, parameters, call, c, r), line in zip(rows, output.splitlines(), strict=True):
        theirs, ours = call(c, r), json.loads(line)
        if not isinstance(ours, (int, float)) or abs(ours - theirs) > 1e-9:
            differences += 1
            print(f"{kind} {parameters} {c!a} {r!a}: theirs {theirs}, ours {ours}")
    print(f"{len(rows)} values, {differences} differences")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
