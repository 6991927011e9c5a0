"""Numbers for Prometheus, never texts or ids: the only importer of prometheus_client."""

from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Count what one running bot does."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        named: dict[str, Any] = {"namespace": "article_bot", "registry": self._registry}
        counter: Any = partial(Counter, **named)
        gauge: Any = partial(Gauge, **named)
        histogram: Any = partial(Histogram, **named)
        self._questions: Counter = counter("questions", "Questions, by whether an article answered.", ["answered"])
        self._latency: Histogram = histogram("answer_latency_seconds", "From question to answer.", buckets=_BUCKETS)
        self._queue: Gauge = gauge("queue_length", "Updates that are stored and wait to be handled.")
        self._good_poll: Gauge = gauge(
            "last_good_poll_timestamp_seconds", "When Telegram was last asked for updates with success; 0: not yet."
        )
        self._received: Counter = counter("updates_received", "Updates that came from Telegram, repeated ones too.")
        self._handled: Counter = counter("updates_handled", "Updates that were handled to the end.")
        self._repeated: Counter = counter("updates_repeated", "Updates that came again and were dropped.")
        self._given_up: Counter = counter("updates_given_up", "Updates that failed too often.")
        self._set_aside: Counter = counter("updates_set_aside", "Updates that could not be understood.")
        self._retried: Counter = counter("messages_retried", "Messages that were sent again after a failure.")
        build: Info = Info("build", "Which program runs.", **named)
        build.info({"version": program_version(), "python": python_version()})
        self._articles: Gauge = gauge("articles", "Articles that are served.")
        self._passages: Gauge = gauge("passages", "Passages that are searched.")
        for answered in (True, False):  # both are there from the start, as 0
            self._questions.labels(_word(answered))

    def answered(self, seconds: float, *, answered: bool) -> None:
        """Count a question and how long its reply took; `answered` is whether an article answers it."""
        self._questions.labels(_word(answered)).inc()
        self._latency.observe(seconds)

    def corpus_size(self, articles: int, passages: int) -> None:
        """Say how much there is to answer from."""
        self._articles.set(articles)
        self._passages.set(passages)

    def watch_queue(self, length: Callable[[], int]) -> None:
        """Say where to look up how many updates wait."""
        self._queue.set_function(length)

    def good_poll(self, unix_time: float) -> None:
        """Say when Telegram was last asked for updates with success."""
        self._good_poll.set(unix_time)

    def updates_received(self, count: int, *, repeated: int) -> None:
        """Count updates that came from Telegram, and how many of them were here before."""
        self._received.inc(count)
        self._repeated.inc(repeated)

    def update_handled(self) -> None:
        """Count an update that was handled to the end."""
        self._handled.inc()

    def update_dead_lettered(self) -> None:
        """Count an update that failed too often."""
        self._given_up.inc()

    def update_unparseable(self) -> None:
        """Count an update that could not be understood."""
        self._set_aside.inc()

    def message_retried(self) -> None:
        """Count a message that was sent again."""
        self._retried.inc()

    def render(self) -> bytes:
        """All of it in Prometheus' text format, whose type is CONTENT_TYPE."""
        return generate_latest(self._registry)


def program_version() -> str:
    """Give the version of article-bot that is installed; "unknown" where it runs from its folder alone."""
    try:
        return version("article-bot")
    except PackageNotFoundError:
        return "unknown"


def _word(answered: bool) -> str:
    return "true" if answered else "false"
