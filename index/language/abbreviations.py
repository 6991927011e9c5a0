"""Words that a point follows and that end no sentence, of English, German and some other languages, and what tells."""

ABBREVIATIONS = frozenset(
    """
    dr mr mrs ms prof rev hon gen col capt lt sgt st sr jr messrs ph.d m.d b.a m.a d.c u.s u.s.a u.k u.n e.u
    e.g i.e viz cf vs etc al ca approx incl excl esp resp no nos vol vols fig figs eq eqs ref refs sec sect sects
    ch chap pp ed eds inc ltd co corp dept univ assoc bros mt ft jan feb mar apr jun jul aug sep sept oct
    nov dec a.m p.m a.d b.c max min temp wt tab spp var subsp tel ext art.no cat.no lot.no part.no ref.no

    i.v i.m s.c p.o p.r s.l b.i.d b.d t.i.d t.d.s q.i.d q.d.s q.d q.h q.o.d o.d p.r.n h.s a.c p.c o.n vit med inj
    tbl susp supp

    z.b d.h u.a o.ä u.ä i.d.r z.t o.g v.a m.e s.o s.u ggf usw bzw nr nrn abs bspw vgl sog evtl inkl exkl
    zzgl lt abb anm bd hrsg jh str hr fr dipl ing tgl wöchtl ges allg insb mio mrd z d

    p.ex env janv févr juil np tzn tzw itd itp ul wg m.in örn bkz dn
    """.split()
)

# Of these, what a sentence may end with: it does where the next word is one that opens sentences.
MAY_END = frozenset(
    {"usw", "itd", "itp", "u.s", "u.s.a", "u.k", "e.u", "a.m", "p.m", "inc", "ltd", "co", "jr", "sr", "al"}
)

# Words of the language, which are abbreviations only before a figure: "Art. 5", "mind. 3".
BEFORE_FIGURES = frozenset("art mind caps".split())

OPENERS = frozenset(
    """
    The This These Those That It Its In If We He She They You A An For Then There When While However But And At On
    As After Before Please No Do Our Their His Her To What Who How Why Where Some Many Most All Each
    Der Die Das Es Ein Eine Wenn Bei Sie Er Wir Im Am Bitte Auch Für Nach Vor Diese Dieser Dieses
    """.split()
)

MONTHS = frozenset(
    """
    januar jänner februar märz april mai juni juli august september oktober november dezember
    january february march may june july october december
    januari februari mars maj augusti marts maart mei augustus
    janvier février avril juin juillet août septembre octobre novembre décembre
    ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    """.split()
)

# German words before a number that ranks: "am 3. Tag", "die 2. Dosis".
BEFORE_ORDINALS = frozenset(
    "am der die das dem den des zum zur im ab vom bis jeder jede jedes beim ein eine einer".split()
)
