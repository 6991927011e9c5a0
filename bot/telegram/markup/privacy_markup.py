"""What is kept of whom and for how long -> a message for Telegram, by role. Pure."""

from html import escape

from bot.catalogues import Catalogue, later
from bot.telegram.markup.answer_markup import Reply

_EVERYONE = (
    later("What you ask is stored with your Telegram id only until it is answered."),
    later("Which conversation a follow-up belongs to is kept in memory for half an hour, never on disk."),
    later("That you wrote, by your Telegram id and without any text, is noted for two days, so that nothing is"
          " handled twice."),
    later("A message that I fail to handle is kept for a month at most, so that whoever runs me can mend that."),
    later("The language that you choose is kept until you delete it."),
)  # fmt: skip
_STAFF = (
    later("As you are quizzed: your name, each answer with its time, your results and when a question comes again are"
          " kept until you delete them, or a manager removes you. Managers see your results."),
)  # fmt: skip
_MANAGERS = (
    later("As a manager: what you do here is recorded, with its time, for a year. The invitations that you"
          " made and the groups to which you added me bear your id until you delete it."),
)  # fmt: skip
_TELEGRAM = later("Telegram itself sees everything that is sent here.")
_DELETE = later("/mydata shows what is stored about you. /forget deletes it.")


def draw_privacy(speech: Catalogue, *, member: bool, manager: bool, question_days: int) -> Reply:
    """Draw what is kept of someone, and for how long; questions so many days, 0 for never."""
    kept = [*_EVERYONE, *(_STAFF if member else ()), *(_MANAGERS if manager else ())]
    head = escape(speech.say("What I keep, and for how long"))
    said = [speech.say(each) for each in kept]
    if question_days:
        voted = speech.say_n(
            "A question not answered, or whose answer you vote on (👍, 👎), is kept for {n} day, without who asked.",
            "A question not answered, or whose answer you vote on (👍, 👎), is kept for {n} days, without who asked.",
            question_days,
        )
        said.insert(1, voted)
    lines = "\n".join(f"• {escape(each)}" for each in said)
    return Reply(f"<b>{head}</b>\n{lines}\n\n{escape(speech.say(_TELEGRAM))}\n{escape(speech.say(_DELETE))}")
