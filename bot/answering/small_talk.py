"""Recognise what is said to the bot itself: wishes such as "stop" or "who are you?", which no article answers."""

import re
from enum import Enum, auto

from index.language.tokens import forms


class Wish(Enum):
    """Name what someone wants of the bot itself."""

    THANKS = auto()
    STOP = auto()
    HELP = auto()
    MORE = auto()
    WHO = auto()
    AUTHOR = auto()
    ARTICLES = auto()
    PERSON = auto()


_POLITE = r"(?:please |hello |hi |hey |ok |okay |and |but |so |sorry )*"
_SOMEONE = r"(?:a |an |the |some |your )?(?:real |live |actual )?"
_PERSON = r"(?:person|human|human being|someone|somebody|agent|operator|doctor|nurse|people|manager|staff|support)"
_WISHES = {
    Wish.THANKS: r"(?:many |so many )?(?:thanks|thank you|thx|thankyou)"
    r"(?: (?:a lot|so much|very much|again|kindly|in advance|everyone|all|doctor"
    r"|for (?:the|your) (?:\w+ )?(?:help|answers?|information|info|time)))*",
    Wish.STOP: r"(?:stop|quit|exit|end|cancel|unsubscribe|enough|leave me alone"
    r"|stop (?:it|now|this|the bot|writing me))",
    Wish.HELP: r"(?:start|menu|help|help me|options|commands|restart|begin|how (?:do|can) i use (?:you|this|this bot)"
    r"|how does (?:this|this bot|the bot) work|how do you work|what can you do|what can i ask(?: you)?)",
    Wish.MORE: r"(?:(?:show |tell |give )?(?:me )?(?:more|more answers?|more passages?)|next|next one|go on|continue)",
    Wish.WHO: r"(?:who|what) (?:are|r) (?:you|u)"
    r"|are you (?:a |an )?(?:bot|robot|program|human|person|real|ai|doctor|machine|real person)"
    r"|is (?:this|it) (?:a |an )?(?:bot|robot|program|ai)|whats your name|what is your name|who made you",
    Wish.AUTHOR: r"(?:who (?:wrote|has written|is the author of|made|published) (?:this|that|it|these|the articles?"
    r"|this article|these articles|the text)|who is the author|whos the author|authors?)",
    Wish.ARTICLES: r"(?:(?:what|which) (?:articles?|documents?|texts?|leaflets?|sources?)"
    r" (?:do you (?:have|know|use)|are there|is this from|do you answer from)"
    r"|sources?|your sources?|what is (?:your|the) source|whats (?:your|the) source|where (?:is|does) (?:this|that|it)"
    r" (?:come )?from|where did you get (?:this|that|it)(?: from)?|list (?:of )?(?:the |your )?(?:articles|sources)"
    r"|what do you know(?: about)?)",
    Wish.PERSON: rf"(?:(?:i (?:want|need|would like|d like|wish)|can i|could i|may i|let me|how (?:can|do) i)"
    rf" (?:to )?(?:(?:speak|talk|chat|write|get) )?(?:to |with |through to )*{_SOMEONE}{_PERSON}"
    rf"|(?:connect|put|transfer) me (?:through )?(?:to|with) {_SOMEONE}{_PERSON}"
    rf"|(?:human|real person|is (?:anyone|anybody|someone|somebody) there|speak to {_SOMEONE}{_PERSON}"
    rf"|talk to {_SOMEONE}{_PERSON}))",
}
_SPANISH = {
    Wish.THANKS: r"(?:muchas |muchisimas |mil )?gracias"
    r"(?: (?:por (?:todo|(?:la|su|tu) (?:ayuda|respuesta|informacion))|de antemano|doctora?))*",
    Wish.STOP: r"(?:para|pare|parar|basta|salir|fin|terminar|cancelar|detener|dejame en paz|dejeme en paz)",
    Wish.HELP: r"(?:ayuda|ayudame|ayudeme|empezar|inicio|opciones|comandos"
    r"|como (?:funciona|se usa)(?: esto| este bot| el bot)?|que puede(?:s)? hacer|que puedo preguntar(?:le|te)?)",
    Wish.MORE: r"(?:(?:dame|deme|muestrame|muestreme) )?mas(?: respuestas| pasajes)?|siguiente|sigue|siga|continua",
    Wish.WHO: r"quien (?:eres|es usted)|que (?:eres|es usted)|(?:eres|es usted|es esto) (?:un |una )?"
    r"(?:bot|robot|programa|humano|persona|maquina|medico|doctora?|persona real)"
    r"|como (?:te llamas|se llama)(?: usted)?|quien (?:te|lo|le) (?:hizo|creo)",
    Wish.AUTHOR: r"quien (?:escribio|ha escrito|es el autor de|hizo|publico)"
    r" (?:esto|eso|este articulo|el articulo|el texto|los articulos)|quien es el autor|autor(?:es)?",
    Wish.ARTICLES: r"(?:(?:cuales son )?(?:sus|tus|las) )?fuentes?"
    r"|que (?:articulos|documentos|fuentes|textos) (?:tiene|conoce|usa|hay)s?"
    r"|de donde (?:sale|viene|sacas?|ha sacado|has sacado) (?:esto|eso)"
    r"|(?:la )?lista de (?:los |las )?(?:articulos|fuentes)"
    r"|que sabes?",
    Wish.PERSON: r"(?:(?:quiero|quisiera|puedo|podria|necesito|deseo|me gustaria) )?"
    r"hablar con (?:una |un |el |la |su |tu )?"
    r"(?:persona(?: real)?|humano|alguien|medico|doctora?|enfermer[oa]|responsable|personal|operador)"
    r"|hay alguien(?: ahi)?",
}
_POLITE_SPANISH = r"(?:por favor |hola |perdon |perdone |disculpe |y |pero |vale )*"
_PATTERNS = {
    wish: (
        re.compile(rf"{_POLITE}(?:{pattern})(?: please| now| then| here)*"),
        re.compile(rf"{_POLITE_SPANISH}(?:{_SPANISH[wish]})(?: por favor| ahora| ya| aqui)*"),
    )
    for wish, pattern in _WISHES.items()
}


def wish_in(text: str) -> Wish | None:
    """Tell what someone wants of the bot itself, in English or Spanish; None where a message is no known wish alone.

    >>> wish_in("Who are you?"), wish_in("Who are at risk?")
    (<Wish.WHO: 5>, None)
    """
    said = " ".join(forms(text.replace("'", "").replace("’", "")))
    return next((wish for wish, known in _PATTERNS.items() if any(each.fullmatch(said) for each in known)), None)
