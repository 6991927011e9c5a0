"""List words: of names and dates, too vague to ask about, and of closed word fields."""

MONTHS = frozenset("January February March April May June July August September October November December".split())
CALENDAR = MONTHS | frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter".split())
VAGUE_HEADS = frozenset(
    """
    thing way part number people example method procedure result process case fact aspect factor reason area point
    kind type sort form set group lot variety majority most many some several all any each every more much percent
    author researcher scientist historian biologist scholar expert critic observer person man woman individual
    someone everyone problem question issue idea term name word
    something item effect use purpose step time day year period moment situation condition change difference
    system approach study work data information level rate amount side end place role degree range piece member
    technique experiment test round sample analysis procedure primer strategy solution attempt effort
    half third quarter total average rest remainder member one two three four five six seven eight nine ten
    """.split()
)
# Follows the last word of a phrase that is not part of a list.
_ENDS = r"(?= (?:to|in|on|with|while|is|are|from|at|by|can|as)\b|[.…]|$)"
FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (around, tuple(field.split()))
    for around, field in (
        (r"\b(?:once an?|twice an?|times an?|every|per) _", "day week month year"),
        (r"\b(?:the|every) _", "morning afternoon evening"),
        (r"\b(?:in|the|during|early|late) _", "spring summer autumn/fall winter"),
        (r"\w _ (?:water|milk|liquid|bath|compress)", "cold lukewarm/warm hot"),
        (rf"\w _(?:{_ENDS}|(?= and ))", "black white red blue green yellow orange purple brown"),
        (rf"\b(?:the|through) _{_ENDS}", "heart brain liver stomach bladder"),
        (rf"\bthe _{_ENDS}", "shoulder elbow wrist hip knee ankle"),
        (r"\w _", "sodium potassium calcium magnesium iron zinc"),
        (r"\w _", "collagen keratin elastin haemoglobin"),
    )
)
"""Word fields, each with a pattern of the phrase in which its words fit; a slash joins near synonyms."""
