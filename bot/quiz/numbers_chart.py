"""The picture of how much was asked and answered, to be read on a phone."""

from collections.abc import Sequence
from datetime import date

from bot.catalogues import Catalogue
from bot.quiz.drawing import INK, figure, letters_of_font, printable, saved
from bot.text import clip

_MAX_TOPIC = 28  # characters
_ASKED, _ANSWERED = "#c3d3da", "#1f6f8b"


def numbers_chart(days: Sequence[tuple[date, int, int]], topics: Sequence[tuple[str, int]], speech: Catalogue) -> bytes:
    """Draw a PNG, upright as a phone is held, of how much was asked and answered each day, and on which topics."""
    letters = letters_of_font()
    with figure(6, 4.2 + 0.5 * len(topics)) as drawn:
        by_day, by_topic = drawn.subplots(2, 1, height_ratios=(3.0, 0.6 + 0.5 * max(len(topics), 1)))
        places = range(len(days))
        by_day.bar(places, [asked for _, asked, _ in days], color=_ASKED, label=speech.say("asked"))
        by_day.bar(places, [answered for _, _, answered in days], color=_ANSWERED, label=speech.say("answered"))
        marked = list(places)[:: max(1, len(days) // 4)]
        by_day.set_xticks(marked, [speech.day(days[i][0]).rsplit(" ", 1)[0] for i in marked])
        by_day.yaxis.get_major_locator().set_params(integer=True, nbins=5)
        by_day.legend(
            frameon=False, loc="lower left", bbox_to_anchor=(-0.02, 0.98), ncols=2, fontsize=12, labelcolor=INK
        )
        by_day.set_title(speech.say("Questions a day"), loc="left", color=INK, size=15, pad=36)
        names = [printable(clip(topic, _MAX_TOPIC), letters) for topic, _ in topics]
        bars = by_topic.barh(range(len(topics)), [count for _, count in topics], color=_ANSWERED)
        by_topic.bar_label(bars, padding=4, color=INK, fontsize=12)
        by_topic.set_yticks(range(len(topics)), names)
        by_topic.set_xticks([])
        by_topic.invert_yaxis()
        by_topic.margins(x=0.12)
        by_topic.set_title(speech.say("Topics of the answers"), loc="left", color=INK, size=15, pad=10)
        for axes in (by_day, by_topic):
            axes.tick_params(length=0, labelcolor=INK, labelsize=12)
            axes.spines[:].set_visible(False)
        drawn.subplots_adjust(hspace=0.5)
        return saved(drawn, "png", dpi=160, bbox_inches="tight", pad_inches=0.25)
