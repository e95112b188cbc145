import Evaluation
import Graders
import Testing

/// The names that people know a kind by from elsewhere.
@Suite struct GraderNameTests {
    @Test(
        arguments: [
            ("exact_match", ["equals", "string_check"]),
            ("contains", ["like", "string_present", "substring_match"]),
            ("icontains", ["ilike"]),
            ("contains_any", ["contains-any"]), ("contains_all", ["contains-all"]),
            ("icontains_any", ["icontains-any"]), ("icontains_all", ["icontains-all"]),
            ("starts_with", ["starts-with", "prefix_match"]), ("ends_with", ["ends-with", "suffix_match"]),
            ("regex", ["matches_regex", "pattern_match", "regex_match"]),
            ("levenshtein", ["edit_distance", "string_similarity"]),
            ("fuzzy_match", ["levenshtein_ratio", "ratio"]),
            ("partial_ratio", []), ("token_sort_ratio", []), ("token_set_ratio", []), ("wratio", []),
            ("jaro_winkler", []), ("jaro", []),
            ("numeric_match", ["number_accuracy", "approx"]), ("numeric_diff", ["NumericDiff"]),
            ("bleu", ["sentence_bleu"]),
            ("rouge", ["rouge_l", "rougeL"]), ("rouge_1", ["rouge-n", "rouge1"]), ("rouge_2", ["rouge2"]),
            ("rouge_3", ["rouge3"]), ("rouge_4", ["rouge4"]), ("rouge_5", ["rouge5"]), ("rouge_lsum", ["rougeLsum"]),
            ("chrf", []), ("chrf++", []), ("gleu", ["google_bleu"]), ("meteor", []),
            ("token_f1", ["f1_score", "squad_f1"]),
            ("word_error_rate", ["wer"]), ("character_error_rate", ["cer"]), ("translation_edit_rate", ["ter"]),
            ("latency", []), ("cost", []), ("token_count", ["tokens"]),
            ("length", ["response_length", "length_penalty"]), ("word_count", ["word-count"]),
            ("finish_reason", []), ("refusal", ["is-refusal"]), ("pii", ["pii_leakage", "pii_detection"]),
            ("prompt_injection", []), ("is_xml", []), ("is_html", []), ("is_sql", []),
        ])
    func `A kind has its name, and answers to the names it has elsewhere`(_ name: String, _ aliases: [String]) throws {
        for known in [name] + aliases { #expect(GraderCatalogue.kind(named: known)?.name == name, "\(known)") }
    }
}
