"""Word lists: what names are made of, and what is too vague to ask about."""

MONTHS = frozenset("January February March April May June July August September October November December".split())
CALENDAR = MONTHS | frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter".split())
TITLES = frozenset(
    """
    Mr Mrs Ms Dr Prof Professor King Queen Prince Princess Pope Bishop Archbishop Emperor Duke Duchess Lord Lady
    Colonel Captain Lieutenant Admiral Senator Baron
    """.split()
)
ROLES = frozenset(
    """
    architect artist author composer quarterback linebacker coach singer actor actress poet writer scientist
    mathematician physicist chemist biologist botanist naturalist engineer theologian reformer president mayor
    minister governor general commander king queen emperor pope bishop director producer economist historian
    philosopher painter explorer musician executive chairman founder anchor journalist player cornerback receiver
    pianist sculptor surgeon physician lawyer judge inventor astronomer
    """.split()
)
GIVEN_NAMES = frozenset(
    """
    Aaron Adam Adolf Alan Albert Alexander Alfred Alice Andrew Andreas Anna Anne Anthony Antonio Arthur Barack
    Barbara Benjamin Bill Bob Brandon Brian Bruce Carl Casimir Catherine Charles Chris Christian Christopher Cam
    Daniel David Dennis Donald Donna Douglas Edmund Edward Edwin Elizabeth Emily Emma Eric Ernest Eva Felix
    Francis Frank Franz Fred Frederick Fritz Gary Gene George Gerald Gilbert Gottfried Grace Graham Greg Gregory
    Hans Harold Harry Heinrich Helen Henri Henry Hermann Howard Hugh Isaac Jack Jacob Jacques James Jan Jane
    Janet Jason Jean Jeff Jennifer Jeremy Jerry Jim Joan Johann Johannes John Jonathan José Joseph Joshua Juan
    Julia Julian Justin Karl Katharina Kate Keith Kenneth Kevin Kurt Larry Laura Lawrence Leo Leon Leonard
    Leonhard Lewis Linda Lisa Louis Louise Lucas Luke Margaret Maria Marie Mark Martin Mary Matthew Max Michael
    Michel Mike Nancy Nicholas Nicolaus Oliver Oscar Otto Patrick Paul Peter Peyton Philip Philipp Pierre Rachel
    Ralph Raymond Rebecca Richard Robert Roger Ronald Rosa Roy Rudolf Russell Ruth Ryan Samuel Sarah Scott Sean
    Sigmund Simon Sophia Stephen Steve Steven Stewart Stuart Susan Ted Theodore Thomas Tim Timothy Tom Tommy Tony
    Victor Vincent Virginia Walter Wayne Wilhelm William Władysław Wolfgang
    """.split()
)
TYPES_BY_HEAD = {
    word: kind
    for kind, words in {
        "school": "University College School Institute Academy Gymnasium Conservatory Seminary",
        "building": "Museum Palace Castle Church Cathedral Theatre Theater Stadium Hall House Tower Library Gallery"
        " Citadel Fort Basilica Chapel Abbey Station Airport Hospital Opera Bridge Center Centre Arena",
        "park": "Park Garden Gardens Forest Reserve",
        "street": "Street Avenue Road Boulevard Highway Freeway Square Drive",
        "water": "River Lake Sea Ocean Bay Creek Canal Gulf",
        "height": "Mountain Mountains Hill Hills Range Ranges Alps Mount Peak",
        "event": "War Battle Revolution Uprising Siege Massacre Expedition Rebellion Crusade",
        "treaty": "Treaty Peace Pact Accord Agreement",
        "meeting": "Congress Diet Council Convention Conference Synod",
        "company": "Company Corporation Inc Network Bank Group Studios Records Pictures Entertainment Corp Ltd",
        "law": "Act Law Amendment Proclamation Constitution Edict",
        "county": "County Valley Desert Coast Island Islands Peninsula",
        "theory": "Theorem Conjecture Hypothesis Theory Test Formula Lemma Algorithm",
        "prize": "Prize Award Medal Bowl Cup Championship Trophy",
        "body": "Party Parliament Assembly Senate Court Committee Commission Association League Union Army",
    }.items()
    for word in words.split()
}
COUNTRIES = frozenset(
    """
    Argentina Australia Austria Bangladesh Belgium Brazil Bulgaria Canada Chile China Colombia Croatia Cuba Denmark
    Egypt England Estonia Ethiopia Finland France Germany Ghana Greece Hungary Iceland India Indonesia Iran Iraq
    Ireland Israel Italy Japan Kenya Latvia Lithuania Malaysia Mexico Morocco Nepal Netherlands Nigeria Norway
    Pakistan Peru Philippines Poland Portugal Prussia Romania Russia Scotland Serbia Singapore Slovakia Spain Sudan
    Sweden Switzerland Syria Taiwan Tanzania Thailand Tunisia Turkey Uganda Ukraine Venezuela Vietnam Wales Zambia
    """.split()
) | {
    "New Zealand",
    "South Africa",
    "South Korea",
    "Saudi Arabia",
    "Sri Lanka",
    "Great Britain",
    "Britain",
    "United States",
}
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
CONTINENTS = frozenset({"Africa", "Antarctica", "Asia", "Australasia", "Europe", "North America", "South America"})
_ENDS = r"(?= (?:to|in|on|with|while|is|are|from|at|by|can|as)\b|[.…]|$)"  # a phrase, which is no part of a list
FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (around, tuple(field.split()))
    for around, field in (
        (r"\b(?:once an?|twice an?|times an?|every|per) _", "hour day week month year"),
        (r"\b(?:the|every) _", "morning afternoon evening"),
        (r"\b(?:in|the|during|early|late) _", "spring summer autumn/fall winter"),
        (r"\w _ (?:water|milk|liquid|bath|compress)", "cold lukewarm/warm hot"),
        (rf"\w _(?:{_ENDS}|(?= and ))", "black white red blue green yellow orange purple brown"),
        (r"\bthe _(?= of|[.,…]|$)", "top bottom middle side/edge"),
        (rf"\b(?:the|through) _{_ENDS}", "heart brain liver stomach bladder"),
        (rf"\b(?:the|through) _{_ENDS}", "lungs kidneys eyes bones intestines"),
        (rf"\bthe _{_ENDS}", "shoulder elbow wrist hip knee ankle"),
        (r"\b(?:in|with|of|by|from|through) _", "plastic metal/steel glass wood/cardboard cotton/wool rubber leather"),
        (r"\b(?:in|with|of) _", "alcohol vinegar oil milk bleach"),
        (r"\w _", "sodium potassium calcium magnesium iron zinc"),
        (r"\w _", "oxygen nitrogen hydrogen helium methane"),
        (r"\w _", "collagen keratin elastin haemoglobin"),
        (r"\w _", "insulin adrenaline cortisol melatonin"),
    )
)
"""Fields of words, each with what stands around one in a phrase that others fit; a slash joins near synonyms."""
