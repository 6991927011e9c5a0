"""Make the word lists in index/language/data anew from the dictionaries of two packages.

    python -m pip install pyspellchecker==0.9.1 stop-words==2025.11.4
    python docs/make_word_lists.py

pyspellchecker (MIT licence, Tyler Barrus) counts the words of film subtitles and adds those of a dictionary, which it
gives one lowest count; stop-words is under the BSD licence (Alireza Savand). Neither is needed to run.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from textwrap import wrap

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker
from stop_words import get_stop_words

from index.language.frequency import LAST_RANK
from index.language.stems import american, stem
from index.language.tokens import fold, forms
from index.language.word_lists import BEGINNING, DATA, read_word_list

STOPPED = ("ar", "da", "de", "el", "es", "fi", "fr", "he", "hu", "it", "nb", "nl", "pl", "pt", "ro", "ru", "sv")
"""Languages with spaces that an article is recognised to be in, beside English."""

COUNTED = ("ar", "de", "es", "fr", "it", "nl", "pt", "ru")
"""Languages of which pyspellchecker counts words, beside English."""

WHOLE = ("de", "es", "fr", "it", "pt")
"""Those of them whose list is long enough to tell what is no word, and short enough to keep."""

SHORTEST = 4  # letters of a word that may be repaired
LONGEST = 10  # letters of a stem that only the dictionary has: longer ones are mostly compounds, near to nothing
LONG = 8  # letters of a word that may have two errors
COMMONEST = 3000  # English words of which a misspelling may have got into the list

YOUNG = """
    adhd admin admins adware alexa antivax app apps autism biobank biosimilar bitcoin blockchain blog blogger blogs
    booster brexit broadband cannabidiol captcha cctv chatbot chatbots chemo chickenpox clickbait coronavirus covid
    crowdfunding crypto cryptocurrency cyber dashcam deepfake defibrillator earbuds ebola ecommerce emoji emojis
    epipen facebook facetime fentanyl firmware fitbit freelancer gigabyte glamping google hashtag hashtags html
    inbox instagram ipad iphone keto ketogenic laptop laptops leggings linkedin livestream lockdown lockdowns login
    malware meds mindfulness misgender monkeypox mpox mrna multivitamin naloxone netflix newsfeed norovirus onboarding
    opioid opioids outbox ozempic paleo paypal phishing playlist podcast podcasts ptsd quinoa reboot remix repost router
    screenshot screenshots selfie selfies semaglutide sexting skype smartphone smartphones smartwatch smoothie snapchat
    spotify spreadsheet spyware staycation streaming superfood tablet tattooing telecom telehealth telemedicine texting
    touchscreen twitter uber unfollow unfriend upcycle upload uploads username vape vaped vaper vapes vaping vegan
    vegans webcam webcams webinar webpage website websites whatsapp wifi wikipedia wordpress youtube youtuber zika zoom
"""
"""Words younger than the sources, or common only since."""

KNOWN = """\
# English words and names in alphabetical order, four letters or longer: what is in the lists of common_words.txt or in
# the English dictionary of pyspellchecker 0.9.1 (MIT licence, Tyler Barrus). They are no misspellings of other words.
# A line has the words of one beginning, two letters. Made by docs/make_word_lists.py.
"""
STEMS = """\
# Stems of words of the language "{code}", commonest first; at the end those that are only known to be words. Made by
# docs/make_word_lists.py of the dictionary of pyspellchecker 0.9.1 (MIT licence, Tyler Barrus).
"""
STOPS = """\
# Stop words: a language's code, then its words, folded. Made by docs/make_word_lists.py of the package stop-words
# 2025.11.4: Copyright (c) 2014, Alireza Savand, Contributors. All rights reserved. Redistribution and use in source and
# binary forms, with or without modification, are permitted provided that the following conditions are met:
# Redistributions of source code must retain the above copyright notice, this list of conditions and the following
# disclaimer. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the
# following disclaimer in the documentation and/or other materials provided with the distribution.
# THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
# INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
# DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
# SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
# SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
# WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
# OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
"""


def dictionary(code: str) -> Counter[str]:
    """Count the folded words of a language."""
    counts = Counter[str]()
    for word, count in SpellChecker(language=code).word_frequency.items():
        if word.isalpha():
            counts[fold(word)] += count
    return counts


def english(counts: Mapping[str, int]) -> list[str]:
    """Join the dictionary with the list as it is, without the misspellings in that."""
    listed = {word for line in read_word_list("known_words.txt") for word in line}
    everyday = {word for line in read_word_list("common_words.txt") for word in line}
    common = sorted((word for word in counts if len(word) > SHORTEST), key=lambda word: -counts[word])[:COMMONEST]
    joined = {word for word in listed - everyday - counts.keys() if not is_misspelling(word, common)}
    joined |= everyday | counts.keys() | set(YOUNG.split())
    return sorted(word for word in joined if len(word) >= SHORTEST and word.isascii() and word.isalpha())


def is_misspelling(word: str, common: Iterable[str]) -> bool:
    """Tell whether a word that no dictionary has is a typing error away from a common one: two where it is long.

    What another ending or British spelling makes is none.
    """
    faults = 0 if len(word) <= SHORTEST else 1 if len(word) < LONG else 2
    found = process.extractOne(word, common, scorer=OSA.distance, score_cutoff=faults)
    if found is None or found[0][0] != word[0]:
        return False
    meant = found[0]
    spellings = (word, american(word).replace("our", "or"))
    return not any(spelling.startswith(meant) or meant.startswith(spelling) for spelling in spellings)


def known_stems(code: str, counts: Mapping[str, int]) -> Iterator[str]:
    """Give the stems of a language, commonest first: all, or the commonest only."""
    lowest = min(counts.values())
    by_stem = Counter[str]()
    for word, count in counts.items():
        by_stem[stem(word, code)] += count if count > lowest else 0
    ranked = sorted(by_stem.items(), key=lambda item: (-item[1], item[0]))
    for term, count in ranked if code in WHOLE else ranked[:LAST_RANK]:
        if count or SHORTEST <= len(term) <= LONGEST:
            yield term


def write(name: str, head: str, words: Iterable[str]) -> None:
    """Write a list in lines of equal width."""
    lines = wrap(" ".join(words), 120, break_long_words=False, break_on_hyphens=False)
    (DATA / name).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def stop_words(code: str) -> str:
    """Give the line of a language: its code and its stop words."""
    return " ".join([code, *sorted({form for word in get_stop_words(code) for form in forms(word)})])


if __name__ == "__main__":
    by_beginning = groupby(english(dictionary("en")), key=lambda word: word[:BEGINNING])
    lines = [" ".join(words) for _, words in by_beginning]
    (DATA / "known_words.txt").write_text(KNOWN + "\n".join(lines) + "\n", encoding="utf-8")
    for language in COUNTED:
        write(f"stems_{language}.txt", STEMS.format(code=language), known_stems(language, dictionary(language)))
    (DATA / "stop_words.txt").write_text(STOPS + "\n".join(map(stop_words, STOPPED)) + "\n", encoding="utf-8")
