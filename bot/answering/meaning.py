"""Give an assistant the sentence model that the settings name: at once, or while words already serve."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from bot.answering.assistant import Assistant
from bot.settings import Settings
from corpus import Cache
from index import ModelError, open_model

logger = logging.getLogger(__name__)


def learn_meaning(assistant: Assistant, settings: Settings, go_on: Callable[[], bool] = lambda: True) -> None:
    """Let an assistant search by meaning; where the model cannot be used, a warning says why, and words serve alone."""
    if settings.model == "off":
        return
    try:
        model = open_model(settings.model)
    except ModelError as error:
        logger.warning("%s; until then, words alone are searched", error)
        return
    if model is not None:
        assistant.learn_meaning(model, Cache(settings.cache_folder), go_on)


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
