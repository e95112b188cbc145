#!/usr/bin/env python3
"""Compares the values of text metrics here with those of the packages that define them, on odd random texts.

    differences.py PATH-OF-TEXT-METRICS-BENCH [PAIRS [SEED]]

RapidFuzz, difflib, sacreBLEU, rouge-score, NLTK and jiwer, each output with one to three references. Prints every
difference above 1e-9, and fails when there is one.
"""
import difflib
import itertools
import json
import logging
import random
import subprocess
import sys
import unicodedata
import warnings

import jiwer
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from nltk.translate.chrf_score import sentence_chrf
from nltk.translate.gleu_score import sentence_gleu
from nltk.translate.meteor_score import single_meteor_score
from rapidfuzz import fuzz, utils
from rapidfuzz.distance import (
    OSA, DamerauLevenshtein, Hamming, Indel, Jaro, JaroWinkler, LCSseq, Levenshtein, Postfix, Prefix)
from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU, CHRF, TER

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


def best(call, choose=max):
    """What the best of several references gives."""
    return lambda c, references: choose(call(c, reference) for reference in references)


def similarity():
    for kind, module in DISTANCES.items():
        for measure in FOUR:
            choose = min if "distance" in measure else max
            yield kind, {"measure": measure}, best(getattr(module, measure), choose)
    yield "jaro", {}, best(Jaro.similarity)
    for weight in (0.1, 0.25):
        yield "jaro_winkler", {"prefix_weight": weight}, best(
            lambda c, r, weight=weight: JaroWinkler.similarity(c, r, prefix_weight=weight))
    for method, call in RATIOS.items():
        yield "fuzzy_match", {"method": method}, best(lambda c, r, call=call: call(c, r) / 100)
        yield "fuzzy_match", {"method": method, "process": "default"}, best(
            lambda c, r, call=call: call(c, r, processor=utils.default_process) / 100)
    for junk in (True, False):
        yield "sequence_matcher", {"autojunk": junk}, best(
            lambda c, r, junk=junk: difflib.SequenceMatcher(None, c, r, autojunk=junk).ratio())


def sacrebleu(kind, parameters, metric):
    # A rounding above 1 is cut off here.
    limit = float("inf") if kind == "ter" else 1
    return kind, parameters, lambda c, rs: min(metric.sentence_score(c, rs).score / 100, limit)


def sacrebleus():
    for tokenize in ("13a", "intl", "zh", "char", "none"):
        for lowercase in (False, True):
            yield sacrebleu(
                "bleu", {"tokenize": tokenize, "lowercase": lowercase},
                BLEU(tokenize=tokenize, lowercase=lowercase, effective_order=True))
    smoothings = (("exp", None), ("none", None), ("floor", None), ("floor", 0.5), ("add-k", None), ("add-k", 2))
    for smooth, value in smoothings:
        for effective in (False, True):
            parameters = {"smooth": smooth.replace("-", "_"), "effective_order": effective}
            if value is not None:
                parameters["smooth_value"] = value
            yield sacrebleu(
                "bleu", parameters, BLEU(smooth_method=smooth, smooth_value=value, effective_order=effective))
    yield sacrebleu("bleu", {"max_order": 2}, BLEU(max_ngram_order=2, effective_order=True))
    for kind, order in (("chrf", 0), ("chrf++", 2)):
        for lowercase, whitespace, eps in itertools.product((False, True), repeat=3):
            yield sacrebleu(
                kind,
                {"lowercase": lowercase, "whitespace": whitespace, "smooth": "eps" if eps else "effective_order"},
                CHRF(word_order=order, lowercase=lowercase, whitespace=whitespace, eps_smoothing=eps))
    yield sacrebleu(
        "chrf", {"char_order": 3, "word_order": 1, "beta": 1}, CHRF(char_order=3, word_order=1, beta=1))
    for sensitive in (False, True):
        yield sacrebleu("ter", {"case_sensitive": sensitive}, TER(case_sensitive=sensitive))


def rouges():
    variants = ["rouge1", "rouge2", "rouge3", "rouge4", "rouge5", "rougeL", "rougeLsum"]
    for stemmer in (False, True):
        scorer = RougeScorer(variants, use_stemmer=stemmer)
        for variant in variants:
            for measure in ("fmeasure", "precision", "recall"):
                yield "rouge", {"variant": variant, "use_stemmer": stemmer, "measure": measure}, \
                    lambda c, rs, s=scorer, v=variant, m=measure: getattr(s.score_multi(rs, c)[v], m)


class NoSynonyms:
    """A WordNet that knows no word."""

    @staticmethod
    def synsets(_):
        return []


