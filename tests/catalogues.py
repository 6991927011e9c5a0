"""The catalogues of messages by Babel: extracted from the sources, brought up to date, compiled.

`python -m tests.catalogues` (`make messages`) brings all up to date; what is new in them is then to be translated.
"""

import os
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.catalogues import DOMAIN, LOCALES
from tests.paths import ROOT

KEYWORDS = {"say": None, "say_n": (1, 2), "later": None, "Reason": None}


def sources() -> list[Path]:
    """The files of catalogues, one a language."""
    return sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read(path: Path) -> Catalog:
    """Read a catalogue; its language is the name of its folder."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def translations_of(message: Message) -> tuple[str, ...]:
    """How a sentence is said in the language of a catalogue: one text, or one for each plural form."""
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


@cache
def extracted() -> Catalog:
    """All sentences in the sources, none of them translated."""
    template = Catalog()
    for room in ("bot", "corpus", "index"):
        found = extract_from_dir(str(ROOT / room), keywords=KEYWORDS)
        for name, _, message, comments, context in found:
            template.add(message, None, [(f"{room}/{name}", 0)], auto_comments=comments, context=context)
    return template


def update(path: Path) -> Iterator[str]:
    """Write a catalogue with the sentences that there are now; gives those that are not translated."""
    catalogue = read(path)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    header, _, _ = path.read_text(encoding="utf-8").partition("\n\n")
    path.write_text(f"{header}\n\n{body.getvalue().decode().strip()}\n", encoding="utf-8")
    for message in catalogue:
        if message.id and not all(translations_of(message)):
            yield str(message.id)


def compile_all() -> None:
    """Compile the catalogues as building does. Several processes may do so at the same time."""
    for path in sources():
        made = path.with_suffix(".mo")
        if made.exists() and made.stat().st_mtime > path.stat().st_mtime:
            continue
        unfinished = path.with_suffix(f".{os.getpid()}.mo.tmp")
        with unfinished.open("wb") as file:
            write_mo(file, read(path))
        unfinished.replace(made)


if __name__ == "__main__":
    for source in sources():
        for sentence in update(source):
            print(f"{source.relative_to(ROOT)}: not translated: {sentence}")  # noqa: T201 - what the command is for
    compile_all()
