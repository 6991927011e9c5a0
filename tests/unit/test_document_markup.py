"""What a manager sees of a document."""

from dataclasses import replace
from datetime import date

from bot.catalogues import ENGLISH
from bot.telegram.markup.document_markup import Offer, draw_upload
from corpus import Article, Understood
from corpus.understood import Omission


def test_what_is_understood_fits_on_a_screen_and_doubts_come_before_what_was_left_out(article: Article) -> None:
    omissions = tuple(Omission(f"reason {number}", 7, "word " * 24) for number in range(50))
    understood = Understood(replace(article, title="Tea " * 75), omissions=omissions, doubts=("A doubt. " * 30,) * 3)
    drawn = draw_upload("tea.html", understood, date(2026, 1, 1), Offer("key", may_add=True), ENGLISH)
    assert len(drawn.html) < 2200
    assert drawn.html.index("doubt: ") < drawn.html.index("left out: ")
    assert "lines more" in drawn.html
    assert drawn.html.endswith("before you press a button.")
