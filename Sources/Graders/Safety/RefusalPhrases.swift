/// Phrases by which assistants refuse, by language (ISO 639-1). In lower case, with straight apostrophes.
enum RefusalPhrases {
    /// The phrases of each language; after a final `*` the last word may go on.
    static let byLanguage: [String: [String]] = [
        "en": [
            "i can't assist", "i cannot assist", "i can't help", "i cannot help", "i'm not able to help",
            "i am not able to help", "i'm unable to", "i am unable to", "i won't be able to", "i will not be able to",
            "i can't provide", "i cannot provide", "i can't comply", "i cannot comply", "i can't fulfill",
            "i cannot fulfill", "i can't do that", "i cannot do that", "i can't answer", "i cannot answer",
            "i can't discuss", "i cannot discuss", "i can't share", "i cannot share", "i can't generate",
            "i cannot generate", "i can't create", "i cannot create", "i can't write", "i cannot write",
            "i can't support", "i cannot support", "i can't engage", "i cannot engage", "i won't help",
            "i won't provide", "i won't assist", "i must decline", "i have to decline", "i must refuse",
            "i have to refuse", "sorry, but i can't", "sorry, but i cannot", "sorry, i can't", "sorry, i cannot",
            "i apologize, but i can't", "i apologize, but i cannot", "i'm not comfortable", "i am not comfortable",
            "i don't feel comfortable", "as an ai language model, i can't", "as an ai language model, i cannot",
            "i'm not programmed to", "i am not programmed to", "it would be inappropriate for me",
            "against my guidelines", "against my programming", "against my policies", "against my principles",
            "violates my guidelines", "i can not help", "i can not assist", "i can not provide", "i decline to",
            "i'd rather not answer", "i'd rather not discuss", "not something i can help with", "not able to assist",
            "unable to assist",
            "unable to comply", "unable to fulfill", "cannot in good conscience", "can't in good conscience",
        ],
        "zh": [
            "我无法", "我不能", "无法提供", "无法协助", "无法帮助", "不能提供", "不能协助", "不能帮助", "我没有办法", "恕我不能", "恕难",
            "无法回答", "不能回答", "无法满足", "我拒绝", "不便回答", "我無法", "無法提供", "無法協助",
            "無法幫助", "無法回答", "恕我無法", "不便提供",
        ],
        "ja": [
            "お手伝いできません", "お答えできません", "お応えできません", "提供できません", "対応できません", "お断り", "できかねます", "回答できません", "いたしかねます",
        ],
        "ko": ["도와드릴 수 없", "도와 드릴 수 없", "제공할 수 없", "답변할 수 없", "답변드릴 수 없", "응할 수 없"],
        "es": [
            "no puedo ayudar*", "no puedo proporcionar*", "no puedo asistir*", "no puedo cumplir",
            "no puedo responder*",
            "no puedo hacer eso", "lo siento, pero no puedo", "lo siento, no puedo", "me niego a", "no me es posible",
            "debo rechazar",
        ],
        "fr": [
            "je ne peux pas", "je ne suis pas en mesure", "désolé, mais je ne",
            "désolé, je ne", "je refuse", "je dois refuser", "il m'est impossible", "je ne saurais",
        ],
        "de": [
            "ich kann dir dabei nicht", "ich kann ihnen dabei nicht", "ich kann dabei nicht", "ich kann nicht helfen",
            "ich kann diese anfrage nicht", "ich kann das nicht", "ich bin nicht in der lage", "aber ich kann nicht",
            "aber ich kann ihnen nicht", "ich darf nicht", "ich muss ablehnen", "ich lehne das ab",
            "ich lehne diese anfrage ab", "ich muss das ablehnen", "dabei kann ich nicht helfen", "das kann ich nicht",
        ],
        "pt": [
            "não posso ajudar", "não posso ajudá*", "não posso fornecer", "não posso atender", "não posso responder",
            "não consigo ajudar", "desculpe, mas não", "sinto muito, mas não", "lamento, mas não", "recuso-me",
        ],
        "it": [
            "non posso aiutar*", "non posso fornir*", "non posso risponder*", "non posso assister*",
            "mi dispiace, ma non", "non sono in grado di", "mi rifiuto", "devo rifiutare",
        ],
        "ru": [
            "я не могу", "не могу помочь", "не могу предоставить", "не могу ответить", "к сожалению, я не",
            "я вынужден отказать*", "я вынуждена отказать*", "я отказываюсь",
        ],
    ]

    /// The languages, in alphabetical order.
    static let languages = byLanguage.keys.sorted()
}
