"""The language that a person is told a text is in."""

import pytest

from corpus.language import guess_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The water is boiled and the leaves are taken from the pot.", "en"),
        ("Das Wasser wird gekocht, und die Blätter sind nicht für den Topf.", "de"),
        ("El agua se hierve y las hojas del té son para los que más esperan.", "es"),
        ("L'eau est bouillie et les feuilles sont dans une théière pour vous.", "fr"),
        ("A água não é fervida para os chás mais finos, e uma folha é dos melhores.", "pt"),
        ("L'acqua è bollita e le foglie sono nella teiera, anche per gli ospiti.", "it"),
        ("Woda nie jest gotowana na ogniu i liście są dla gości oraz domu.", "pl"),
        ("Het water wordt niet gekookt voor de thee en de bladeren zijn van een plant.", "nl"),
        ("Вода кипит, и чай готов.", "ru"),
        ("お茶は熱いうちに飲みます。", "ja"),
        ("水烧开了，茶就好了。", "zh"),
        ("المياه تغلي والشاي جاهز", "ar"),
        ("המים רותחים והתה מוכן", "he"),
        ("xyzzy 12 34", None),
        ("", None),
    ],
)
def test_a_language_is_guessed_by_its_script_or_its_commonest_words(text: str, code: str | None) -> None:
    assert guess_language(text) == code
