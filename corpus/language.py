"""Which language a text is in: a guess, for people to see and for the search, which reads the text accordingly."""

import re
from collections import Counter

_READ = 20_000  # characters
_FEWEST = 3  # words that speak for a language

# Common words that the others do not have, or seldom.
_WORDS = {
    "en": "the and of to is are was with for that this not you have from which be",
    "de": "der die und ist nicht mit das den von ein eine auf für wird sind im zu dem bei sie",
    "es": "el los las y del que una con por para es son se como más su al pero",
    "fr": "le les et des est une pour dans que qui pas sur avec vous sont au aux du ce",
    "pt": "os não uma com para são dos das mais ao pelo pela você é ou em num na",
    "it": "il gli di che è per non una con sono della del alla dei nel più anche si",
    "pl": "i w nie na się jest do że oraz przez są dla po od lub jak",
    "nl": "het een van en niet de dat voor met zijn op te bij worden ook of aan",
    "sv": "och att det som är på inte av för med den till har eller ett när om ska",
    "da": "og at det er på ikke af for med den til har eller et når om skal der blev",
    "nb": "og at det er på ikke av for med den til har eller et når om skal som ble",
    "fi": "ja on ei se että oli myös ovat mutta kun tai joka sen hän jos kuin",
    "hu": "a az és hogy nem is egy van meg ha csak vagy volt mint",
    "ro": "și în de la cu nu pe este care din mai sau sunt pentru un fi",
    "tr": "ve bir bu için ile da de çok olan olarak daha en ya gibi",
    "cs": "a se na je v že s do o jako nebo pro jsou za při není",
}
_LANGUAGES_OF = {
    word: [code for code, words in _WORDS.items() if word in words.split()]
    for words in _WORDS.values()
    for word in words.split()
}
_SCRIPTS = {
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
}


def guess_language(text: str) -> str | None:
    """Guess the language of a text by its script and its commonest words; None where nothing speaks for one.

    >>> guess_language("The tea is hot, and the water was from the well."), guess_language("Der Tee ist heiß und gut.")
    ('en', 'de')
    """
    text = text[:_READ]
    in_script = {code: len(script.findall(text)) for code, script in _SCRIPTS.items()}
    # Japanese is told from Chinese by its kana, which are fewer than its Chinese signs.
    in_script["zh"] = 0 if 5 * in_script["ja"] > in_script["zh"] else in_script["zh"]
    in_script["ja"] *= 5
    code, letters = max(in_script.items(), key=lambda item: item[1])
    if 3 * letters > sum(map(str.isalpha, text)):
        return code
    votes = Counter[str]()
    for word in re.findall(r"[^\W\d_]+", text.casefold()):
        votes.update(_LANGUAGES_OF.get(word, ()))
    # Not most_common, which imports something when it is called: in the confined process nothing can be.
    best, count = max(votes.items(), key=lambda item: item[1], default=(None, 0))
    return best if count >= _FEWEST else None
