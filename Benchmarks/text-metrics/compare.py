#!/usr/bin/env python3
"""Times text metrics here and in the Python packages that define them, over the same pairs, and prints a table.

    compare.py PATH-OF-TEXT-METRICS-BENCH

Only the calls are timed: the same loop over the same 200 pairs on both sides, the best round of a second. The Python
side's time is that of the C++ inside and of the call into it, some 50 ns; the empty loop is taken off.
"""
import json
import random
import subprocess
import sys
import time

from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein

PAIRS = 200
CALLS = {"levenshtein": Levenshtein.distance, "indel": Indel.distance, "jaro_winkler": JaroWinkler.similarity}
ALPHABETS = {"ascii": "etaoinshrdlucmfwypvbgkqjxz   ,.", "cjk": "".join(map(chr, range(0x4E00, 0x4E00 + 500)))}


def edited(text, alphabet, source, share):
    letters = list(text)
    for _ in range(int(len(text) * share)):
        place = source.randrange(len(letters))
        letters[place] = source.choice(["", source.choice(alphabet), letters[place] + source.choice(alphabet)])
    return "".join(letters)


def pair_sets():
    source = random.Random(20)
    for script, alphabet in ALPHABETS.items():
        for length in (20, 200, 2000):
            for relation in ("unrelated", "edited"):
                pairs = []
                for _ in range(PAIRS):
                    left = "".join(source.choices(alphabet, k=length))
                    right = "".join(source.choices(alphabet, k=length))
                    pairs.append((left, edited(left, alphabet, source, 0.2) if relation == "edited" else right))
                yield f"{script} {length} {relation}", pairs


def best_nanoseconds(call, pairs):
    start = time.perf_counter()
    best, empty, rounds = float("inf"), float("inf"), 0
    while rounds < 5 or time.perf_counter() - start < 1:
        before = time.perf_counter_ns()
        for left, right in pairs:
            call(left, right)
        after = time.perf_counter_ns()
        for left, right in pairs:
            pass
        empty = min(empty, time.perf_counter_ns() - after)
        best = min(best, after - before)
        rounds += 1
    return (best - empty) / len(pairs)


def main():
    sets = list(pair_sets())
    lines = "".join(
        json.dumps({"set": name, "left": left, "right": right}) + "\n" for name, pairs in sets for left, right in pairs)
    ours = {}
    output = subprocess.run([sys.argv[1], "time"], input=lines, capture_output=True, text=True, check=True).stdout
    for line in output.splitlines():
        name, metric, nanoseconds = line.split("\t")
        ours[name, metric] = float(nanoseconds)
    print("| pairs (scalars) | metric | theirs, ns | ours, ns | theirs / ours |\n|---|---|---|---|---|")
    for name, pairs in sets:
        for metric, call in CALLS.items():
            theirs = best_nanoseconds(call, pairs)
            print(f"| {name} | {metric} | {theirs:.0f} | {ours[name, metric]:.0f} | {theirs / ours[name, metric]:.2f} |")


if __name__ == "__main__":
    main()
