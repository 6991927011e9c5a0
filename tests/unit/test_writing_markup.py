"""What managers see of items that they write, within Telegram's limits."""

import ast
from pathlib import Path

from bot.authoring.item import Item, Problem
from bot.catalogues import ENGLISH, catalogue_for
from bot.quiz.bank_editing import OpenedBank
from bot.telegram.markup.limits import units
from bot.telegram.markup.rule_messages import RULES, problem_line
from bot.telegram.markup.writing_markup import draw_field, draw_item
from corpus import read_articles
from tests.paths import ROOT


def rules() -> set[str]:
    """The names of the rules on one item, from the sources that apply them."""
    found = set()
    for path in (ROOT / "bot" / "authoring" / "checking").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                found |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
    return {str(name) for name in found} - OF_BANKS


OF_BANKS = {"guessing", "key positions balanced", "same question", "same id", "enemies", "exam"}


def test_what_each_rule_finds_is_said_in_each_language() -> None:
    assert len(rules()) > 15
    assert rules() <= RULES.keys()
    item = Item("a", "t", "q?", "a", ("b",), "s")
    problem = Problem("units", "“5 cm” is not in the unit of the others", item)
    assert problem_line(problem, ENGLISH) == "⚠ “5 cm” is not in the unit of the others"
    assert "unidad de las demás" in problem_line(problem, catalogue_for("es"))


def test_the_longest_texts_and_hostile_ones_fit_into_a_message(tmp_path: Path) -> None:
    (tmp_path / "house.md").write_text("# House\n\nA lost key costs £40 and is replaced within three days.\n")
    (article,) = read_articles(tmp_path)
    long = "<b>&\N{WOMAN}" * 1000
    options = tuple(f"{number}{long}" for number in range(9))
    item = Item("a", long, long, long, options, long, why=long)
    bank = OpenedBank(article, tmp_path, (item,))
    problems = [Problem("units", long, item)] * 9
    reply = draw_item(bank, item, options[:8], problems, ENGLISH, "review")
    assert units(reply.html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) < 4096
    assert reply.buttons
    for row in reply.buttons.inline_keyboard:
        assert all(len(str(button.callback_data).encode()) <= 64 for button in row)
    for field in ("question", "answer", "source", "why"):
        assert units(draw_field(bank, item, field, "review", ENGLISH).html) < 4096
