"""How well a text reads as one of some thirty languages: by its letters beyond ASCII and its small words.

This tells apart the encodings of one byte a letter, of which dozens decode any file without an error: Polish read
as Windows-1252 has "Pielêgniarka", and no language with its small words has an ê there.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log

# The share of each letter beyond ASCII in a hundred letters of the language, from published counts (rounded).
_LETTERS = {
    "English": "é.01 ï.002 è.002 ö.003 ü.003 ñ.002 ç.002 ê.002 à.001 á.001 ä.001 ô.001 ó.001 í.001",
    "French": "é1.9 à.5 è.27 ê.22 ç.08 â.05 î.045 ô.025 û.06 ù.058 ï.005 ë.008 œ.018",
    "German": "ä.55 ö.3 ü.65 ß.31 é.01",
    "Spanish": "á.5 é.43 í.72 ó.83 ú.17 ñ.31 ü.012",
    "Portuguese": "ã.73 á.5 é.34 ê.3 ç.53 í.3 ó.3 õ.1 ú.2 â.15 à.07 ô.1",
    "Italian": "à.63 è.26 é.05 ì.03 ò.1 ù.17",
    "Catalan": "à.8 ç.1 é.6 è.5 í.5 ï.05 ó.7 ò.3 ú.2 ü.02",
    "Dutch": "é.05 ë.1 ï.03 è.01 ö.01 ü.01 ó.01",
    "Swedish": "å1.3 ä1.8 ö1.3 é.03",
    "Danish or Norwegian": "æ.9 ø.95 å1.2 é.03",
    "Finnish": "ä3.6 ö.44 å.003",
    "Estonian": "ä1 õ1 ö.2 ü.7 š.01 ž.005",
    "Icelandic": "á1.8 ð4.4 é.65 í1.6 ó1 ö.8 ú.6 ý.23 þ1.5 æ.87",
    "Polish": "ł2.1 ą1 ę1.1 ż.7 ó.85 ś.66 ć.4 ń.2 ź.06",
    "Czech": "á.87 č.46 ď.015 é.63 ě1.2 í1.64 ň.007 ó.024 ř.38 š.7 ť.006 ú.045 ů.2 ý1 ž.72",
    "Slovak": "á1.6 ä.1 č1 ď.15 é.8 í.9 ĺ.01 ľ.35 ň.15 ó.1 ô.15 ŕ.01 š.8 ť.7 ú.8 ý.9 ž.9",
    "Hungarian": "á3.7 é3.9 í.5 ó1 ö1 ő.8 ú.2 ü.5 ű.2",
    "Romanian": "ă4 â.9 î1.2 ș1.2 ț1 ş1.2 ţ1",
    "Croatian or Slovene": "č1.1 ć.5 đ.2 š1 ž.6",
    "Turkish": "ı5.1 ş1.8 ğ1.1 ü1.85 ö.8 ç1.15 İ.2 â.02 î.005",
    "Latvian": "ā3.9 ē1.7 ī1.6 ū.5 ņ.6 ļ.4 š.8 č.2 ģ.14 ķ.14 ž.27",
    "Lithuanian": "ą.6 č.5 ę.2 ė1.7 į.6 š1.1 ų1.2 ū.5 ž.7",
    "Albanian": "ë5 ç.5",
    "Russian": "о11 е8.5 а8 и7.4 н6.7 т6.3 с5.5 р4.7 в4.5 л4.4 к3.5 м3.2 д3 п2.8 у2.6 я2 ы1.9 ь1.7 г1.7 з1.7 б1.6"
    " ч1.4 й1.2 х1 ж.9 ш.7 ю.6 ц.5 щ.4 э.3 ф.3 ъ.04 ё.04",
    "Ukrainian": "о9.4 а8.3 н6.8 и6.1 і5.7 в5.4 т5.3 е5 р4.5 с4.2 к3.9 л3.6 д3.4 у3.4 м3.1 п2.9 з2.3 я2.2 ь1.8 б1.7"
    " г1.6 й1.4 ч1.4 х1.2 ц1 ї.9 є.8 ж.8 ю.8 ш.8 щ.5 ф.4 ґ.01",
    "Bulgarian": "а11.8 о8.9 и8.8 е8.6 т7.6 н6.9 с4.7 р5.4 в4.2 л3.4 к3.5 д3.6 п2.9 м2.6 з2.1 ъ1.8 я1.8 г1.6 б1.4 у1.5"
    " ч1.3 ж.7 щ.6 ц.6 х.6 й.6 ш.4 ю.2 ф.2 ь.05",
    "Serbian or Macedonian": "а11.5 и9 о9 е9 н5.5 с5 р5 т4.5 ј4.5 у4 д4 к3.7 в3.7 л3.5 м3.5 п3 з1.8 г1.7 б1.5 ч1 ш1"
    " ц.9 ћ.7 њ.7 ж.6 х.6 љ.5 ф.2 ђ.2 џ.05 ѓ.05 ќ.05 ѕ.02",
    "Greek": "α10 ο8 ι7 τ7.8 ε7.5 ν6.2 σ5 ς4.5 η4 υ4 ρ4 π4 κ4 μ3.3 λ3 ί2.5 ό2 ά2 έ1.8 ή1.5 ω1.6 ύ1 ώ1 θ1.2 δ1.6 γ1.7"
    " χ1.2 φ.9 β.7 ξ.4 ζ.4 ψ.15 ϊ.03 ϋ.01",
    "Hebrew": "י11 ו10 ה10 ל7.5 א6.5 ת6 ש5 ר5.5 מ6 ב5.5 נ4 ח2.5 ד2.7 ע3 כ2.5 ק2.2 פ2 ם2.8 ט1.3 ן1.6 ג1.3 ס1.6 צ1.2"
    " ז1.3 ך.8 ף.4 ץ.2",
    "Arabic": "ا12.5 ل11 ي7.5 م6.5 و6 ن6 ر5 ت5 ب4 ة3.5 ع3.5 د3.2 س3 ف2.8 ه4 أ2.5 ك2.2 ق2.3 ح2 ج1.5 ش1.1 ى1 ص1 ط1 خ.9"
    " إ1 ذ.9 ض.8 ز.7 ث.7 ء.5 غ.5 ئ.5 ،.5 ظ.3 آ.2 ؤ.15 ؟.1 ؛.05",
}

_WORDS = {
    "English": "the of and to in is that it for are with be not on this or at by from as",
    "French": "le la les des et est une un que dans pour pas sur qui au par du ne ou avec à été être",
    "German": "der die das und ist nicht ein eine zu den mit von auf im dem sich für wird bei auch oder wie über in es",
    "Spanish": "el la los las que es una un por con para del se no su al como más está si en y a o sobre entre",
    "Portuguese": "o a e os as que um uma do da em para com não por se no na dos ao mais é ou são está",
    "Italian": "il in a e lo la gli le di che è un una per con non del della si dei nel al sono più ogni o ed",
    "Catalan": "el la els les que i és un una per amb del no al com més està en dels a",
    "Dutch": "de in het een en van is niet dat op te zijn voor met aan er om bij ook wordt door",
    "Swedish": "och att det som en är på av för den med inte till ett om har kan vid från",
    "Danish or Norwegian": "og at det som en er på av af for den med ikke til et om har kan ved fra jeg å",
    "Finnish": "ja on ei se että oli ovat tai kun myös mutta voi joka kuin sekä ole",
    "Estonian": "ja on ei see et oli või kui ka mis aga ning tema peab iga",
    "Icelandic": "og að er í á ekki það sem um við til en var með hann eru",
    "Polish": "i w na z do nie się jest że to o jak od po dla są lub oraz przez być za czy dwa",
    "Czech": "a v na se je že to do s z o jako pro po od jsou nebo by být při za ve k",
    "Slovak": "a v na sa je že to do s z o ako pre po od sú alebo by byť pri za vo k",
    "Hungarian": "a az és hogy nem egy van is meg de ha csak kell vagy mint el minden ki azt",
    "Romanian": "de la și şi în un o nu cu este pe că care din pentru sau se mai sunt fi după",
    "Croatian or Slovene": "i u na je se da za od su ne s po o kao ili in ne pri ki ali biti ni",
    "Turkish": "ve bir bu için ile de da çok gibi daha her olarak kadar olan değil sonra veya en ne iki",
    "Latvian": "un ir ar no par uz ka nav kas tas vai pie pēc kā arī bet",
    "Lithuanian": "ir yra su kad ne iš į tai kaip arba per nuo po už apie bet",
    "Albanian": "dhe e të në i është me për një nga që se nuk do ka ose si",
}

_FITTING = set("‘’“”„‚«»‹›–—…•·€£°§©®™½¼¾±×µ²³¹¿¡´ªº") | {"\xa0", "\xad"}  # what texts have beside letters
_JOINING = set("’·\xad")  # of these, what may stand inside a word, where the language has it
_APART = set("•©½¼¾±×´")  # and what stands beside no letter
_WITH_APOSTROPHES = {"English", "French", "Italian", "Catalan", "Dutch", "Turkish", "Albanian"}
_WORDS_OF_ONE_LETTER = set("àáâäåæèéêìíòóöøùúőůаиовукясєіїйαηοώ")
_WORD = re.compile(r"[^\W\d_]+")
_HIGH = re.compile(r"[^\x00-\x7f]")

# Natural logarithms of probabilities, and what one adds.
_STRANGE = -15.0
_FOREIGN = -13.0
_ALONE = -11.0
_DASH_IN_WORD = -9.0
_SIGN = -6.2
_CAPITAL = -2.0
_KNOWN_WORD = 3.0


@dataclass(frozen=True, slots=True)
class Fit:
    """Say how well a text reads in a language: sums of logarithms, of its letters alone and with its small words."""

    total: float
    letters: float
    language: str


def best_fit(text: str) -> Fit:
    """Find the language that a text fits best; decodings of the same bytes can be compared by the total."""
    marks = Counter(_around(text))
    words = Counter(word.lower() for word in _WORD.findall(text))
    return max((_fit(language, marks, words) for language in _LETTERS), key=lambda fit: fit.total)


def _around(text: str) -> list[tuple[str, str, str]]:
    """Give each character beyond ASCII between the kinds of its neighbours."""
    return [
        (_kind(text[at - 1 : at]), text[at], _kind(text[at + 1 : at + 2]))
        for at in (match.start() for match in _HIGH.finditer(text))
    ]


def _kind(character: str) -> str:
    """Give "a" or "A" for a letter of Latin script, "b" or "B" for another, "1" for a digit, and else a space."""
    if character.isalpha():
        kind = "a" if character < "\u0250" else "b"
        return kind if character.islower() else kind.upper()
    return "1" if character.isdigit() else " "


def _fit(language: str, marks: Counter[tuple[str, str, str]], words: Counter[str]) -> Fit:
    letters = sum(count * _likelihood(language, *mark) for mark, count in marks.items())
    return Fit(letters + _KNOWN_WORD * sum(words[word] for word in _small_words(language)), letters, language)


def _likelihood(language: str, before: str, mark: str, after: str) -> float:
    in_word = before.isalpha() and after.isalpha()
    if mark in _FITTING:
        if mark in _APART and (before.isalpha() or after.isalpha()):
            return _STRANGE
        return _likelihood_in_word(language, mark) if in_word else _SIGN
    if (share := _shares(language).get(mark if mark == "İ" else mark.lower())) is None:
        return _STRANGE if (in_word and not mark.isalpha()) or "\x80" <= mark < "\xa0" else _FOREIGN
    if _is_strange_in_word(before, mark, after):
        return _STRANGE
    if mark.isupper():
        return share + _CAPITAL
    return _ALONE if before == after == " " and mark not in _WORDS_OF_ONE_LETTER else share


def _is_strange_in_word(before: str, mark: str, after: str) -> bool:
    """Tell whether a letter is a capital after a small one, or of another script than the letters beside it."""
    other_script = "aA" if mark > "\u0250" else "bB"
    return (mark.isupper() and before in "ab") or before in other_script or after in other_script


def _likelihood_in_word(language: str, mark: str) -> float:
    if mark in "–—":
        return _DASH_IN_WORD
    return _SIGN if mark in _JOINING and language in _WITH_APOSTROPHES else _STRANGE


@cache
def _shares(language: str) -> dict[str, float]:
    return {entry[0]: log(float(entry[1:]) / 100) for entry in _LETTERS[language].split()}


@cache
def _small_words(language: str) -> frozenset[str]:
    # What a text in another script has of ASCII is English, if anything.
    return frozenset(_WORDS.get(language, _WORDS["English"]).split())
