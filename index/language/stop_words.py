"""List English stop words and question words, which do not say what a text is about."""

from collections.abc import Sequence

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


def is_content(form: str) -> bool:
    """Return whether a folded word is a content word: neither a stop word nor a question word."""
    return form not in STOP_WORDS and form not in QUESTION_WORDS


def content_words(words_folded: Sequence[str]) -> tuple[str, ...]:
    """Return the content words among folded words, in order."""
    return tuple(filter(is_content, words_folded))
