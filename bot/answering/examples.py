"""Questions that the articles certainly answer, to begin with."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock

from bot.answering import messages
from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.library import Library
from bot.answering.topics import Topic, topics_of
from bot.catalogues import Catalogue

_MOST_ASKED = 100  # topics that are tried


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Hold a question that the articles answer, what it is about, and its answer."""

    topic: Topic
    question: str
    answer: Answer


class Examples:
    """Choose questions in each language: from different articles, each asked before to see that it is answered.

    That is done once for each assistant that the library serves, and takes as long as asking so many questions, so
    call it in a thread. Threads may share it.
    """

    def __init__(self, library: Library, most: int = 20) -> None:
        self._library = library
        self._asked: Assistant | None = None
        self._most = most
        self._chosen: dict[str, tuple[Suggestion, ...]] = {}
        self._lock = Lock()

    def choose(self, speech: Catalogue) -> tuple[Suggestion, ...]:
        """Give the questions in a language, the best first; none where no heading makes one."""
        with self._lock:
            assistant = self._library.assistant
            if assistant is not self._asked:
                self._asked, self._chosen = assistant, {}
            if speech.language not in self._chosen:
                self._chosen[speech.language] = tuple(islice(_answered(assistant, speech), self._most))
            return self._chosen[speech.language]


def _answered(assistant: Assistant, speech: Catalogue) -> Iterator[Suggestion]:
    for topic in islice(topics_of(list(assistant.articles.values())), _MOST_ASKED):
        asked = messages.question_about(topic, speech)
        for question in (asked, topic.phrase[0].upper() + topic.phrase[1:]):
            result = assistant.ask(question)
            if isinstance(result, Answer) and _is_about(result, topic) and result.read_as is None:
                yield Suggestion(topic, question, result)
                break


def _is_about(answer: Answer, topic: Topic) -> bool:
    """Tell whether an answer comes from what stands under the topic's heading."""
    citation = answer.hits[0].passage.citation
    return citation.article == topic.article and topic.heading in citation.section
