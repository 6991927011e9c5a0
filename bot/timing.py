"""Every wait of the Telegram service, in one place: who builds it may pass others, and tests pass short ones."""

from dataclasses import dataclass

from bot.retry import RetryPolicy


@dataclass(frozen=True, slots=True)
class Timing:
    """Hold retry policies and times, in seconds.

    Retried are: connecting and polling, a call of the Bot API (only failures while other calls succeed count), the
    handling of an update before it is a dead letter, whatever waits for the database, a step of a game, and the
    search for the question behind a vote, which may come before its poll's id is stored.
    """

    connect: RetryPolicy = RetryPolicy(0.5, 15.0)
    poll: RetryPolicy = RetryPolicy(0.5, 15.0)
    call: RetryPolicy = RetryPolicy(0.5, 30.0, retries=10)
    handling: RetryPolicy = RetryPolicy(1.0, 4.0, retries=2, factor=4.0)
    database: RetryPolicy = RetryPolicy(5.0, 5.0)
    game: RetryPolicy = RetryPolicy(3.0, 3.0, retries=20)
    vote: RetryPolicy = RetryPolicy(0.1, 1.0, retries=3, factor=3.0)

    vote_told: float = 5.0
    """After which a vote that a closed poll shows is taken from it; the update that tells of it should come sooner."""

    long_poll: int = 20
    """For which Telegram holds a call that has nothing to tell."""

    unhealthy_after: float = 90.0
    """Without a good poll, the bot no longer counts as healthy."""

    end_after: float = 300.0
    """Without a good poll, or a connection at the start, the process ends, so that its supervisor starts a new one."""

    typing_after: float = 1.0
    """That an answer takes before "typing" is shown; sooner, showing it would only delay the answer."""

    finish_every: float = 0.05
    """For which finished updates are gathered before one transaction marks them all as done."""

    forget_every: float = 3600.0
    """Between two looks for stored updates that are old enough to be forgotten."""

    alert_every: float = 3600.0
    """In which failures of one kind are gathered before the managers are told of that kind again."""

    outbox_every: float = 5.0
    """Between two looks at what managers and staff are to be told."""

    announce_every: float = 0.05
    """Between two people to whom an announcement is sent: Telegram takes thirty messages a second from a bot."""

    remind_every: float = 300.0
    """Between two looks at who is to be reminded."""

    look_every: float = 3.0
    """Between two looks at the folder of articles; what two looks find unchanged is read."""

    settle: float = 60.0
    """For which files that go on changing are waited for; then the others are read, and those as they are."""

    votes: float = 5.0
    """For which games wait at the start for the votes of an earlier run."""

    harmless_after: float = 5.0
    """After which an update that an earlier run left no longer counts among those that may end this process."""

    stop: float = 0.6
    """For which handlers may go on after the signal to stop; what they leave is handled after the next start."""
