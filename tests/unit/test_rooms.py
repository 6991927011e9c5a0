"""The rooms of the house: who may import whom, that nothing runs in a circle, and each outside library's one room."""

import ast
from collections import Counter
from functools import lru_cache
from graphlib import TopologicalSorter
from pathlib import Path

from tests.paths import ROOT

# Each room, and the rooms that it may import beside itself. A room is a package with all that is in it that is
# no room of its own; `bot` are the modules that every room of the bot shares: errors, text, settings, ...
ARROWS = {
    "corpus.reason": "",
    "corpus.parsed": "corpus.reason",
    "corpus.dates": "",
    "corpus.characters": "",
    "corpus.formats": "corpus.parsed corpus.dates corpus.reason",
    "corpus.formats.text": "corpus.formats corpus.parsed corpus.characters corpus.reason",
    "corpus.formats.web": "corpus.formats corpus.formats.text corpus.parsed corpus.reason",
    "corpus.formats.word": "corpus.formats corpus.parsed corpus.reason",
    "corpus.formats.pdf": "corpus.formats corpus.parsed corpus.reason",
    "corpus.formats.office": "corpus.formats corpus.formats.text corpus.formats.web corpus.parsed corpus.reason",
    "corpus": "corpus.formats corpus.parsed corpus.reason corpus.dates corpus.characters",
    "index.language": "corpus",
    "index": "index.language corpus",
    "bot": "corpus corpus.characters",
    "bot.records": "bot corpus",
    "bot.answering": "bot index index.language corpus",
    "bot.authoring": "bot index index.language corpus",
    "bot.authoring.checking": "bot.authoring index index.language corpus",
    "bot.authoring.drafting": "bot.authoring bot.authoring.checking index.language corpus",
    "bot.authoring.composing": "bot.authoring bot.authoring.drafting corpus",
    "bot.authoring.exchange": "bot.authoring bot index corpus",
    "bot.publishing": "bot corpus",
    "bot.listening": "bot.answering bot.records bot index corpus",
    "bot.quiz": "bot.authoring bot.authoring.composing bot.records bot index corpus",
    "bot.console": "bot.answering bot.authoring bot.authoring.checking bot.authoring.drafting"
    " bot.authoring.composing bot.quiz bot index corpus",
    "bot.telegram.failures": "",
    "bot.telegram.notices": "bot.telegram.failures",
    "bot.telegram.delivery": "bot.telegram.failures bot.telegram.notices bot.records bot",
    "bot.telegram.markup": "bot.listening bot.answering bot.authoring bot.authoring.checking bot.authoring.composing"
    " bot.quiz bot index corpus",
    "bot.telegram.menus": "bot bot.telegram.failures",
    "bot.telegram.user_languages": "bot bot.records",
    "bot.telegram.sending": "bot.telegram.markup bot.records bot",
    "bot.telegram.handlers": "corpus bot.telegram.failures bot.telegram.notices bot.telegram.menus"
    " bot.telegram.user_languages bot.telegram.sending bot.telegram.markup bot.listening bot.answering bot.quiz"
    " bot.records bot.authoring bot.authoring.composing bot",
    "bot.telegram": "bot.telegram.notices bot.telegram.menus bot.telegram.user_languages bot.telegram.sending"
    " bot.telegram.delivery bot.telegram.handlers bot.telegram.markup bot.listening bot.answering bot.quiz bot corpus",
    "bot.operation": "bot.authoring bot.telegram bot.telegram.delivery bot.quiz bot.records bot corpus index",
    "bot.cli": "bot.operation bot.telegram bot.telegram.markup bot.console bot.answering bot.authoring"
    " bot.authoring.checking bot.authoring.composing bot.authoring.drafting bot.authoring.exchange bot.publishing"
    " bot.listening"
    " bot.quiz bot.records bot index corpus",
    "bot.__main__": "bot.cli",
}
ONLY_IN = {
    "rank_bm25": "index.bm25",
    "nltk": "index.language",
    "rapidfuzz": "index.language.spelling",
    "onnxruntime": "index.encoder",
    "tokenizers": "index.encoder",
    "telegram": "bot.telegram",
    "prompt_toolkit": "bot.console",
    "rich": "bot.console",
    "click": "bot.cli",
    "sqlalchemy": "bot.records",
    "alembic": "bot.records",
    "fsrs": "bot.quiz.scheduling",
    "filelock": "bot",
    "textblob": "bot.authoring",
    "matplotlib": "bot.quiz.drawing",
    "aiohttp": "bot.telegram.delivery",
    "pypdfium2": "corpus.formats.pdf.pdf_words",
    "prometheus_client": "bot.metrics",
}
_LARGEST_SHARE = 0.25


@lru_cache(maxsize=1)
def modules() -> dict[str, Path]:
    paths = [path for package in ("bot", "corpus", "index") for path in (ROOT / package).rglob("*.py")]
    return {_name(path): path for path in paths if "migrations" not in path.parts}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@lru_cache(maxsize=1)
def imports() -> list[tuple[str, str]]:
    """Pairs of a module and what it imports, a module of the project or an outside library."""
    found = []
    for module, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{module} imports relatively"
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    found.append((module, full if full in modules() else node.module or ""))
            elif isinstance(node, ast.Import):
                found += [(module, alias.name) for alias in node.names]
    return found


def room_of(module: str) -> str:
    """The innermost room that a module stands in."""
    return max((room for room in ARROWS if within(module, room)), key=len)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def test_rooms_import_only_along_the_arrows() -> None:
    assert len(imports()) > 50
    wrong = [
        f"{module} imports {imported}"
        for module, imported in imports()
        if imported in modules() and room_of(imported) not in (room_of(module), *ARROWS[room_of(module)].split())
    ]
    assert not wrong


def test_every_arrow_is_used() -> None:
    used = {(room_of(module), room_of(imported)) for module, imported in imports() if imported in modules()}
    assert not [
        (here, there) for here, allowed in ARROWS.items() for there in allowed.split() if (here, there) not in used
    ]


def test_neither_rooms_nor_modules_stand_in_a_circle() -> None:
    arrows: dict[str, set[str]] = {}
    for module, imported in imports():
        if imported in modules() and imported != module:
            arrows.setdefault(module, set()).add(imported)
    for graph in (arrows, {room: allowed.split() for room, allowed in ARROWS.items()}):
        list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_no_room_holds_more_than_a_quarter_of_the_lines() -> None:
    lines = Counter[str]()
    for module, path in modules().items():
        lines[room_of(module)] += len(path.read_text(encoding="utf-8").splitlines())
    largest, count = lines.most_common(1)[0]
    assert count <= _LARGEST_SHARE * lines.total(), f"{largest} holds {count} of {lines.total()} lines"


def test_no_two_files_have_one_name() -> None:
    """But for `errors.py`, which each package may have."""
    names = Counter(path.name for path in modules().values() if path.name not in ("__init__.py", "errors.py"))
    assert not [name for name, count in names.items() if count > 1]


def test_each_outside_library_has_one_room() -> None:
    for module, imported in imports():
        for library, room in ONLY_IN.items():
            assert not within(imported, library) or within(module, room), f"{module} imports {imported}"
