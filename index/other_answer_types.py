"""Tell, in languages other than English, when a question asks for a number or a date, and which sentences give one.

Such sentences rank higher. None is needed, for in these languages too little is known of how a number is written.
"""

import re
from dataclasses import dataclass

from index.answer_types import DATE, AnswerType, answer_type
from index.language.stems import ENGLISH


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Hold how a language asks for a number, writes numbers as words, asks for a date, and names times of the year."""

    how_many: str
    numbers: str
    when: str
    calendar: str


_PATTERNS = {
    "de": _Patterns(
        r"wie ?(?:viel\w*|lange?|oft|hoch|alt|groß|weit|schwer|teuer|tief|breit|schnell)"
        r"|welche\w? (?:prozent\w*|anteil|anzahl|menge|zahl)|was kostet",
        r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w+zehn|\w+[zß]ig|(?:ein)?hundert\w*|\w*tausend\w*"
        r"|million(?:en)?|milliarden?|halbe\w?|hälfte|drittel|viertel|dutzend|kein\w*|(?:ein|zwei|drei|vier)mal",
        r"wann|welche\w? (?:jahr\w*|datum|tage?|monat|jahrhundert)",
        r"januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jahrhunderts?|\w+tags?"
        r"|frühling|frühjahr|sommer|herbst|winter",
    ),
    "es": _Patterns(
        r"cu[aá]nt[oa]s?|qu[eé] (?:porcentaje|proporci[oó]n|cantidad|n[uú]mero|edad|distancia|altura|fracci[oó]n)",
        r"dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|veint\w+|treinta|cuarenta"
        r"|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to)?s?|\w+cient[oa]s|mil(?:es)?|mill(?:ón|ones)|medi[oa]"
        r"|mitad|tercio|docenas?|ning[uú]n\w?|una vez|veces",
        r"cu[aá]ndo|(?:qu[eé]|cu[aá]l) (?:\w+ ){0,2}(?:año|fecha|d[ií]a|siglo|d[eé]cada|mes)",
        r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|siglo|lunes|martes"
        r"|miércoles|jueves|viernes|sábado|domingo|primavera|verano|otoño|invierno",
    ),
    "fr": _Patterns(
        r"combien|quel(?:le)? (?:pourcentage|proportion|quantité|nombre|âge|distance|hauteur|dose)",
        r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante"
        r"|cinquante|soixante|cents?|mille|millions?|milliards?|demie?|moitié|tiers|quart|aucune?|une fois|fois",
        r"quand|quel(?:le)? (?:année|date|jour|siècle|mois)",
        r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|siècle|lundi|mardi"
        r"|mercredi|jeudi|vendredi|samedi|dimanche|printemps|été|automne|hiver",
    ),
    "it": _Patterns(
        r"quant[oaie]|(?:che|quale) (?:percentuale|quantità|numero|età|distanza|altezza|dose)",
        r"due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|quindici|venti|trenta|quaranta|cinquanta"
        r"|cento|duecento|mille|mila|milion[ei]|miliard[oi]|mezz[oa]|metà|terzo|nessun\w?|una volta|volte",
        r"quando|(?:che|quale) (?:anno|data|giorno|secolo|mese)",
        r"gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|secolo|lunedì"
        r"|martedì|mercoledì|giovedì|venerdì|sabato|domenica|primavera|estate|autunno|inverno",
    ),
    "nl": _Patterns(
        r"hoe ?(?:veel|lang|vaak|hoog|oud|groot|ver|zwaar|duur|diep|breed|snel)|welk (?:percentage|aantal|deel)",
        r"twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w+tien|\w+tig|honderd\w*|duizend\w*|miljoen"
        r"|miljard|halve|half|helft|kwart|geen|eenmaal|keer",
        r"wanneer|welk(?:e)? (?:jaar|datum|dag|maand|eeuw)",
        r"januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|eeuw|\w+dag"
        r"|lente|voorjaar|zomer|herfst|winter",
    ),
    "pt": _Patterns(
        r"quant[oa]s?|(?:que|qual) (?:percentagem|porcentagem|quantidade|número|idade|distância|altura|dose)",
        r"dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|quinze|vinte|trinta|quarenta|cinquenta|cem"
        r"|cento|duzent[oa]s|mil|milh(?:ão|ões)|mei[oa]|metade|terço|nenhum\w?|uma vez|vezes",
        r"quando|(?:que|qual) (?:ano|data|dia|século|mês)",
        r"janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro|século"
        r"|\w+-feira|sábado|domingo|primavera|verão|outono|inverno",
    ),
    "ru": _Patterns(
        r"скольк\w+|как (?:долго|часто|далеко|высоко)|как\w+ (?:процент|доля|число|количество|возраст)",
        r"дв(?:а|е|ух|умя)|тр(?:и|[её]х|емя)|четыр\w+|пят(?:ь|и)|шест(?:ь|и)|сем(?:ь|и)|вос(?:емь|ьми)|девят(?:ь|и)"
        r"|десят(?:ь|и|к\w+)|двадцат\w+|тридцат\w+|сорока?|ст[оа]|сотн\w+|тысяч\w*|миллион\w*|миллиард\w*|полови\w+"
        r"|треть|четверт\w+|раза?",
        r"когда|как\w+ (?:году?|дат\w+|веке|день|числ\w+|месяц\w*)",
        r"январ\w|феврал\w|марта?|апрел\w|ма[йя]|июн\w|июл\w|августа?|сентябр\w|октябр\w|ноябр\w|декабр\w|век\w*"
        r"|весн\w+|летом|осен\w+|зим\w+",
    ),
}
"""No plain "one" is among the numbers: in these languages it is the article "a" as well."""


def _type(name: str, asked: str, given: str) -> AnswerType:
    return AnswerType(
        name,
        re.compile(rf"\b(?:{asked})\b", re.IGNORECASE),
        re.compile(rf"(?<![^\W\d])\d|\b(?:{given})\b", re.IGNORECASE),
        needed=False,
    )


_TYPES = {
    language: (_type("count", own.how_many, own.numbers), _type(DATE, own.when, own.calendar))
    for language, own in _PATTERNS.items()
}


def answer_type_in(language: str, question: str) -> AnswerType | None:
    """Return the kind of answer that a question in a language wants, None where no pattern tells.

    >>> answer_type_in("es", "¿Cuánta cafeína tiene?").name
    'count'
    """
    if language == ENGLISH:
        return answer_type(question)
    return next((kind for kind in _TYPES.get(language, ()) if kind.asked.search(question)), None)
