"""Give an assistant the sentence model that the settings name: at once, or while words already serve."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Event, Lock, Thread

from bot.answering.assistant import Assistant
from bot.settings import Settings
from corpus import Cache
from index import ModelError, SentenceModel, open_model

logger = logging.getLogger(__name__)

_opening = Lock()
_open = lru_cache(maxsize=1)(open_model)


def learn_meaning(assistant: Assistant, settings: Settings, go_on: Callable[[], bool] = lambda: True) -> None:
    """Let an assistant search by meaning; where the model cannot be used, a warning says why, and words serve alone."""
    if settings.model == "off":
        return
    try:
        model = _opened(settings.model)
    except ModelError as error:
        logger.warning("%s; until then, words alone are searched", error)
        return
    if model is not None:
        assistant.learn_meaning(model, Cache(settings.cache_folder), go_on)


def _opened(folder: Path | None) -> SentenceModel | None:
    """Open a model once for all assistants of this process, one after the other: each open one takes its memory."""
    with _opening:
        return _open(folder)


@contextmanager
def learning_meaning(assistant: Assistant, settings: Settings) -> Iterator[Thread]:
    """Do the same in a thread, which ends with the block; what it has made by then is in the cache."""
    stopped = Event()
    thread = Thread(
        target=learn_meaning, args=(assistant, settings, lambda: not stopped.is_set()), name="meaning", daemon=True
    )
    thread.start()
    try:
        yield thread
    finally:
        stopped.set()
        thread.join()
