"""Imports go one way, and each outside library has its one room."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Package or module -> what it must never import.
FORBIDDEN = {
    "corpus": ["index", "bot"],
    "index": ["bot"],
    "bot.answer": ["bot.assistant", "bot.console", "bot.telegram", "bot.cli"],
    "bot.about": ["bot.assistant", "bot.console", "bot.telegram", "bot.cli"],
    "bot.conversation": ["bot.assistant", "bot.console", "bot.telegram", "bot.cli"],
    "bot.display": ["bot.assistant", "bot.console", "bot.telegram", "bot.cli"],
    "bot.wording": ["bot.assistant", "bot.console", "bot.telegram", "bot.cli"],
    "bot.assistant": ["bot.console", "bot.telegram", "bot.cli"],
    "bot.quiz": ["bot.assistant", "bot.console", "bot.telegram", "bot.cli"],
    "bot.records": ["bot.assistant", "bot.quiz", "bot.console", "bot.telegram", "bot.cli"],
    "bot.console": ["bot.telegram", "bot.cli"],
    "bot.telegram": ["bot.console", "bot.cli"],
}
ONLY_IN = {
    "rank_bm25": "index.bm25",
    "telegram": "bot.telegram",
    "nltk": "index",
    "prompt_toolkit": "bot.console",
    "click": "bot.cli",
    "sqlalchemy": "bot.records",
    "alembic": "bot.records",
    "fsrs": "bot.quiz.scheduling",
    "filelock": "bot.quiz.bank",
    "textblob": "bot.quiz",
    "aiohttp": "bot.telegram.web",
    "prometheus_client": "bot.metrics",
}


def imports() -> Iterator[tuple[str, str]]:
    for package in ("bot", "corpus", "index"):
        for path in (ROOT / package).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom):
                    assert node.level == 0, f"{module} imports relatively"
                    yield module, node.module or ""
                    yield from ((module, f"{node.module}.{alias.name}") for alias in node.names)
                elif isinstance(node, ast.Import):
                    yield from ((module, alias.name) for alias in node.names)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def test_imports_go_one_way() -> None:
    found = list(imports())
    assert len(found) > 50
    for module, imported in found:
        for room, never in FORBIDDEN.items():
            if within(module, room):
                assert not [name for name in never if within(imported, name)], f"{module} imports {imported}"


def test_each_outside_library_has_one_room() -> None:
    for module, imported in imports():
        for library, room in ONLY_IN.items():
            assert not within(imported, library) or within(module, room), f"{module} imports {imported}"
