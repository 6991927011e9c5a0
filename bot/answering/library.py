"""The library that is served: an assistant that is replaced as a whole, while questions come in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.answering.assistant import Assistant
from bot.answering.emergencies import usable_emergencies
from bot.answering.example_files import usable_examples
from bot.answering.meaning import learn_meaning
from bot.answering.own_synonyms import usable_synonyms
from bot.logs import warn
from bot.published import with_pages
from bot.settings import Settings
from corpus import Cache, Corpus, CorpusError, FileError, Progress, Stamps, articles_in, look_at, read_corpus


@dataclass(frozen=True, slots=True)
class Served:
    """Hold a folder as it was read: its articles, the assistant that answers from them, and how the files looked.

    `stamps` were taken before anything was read, so what changed meanwhile is noticed. `wrong` is what is wrong with
    the synonyms, notices and examples.
    """

    folder: Path
    corpus: Corpus
    assistant: Assistant = field(repr=False)
    stamps: Stamps = field(repr=False)
    wrong: tuple[FileError, ...] = ()

    @property
    def problems(self) -> tuple[CorpusError | FileError, ...]:
        """Return what is wrong with the files of the folder: the articles, and what stands beside them."""
        return (*self.corpus.problems, *self.wrong)

    @classmethod
    def read(cls, settings: Settings, progress: Progress = iter) -> "Served":
        """Read and index the folder that the settings name; CorpusError where it holds no article that can be read."""
        stamps = look_at(settings.corpus)
        read = read_corpus(settings.corpus, Cache(settings.cache_folder), progress)
        corpus, wrong = with_pages(read, settings.pages), list[FileError]()
        assistant = assistant_for(corpus, settings, wrong.append)
        return cls(settings.corpus, corpus, assistant, stamps, tuple(wrong))

    @classmethod
    def read_whole(cls, settings: Settings, go_on: Callable[[], bool], progress: Progress = iter) -> "Served":
        """Do the same, and find out what the passages mean before anything is served; nothing where told to stop."""
        served = cls.read(settings, progress)
        learn_meaning(served.assistant, settings, go_on)
        return served

    def is_complete(self) -> bool:
        """Tell whether what lies in the folder now is what was read, and all of it could be read. Looks at the disk."""
        files = articles_in(look_at(self.folder))
        return files == articles_in(self.stamps) and files.keys() == set(self.corpus.files.values())


class Library:
    """Hold the assistant that serves now.

    Whoever handles something takes `assistant` once and keeps to it, so that a reply is from the same articles.
    `served` is the folder that it was read from, where there is one to be watched.
    """

    def __init__(self, assistant: Assistant, served: Served | None = None) -> None:
        self.assistant = assistant
        self.served = served

    def swap(self, served: Served) -> None:
        """Serve another state of the folder from now on; questions that are being answered keep their assistant."""
        self.assistant, self.served = served.assistant, served

    def is_heading(self, said: str) -> bool:
        """Tell whether a word is one that an article served now has a heading on."""
        return self.assistant.is_heading(said)

    def is_complete(self) -> bool:
        """Tell whether every file in the folder is served. It looks at the disk, so call it in a thread."""
        return self.served is None or self.served.is_complete()


def assistant_for(corpus: Corpus, settings: Settings, tell: Callable[[FileError], object] = warn) -> Assistant:
    """Index a corpus, with the synonyms, notices and examples beside it; what is wrong with those is told."""
    assistant = Assistant(
        corpus.articles,
        usable_synonyms(settings.corpus, tell),
        usable_emergencies(settings.corpus, tell),
        notice=settings.notice,
        contact=settings.contact,
        complete=not corpus.problems,
    )
    assistant.learn_examples(usable_examples(settings.corpus, assistant.passages, tell))
    return assistant
