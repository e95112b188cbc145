import JSON
import Testing

/// Which kind and parameters give the value of which call in `text-metrics.json`, for the family of word overlap.
enum OverlapVectorTable {
    /// A reference call and the grader that equals it.
    struct Call: Sendable, CustomTestStringConvertible {
        let metric: String
        let kind: String
        let parameters: JSONObject
        /// What a grader's 1 is in the library.
        let whole: Double

        var testDescription: String { metric }
    }

    static let calls: [Call] = sacreBLEU + rougeScore + others

    private static func call(_ metric: String, _ kind: String, _ parameters: JSONObject = [:], of whole: Double = 1)
        -> Call
    {
        Call(metric: metric, kind: kind, parameters: parameters, whole: whole)
    }

    private static let sacreBLEU = [
        call("sb.sentence_bleu", "bleu", of: 100),
        call("sb.sentence_bleu.lowercase", "bleu", ["lowercase": true], of: 100),
        call("sb.sentence_bleu.no_effective_order", "bleu", ["effective_order": false], of: 100),
        call("sb.sentence_bleu.smooth_none", "bleu", ["smooth": "none"], of: 100),
        call("sb.sentence_bleu.smooth_floor", "bleu", ["smooth": "floor"], of: 100),
        call("sb.sentence_bleu.smooth_add-k", "bleu", ["smooth": "add_k"], of: 100),
        call("sb.sentence_bleu.tok_char", "bleu", ["tokenize": "char"], of: 100),
        call("sb.sentence_bleu.tok_zh", "bleu", ["tokenize": "zh"], of: 100),
        call("sb.sentence_bleu.tok_intl", "bleu", ["tokenize": "intl"], of: 100),
        call("sb.sentence_bleu.tok_none", "bleu", ["tokenize": "none"], of: 100),
        call("sb.corpus_bleu.single", "bleu", ["effective_order": false], of: 100),
        call("sb.sentence_chrf", "chrf", of: 100),
        call("sb.sentence_chrf_pp", "chrf++", of: 100),
        call("sb.sentence_chrf.eps", "chrf", ["smooth": "eps"], of: 100),
        call("sb.sentence_ter", "ter", of: 100),
    ]

    private static let rougeScore: [Call] = [false, true].flatMap { stems -> [Call] in
        let library = stems ? "rs_stem" : "rs"
        let measured = ["rouge1", "rouge2", "rougeL", "rougeLsum"].flatMap { variant in
            ["precision", "recall", "fmeasure"].map { measure in
                call(
                    "\(library).\(variant).\(measure)", "rouge",
                    ["variant": .string(variant), "use_stemmer": .bool(stems), "measure": .string(measure)])
            }
        }
        let named = [3, 4, 5].map { order in
            call("\(library).rouge\(order).fmeasure", "rouge_\(order)", ["use_stemmer": .bool(stems)])
        }
        return measured + named
    }

    private static let others = [
        call(
            "nltk.sentence_bleu.method0", "bleu",
            ["tokenize": "whitespace", "smooth": "none", "effective_order": false]),
        call("nltk.sentence_bleu.method1", "bleu", ["tokenize": "whitespace", "smooth": "method1"]),
        call("nltk.sentence_bleu.method2", "bleu", ["tokenize": "whitespace", "smooth": "method2"]),
        call("nltk.sentence_bleu.method3", "bleu", ["tokenize": "whitespace", "smooth": "method3"]),
        call("nltk.sentence_bleu.method4", "bleu", ["tokenize": "whitespace", "smooth": "method4"]),
        call("nltk.sentence_gleu", "gleu"),
        call("nltk.sentence_chrf.beta2", "chrf", ["smooth": "nltk"]),
        call("nltk.meteor.no_wordnet", "meteor"),
        call("jiwer.wer", "wer"),
        call("jiwer.cer", "cer"),
        call("formula.squad_f1", "token_f1"),
        call("formula.squad_exact_match", "squad_exact_match"),
        call("formula.word_jaccard", "jaccard"),
        call("sklearn.bow_cosine", "cosine"),
        call("openjudge.bleu", "bleu"),
        call("openjudge.chrf", "chrf"),
        call("openjudge.char_overlap", "char_overlap"),
    ]

    /// The family's calls that no kind gives, and why.
    static let leftOut = [
        "nltk.sentence_bleu.method7": "goes above 1 for equal texts, so it has no place on the scale",
        "nltk.meteor": "needs WordNet's synonyms; `meteor` is the call without them",
        "openjudge.sentence_bleu": "cuts words with jieba's dictionary",
        "openjudge.gleu": "cuts words with jieba's dictionary",
        "openjudge.meteor": "cuts words with jieba's dictionary, and needs WordNet",
        "openjudge.rouge": "cuts words with jieba's dictionary",
        "openjudge.rouge1": "cuts words with jieba's dictionary",
        "openjudge.rouge2": "cuts words with jieba's dictionary",
        "openjudge.rouge3": "cuts words with jieba's dictionary and drops stop words",
        "openjudge.rougeL": "cuts words with jieba's dictionary",
        "openjudge.f1_score": "cuts words with jieba's dictionary",
        "openjudge.jaccard": "cuts words with jieba's dictionary",
        "openjudge.cosine": "weighs words by how rare they are in the two texts themselves",
        "openjudge.cosine.tf": "cuts words with jieba's dictionary",
        "openjudge.word_overlap": "cuts words with jieba's dictionary and drops stop words",
    ]
}
