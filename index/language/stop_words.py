"""List stop words and question words, which do not say what a text is about."""

from collections.abc import Sequence
from functools import lru_cache

from index.language.stems import ENGLISH
from index.language.word_lists import read_word_list

# nltk's own list would have to be downloaded.
STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren as at be because been before being
    below between both but by can cannot could couldn d did didn do does doesn doing don down during each
    either else etc ever few for from further get gets give gives given go goes got had hadn has hasn have
    haven having he her here hers herself him himself his i if in into is isn it its itself just ll m may me
    might mightn mine more most much must mustn my myself need needn neither no nor not now of off on once
    only onto or other our ours ourselves out over own please re s same shall shan she should shouldn so
    some such t than that the their theirs them themselves then there therefore these they this those though
    through thus to too under until up upon us ve very via was wasn we were weren while will with within
    without won would wouldn yes yet you your yours yourself yourselves
    arent cant couldnt didnt doesnt dont hadnt hasnt havent im isnt ive lets mustnt shouldnt thats theres theyre
    wasnt werent wont wouldnt youre plz pls wat wot u ur
    """.split()
)

# Words that phrase a question. An article may use them, but they do not tell which passage answers.
QUESTION_WORDS = frozenset(
    """
    how what whats when where which who whom whose why tell explain describe help helps helped happen happens
    know want really lately stuff thing things
    """.split()
)

# What of this the lists of other languages lack.
_OTHER_QUESTION_WORDS = {
    "ar": "ما ماذا من متى اين كيف كم لماذا هل اي",
    "de": "wie was wer wen wem wessen wann wo woher wohin worin woraus wofur wodurch womit warum wieso weshalb welche"
    " welcher welches welchen welchem viel viele vielen lautet heisst",
    "es": "cual cuales cuanto cuanta cuantos cuantas como donde adonde quien quienes que cuando por",
    "fr": "quel quelle quels quelles qui que quoi comment combien pourquoi quand ou est-ce",
    "it": "quale quali quanto quanta quanti quante come dove chi cosa quando perche",
    # Pairs of characters, as Chinese and Japanese are searched.
    "ja": "です ます した する して いる のは とは 何で でし どこ いつ だれ なぜ どの どん もの こと",
    "nl": "wie wat welk welke hoe hoeveel waar wanneer waarom waarin waarvan waarmee",
    "pl": "jak jaki jaka jakie ile kto co gdzie kiedy dlaczego czy",
    "pt": "qual quais quanto quanta quantos quantas como onde quem que quando porque",
    "ru": "какой какая какое какие каких каким какую каком какого каков какова каковы сколько кто кого кем что чем чего"
    " где когда куда откуда почему зачем как чей чья чьи который которая которые ли",
    "zh": "什么 么是 是什 多少 少个 哪些 哪个 哪里 哪种 哪一 为什 怎么 如何 么时 时候 候的"
    " 谁是 是谁 是多 在哪 有多 么样 么名 是哪 了什 了多",
}


@lru_cache(maxsize=32)
def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language, folded; none where there is no list."""
    return STOP_WORDS if language == ENGLISH else _other_stop_words().get(language, frozenset())


@lru_cache(maxsize=32)
def function_words(language: str) -> frozenset[str]:
    """Return the stop words and question words of a language."""
    if language == ENGLISH:
        return STOP_WORDS | QUESTION_WORDS
    return stop_words(language) | set(_OTHER_QUESTION_WORDS.get(language, "").split())


def known_languages() -> tuple[str, ...]:
    """Return the codes of the languages whose stop words are known, English first."""
    return (ENGLISH, *_other_stop_words())


def is_content(form: str, language: str = ENGLISH) -> bool:
    """Return whether a folded word is a content word: neither a stop word nor a question word."""
    return form not in function_words(language)


def content_words(words_folded: Sequence[str], language: str = ENGLISH) -> tuple[str, ...]:
    """Return the content words among folded words, in order."""
    without = function_words(language)
    return tuple([form for form in words_folded if form not in without])


@lru_cache(maxsize=1)
def _other_stop_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words) for code, *words in read_word_list("stop_words.txt")}