def words(texts):
    return [text.split() for text in texts]


def nltks():
    for number in (1, 2, 3, 4):
        smooth = getattr(SmoothingFunction(), f"method{number}")
        yield "bleu", {"smooth": f"method{number}", "tokenize": "whitespace"}, \
            lambda c, rs, smooth=smooth: min(sentence_bleu(words(rs), c.split(), smoothing_function=smooth), 1)
    for least, most in ((1, 4), (2, 5)):
        yield "gleu", {"min_len": least, "max_len": most}, \
            lambda c, rs, least=least, most=most: sentence_gleu(words(rs), c.split(), least, most)
    yield "chrf", {"smooth": "nltk"}, best(lambda c, r: sentence_chrf(r, c, beta=2.0))
    for weights in ({}, {"alpha": 0.5, "beta": 1, "gamma": 0.3}):
        yield "meteor", weights, best(
            lambda c, r, weights=weights: single_meteor_score(r.split(), c.split(), wordnet=NoSynonyms, **weights))


def jiwers():
    yield "wer", {}, best(lambda c, r: jiwer.wer(r, c), min)
    yield "cer", {}, best(lambda c, r: jiwer.cer(r, c), min)


PROSE = (
    "the a an cat cats sat on mat. quickly running runs runner Hello, world! 1,234.5 10-20 U.S. don't can't happily dying"
    " flies relational conditional goodness &amp; &lt;b&gt; <skipped> state-of-the-art -\n \n \n\n").split(" ")
ALPHABETS = [
    PROSE, PROSE,
    "ab", "abc ", "abcdefghij   ", "aàâäæçéèêëß \u00a0\u0085", "аеиоуАЕИО ё", "字漢語日本 、。", "👩‍👧🏽‍🚀🇫🇷❤️ x",
    "e\u0301\u0308\u0323a ", "aB \t\n\r\u2003\u200b\u200d\x1f\x1c_-.,'", "กขคงจ่้ ", "İıΣςσŁł Ǆǅ", "०१२٣٤Ⅷ½① a"]


def texts(source):
    alphabet = source.choice(ALPHABETS)
    if source.random() < 0.1:
        # What is not assigned to any character here may be one elsewhere, in a newer Unicode.
        assigned = [chr(c) for c in range(0x30000) if unicodedata.category(chr(c)) not in ("Cn", "Cs")]
        alphabet = source.choices(assigned, k=40) + [" "]
    longest = source.choice([3, 8, 20, 70, 140, 300, 700])
    if alphabet is PROSE:
        alphabet, longest = [word + " " for word in PROSE], longest // 4
    left = "".join(source.choices(alphabet, k=source.randint(0, longest)))
    return left, [reference(left, alphabet, longest, source) for _ in range(source.choice([1, 1, 2, 3]))]


def reference(left, alphabet, longest, source):
    """A text that has something to do with `left`, or nothing."""
    shape = source.random()
    if shape < 0.4:
        return "".join(source.choices(alphabet, k=source.randint(0, longest)))
    elif shape < 0.5:
        shuffled = left.split()
        source.shuffle(shuffled)
        return " ".join(shuffled)
    elif shape < 0.6:
        return left[source.randint(0, len(left)):][: source.randint(0, longest)]
    else:
        letters = list(left) or ["x"]
        for _ in range(source.randint(0, 1 + len(letters) // 4)):
            place = source.randrange(len(letters))
            letters[place] = source.choice(["", source.choice(alphabet), letters[place] * 2])
        return "".join(letters)


def main():
    warnings.filterwarnings("ignore", module="nltk")
    logging.getLogger("sacrebleu").setLevel(logging.ERROR)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    source = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    calls = [call for family in (similarity, sacrebleus, rouges, nltks, jiwers) for call in family()]
    rows = [(kind, parameters, call, *pair) for pair in (texts(source) for _ in range(count))
            for kind, parameters, call in calls]
    lines = "".join(json.dumps({"kind": kind, "parameters": parameters, "output": c, "expected": rs}) + "\n"
                    for kind, parameters, _, c, rs in rows)
    output = subprocess.run([sys.argv[1], "values"], input=lines, capture_output=True, text=True, check=True).stdout
    differences = 0
    for (kind, parameters, call, c, rs), line in zip(rows, output.splitlines(), strict=True):
        theirs, ours = call(c, rs), json.loads(line)
        if not isinstance(ours, (int, float)) or abs(ours - theirs) > 1e-9:
            differences += 1
            print(f"{kind} {parameters} {c!a} {rs!a}: theirs {theirs}, ours {ours}")
    print(f"{count} outputs, {len(rows)} values, {differences} differences")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
