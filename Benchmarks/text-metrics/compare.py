#!/usr/bin/env python3
"""Times text metrics here and in the Python packages that define them, over the same pairs, and prints two tables.

    compare.py PATH-OF-TEXT-METRICS-BENCH

Only the calls are timed: the same loop over the same pairs on both sides, the best round of a second. Of RapidFuzz the
time is that of the C++ inside and of the call into it, some 50 ns; the empty loop is taken off. For BLEU, chrF and ROUGE
ours is the whole grader, from the sample to the score with its comment. The last table has no other side: one pair of
100 kB for every kind that compares texts.
"""
import json
import random
import subprocess
import sys
import time

from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein
from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU, CHRF

ALPHABETS = {"ascii": "etaoinshrdlucmfwypvbgkqjxz   ,.", "cjk": "".join(map(chr, range(0x4E00, 0x4E00 + 500)))}
DISTANCES = {"levenshtein": Levenshtein.distance, "indel": Indel.distance, "jaro_winkler": JaroWinkler.similarity}


def rouge(variant):
    scorer = RougeScorer([variant])
    return {"kind": "rouge", "parameters": {"variant": variant}}, lambda c, r: scorer.score(r, c)[variant].fmeasure


def overlap():
    bleu, chrf, chrf_words = BLEU(effective_order=True), CHRF(), CHRF(word_order=2)
    yield "bleu", {"kind": "bleu"}, lambda c, r: bleu.sentence_score(c, [r]).score / 100
    yield "chrf", {"kind": "chrf"}, lambda c, r: chrf.sentence_score(c, [r]).score / 100
    yield "chrf++", {"kind": "chrf++"}, lambda c, r: chrf_words.sentence_score(c, [r]).score / 100
    for variant in ("rouge1", "rouge2", "rougeL", "rougeLsum"):
        yield variant, *rouge(variant)


COMPARING = [
    "exact_match", "contains", "starts_with", "levenshtein", "damerau_levenshtein", "osa", "indel", "lcs_seq", "hamming",
    "jaro_winkler", "ratio", "partial_ratio", "token_sort_ratio", "token_set_ratio", "wratio", "sequence_matcher", "bleu",
    "rouge_2", "rouge", "rouge_lsum", "chrf", "chrf++", "gleu", "meteor", "token_f1", "word_error_rate",
    "character_error_rate", "translation_edit_rate", "jaccard", "cosine"]


def edited(parts, alphabet, source, share):
    parts = list(parts)
    for _ in range(int(len(parts) * share)):
        place = source.randrange(len(parts))
        other = source.choice(alphabet)
        parts[place] = source.choice(["", other, parts[place] + (" " if len(other) > 1 else "") + other])
    return parts


def letter_sets(source):
    for script, alphabet in ALPHABETS.items():
        for length in (20, 200, 2000):
            for relation in ("unrelated", "edited"):
                pairs = []
                for _ in range(200):
                    left = "".join(source.choices(alphabet, k=length))
                    right = "".join(source.choices(alphabet, k=length))
                    pairs.append(
                        (left, "".join(edited(left, alphabet, source, 0.2)) if relation == "edited" else right))
                yield f"{script} {length} {relation}", pairs


def prose(words, count, source):
    """Words of `words`, the first of them much more often than the last, in sentences."""
    text = source.choices(words, weights=[1 / (n + 1) for n in range(len(words))], k=count)
    return [word + (".\n" if n % 60 == 59 else "." if n % 15 == 14 else "") for n, word in enumerate(text)]


def vocabulary(source):
    return ["".join(source.choices(ALPHABETS["ascii"][:26], k=source.randint(2, 9))) for _ in range(2000)]


def prose_sets(source):
    words = vocabulary(source)
    for count in (20, 200, 1000):
        pairs = []
        for _ in range(20):
            left = prose(words, count, source)
            pairs.append((" ".join(left), " ".join(edited(left, words, source, 0.3))))
        yield f"{count} words", pairs


def large_sets(source):
    words = vocabulary(source)
    left = prose(words, 16000, source)
    texts = [" ".join(text).ljust(100_000, "x")[:100_000] for text in (
        left, edited(left, words, source, 0.01), prose(words, 16000, source))]
    yield "1 % edited", [(texts[0], texts[1])]
    yield "unrelated", [(texts[0], texts[2])]


def best_nanoseconds(call, pairs):
    start = time.perf_counter()
    best, empty, rounds = float("inf"), float("inf"), 0
    while rounds < 3 or time.perf_counter() - start < 1:
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


def ours(program, sets, metrics):
    """The nanoseconds of a call, and what it gives for the first pair, by set and metric."""
    lines = "".join(json.dumps({"set": name, "pairs": pairs, "metrics": metrics}) + "\n" for name, pairs in sets)
    output = subprocess.run([program, "time"], input=lines, capture_output=True, text=True, check=True).stdout
    found = {}
    for line in output.splitlines():
        name, metric, nanoseconds, value = line.split("\t")
        found[name, metric] = float(nanoseconds), json.loads(value)
    return found


def compare(program, sets, calls):
    times = ours(program, sets, [{"name": name, **wanted} for name, wanted, _ in calls])
    print("| pairs | metric | theirs, µs | ours, µs | theirs / ours |\n|---|---|---|---|---|")
    for name, pairs in sets:
        for metric, wanted, call in calls:
            nanoseconds, value = times[name, metric]
            # A measure by itself may be a distance, where the grader gives the similarity.
            if wanted and abs(value - call(*pairs[0])) > 1e-9:
                sys.exit(f"{name}: {metric} gives {value}, theirs {call(*pairs[0])}")
            theirs = best_nanoseconds(call, pairs)
            print(f"| {name} | {metric} | {theirs / 1e3:.3g} | {nanoseconds / 1e3:.3g} | {theirs / nanoseconds:.2f} |")
    print()


def large(program, sets):
    times = ours(program, sets, [{"name": kind, "kind": kind} for kind in COMPARING])
    print("| kind | " + " | ".join(f"{name}, ms" for name, _ in sets) + " |\n|---|" + "---|" * len(sets))
    for kind in COMPARING:
        cells = []
        for name, _ in sets:
            nanoseconds, value = times[name, kind]
            cells.append(f"{nanoseconds / 1e6:.2f}" + (f" ({value})" if isinstance(value, str) else ""))
        print(f"| {kind} | " + " | ".join(cells) + " |")


def main():
    program = sys.argv[1]
    source = random.Random(20)
    compare(program, list(letter_sets(source)), [(name, {}, call) for name, call in DISTANCES.items()])
    compare(program, list(prose_sets(source)), list(overlap()))
    large(program, list(large_sets(source)))


if __name__ == "__main__":
    main()
