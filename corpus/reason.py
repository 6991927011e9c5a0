"""Why something is refused: a sentence that can be said in another language where it is shown."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Self

_PLACE = re.compile(r"\{(\w+)\}")


class Reason(str):
    """Hold a sentence in English together with how it was made, so that it can be said in another language.

    `template` names its places in braces and is what translations are found by, so it is written where it is made;
    `values` are what stands in those places: text, or reasons again.

    >>> Reason("has {pages} pages; split it", pages=7)
    'has 7 pages; split it'
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, str]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Put the values into the template."""
        texts = {name: value if isinstance(value, str) else str(value) for name, value in values.items()}
        made = super().__new__(cls, fill_in(template, texts))
        made.template, made.values = template, MappingProxyType(texts)
        return made

    @classmethod
    def in_english(cls, text: str) -> "Reason":
        """Give a reason that is said in English alone, by commands that speak nothing else."""
        return cls("{text}", text=text)

    @classmethod
    def lines(cls, lines: Sequence[str]) -> "Reason":
        """Give several reasons, one a line."""
        places = "\n".join(f"{{{number}}}" for number in range(len(lines)))
        return cls(places, **{str(number): line for number, line in enumerate(lines)})


def fill_in(template: str, values: Mapping[str, str]) -> str:
    """Put values into the places of a template; one that has no value stays.

    Unlike `str.format` it does nothing else, for a template may come from a process that is not trusted.
    """
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), template)
