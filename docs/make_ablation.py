"""Measure what each part of the ranking is worth, and what is answered in each language; write docs/ABLATION.md.

    python docs/make_ablation.py FOLDER

FOLDER holds folders with `articles/` and a file of questions (as `article-bot eval` reads them) in them: `squad` and
`covid`, of which each question is put to its own article; `xquad` with a folder for each language; `liveqa` and
`conversations`, asked of all their articles. What is missing is left out.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from rich.progress import track

from bot.answering.assistant import Assistant
from bot.console.evaluation_report import prepare, run
from bot.settings import Settings
from corpus import ARTICLES, Article, Cache, read_articles
from index import Index, PassageVectors, RankingWeights, SentenceModel, open_model
from index.evaluation import (
    EvaluationReport,
    LabelledQuestion,
    by_kind,
    evaluate,
    read_questions,
    summarise,
    with_typo,
)

TABLE = Path(__file__).parent / "ABLATION.md"
OWN = Path(__file__).parent.parent / "tests" / "data"

PARTS = ("squad", "covid")
KINDS = (
    # questions, articles; the first two come with the project
    (OWN / "migraine.jsonl", ARTICLES),
    (OWN / "library.jsonl", OWN / "articles"),
    (Path("liveqa/questions.jsonl"), Path("liveqa/articles")),
    (Path("conversations/conversations.jsonl"), Path("conversations/articles")),
)

VARIANTS = {
    "everything": RankingWeights(),
    "without best sentence": RankingWeights(sentence=0),
    "without neighbouring passages": RankingWeights(context=0),
    "without all words as written": RankingWeights(words=0),
    "without pairs": RankingWeights(pairs=0),
    "without 4-grams of letters": RankingWeights(letters=0),
    "without preferring first passages": RankingWeights(first_passage=0),
    "without definitions": RankingWeights(definitions=False),
    "without kinds of answers": RankingWeights(kind=0),
    "without synonyms": RankingWeights(synonyms=False),
    "without spelling repair": RankingWeights(spelling=False),
    "best sentence alone": RankingWeights(context=0, words=0, pairs=0, letters=0, first_passage=0),
}


def measure(
    articles: Sequence[Article],
    questions: Sequence[LabelledQuestion],
    weights: RankingWeights,
    meaning: "Meaning | None" = None,
) -> str:
    """Recall at 1 and 3, each question put to its own article."""
    indexes = {article.slug: Index.build([article], weights=weights) for article in articles}
    if meaning is not None:
        indexes = {slug: meaning.added_to(index) for slug, index in indexes.items()}
    slugs = list(indexes)
    report = summarise(
        list(evaluate(questions, lambda q: (True, indexes[q.article or slugs[0]].search(q.question, limit=3))))
    )
    return _recall(report)


class Meaning:
    """Add what passages mean to indexes; the vectors of a passage are made once."""

    def __init__(self, model: SentenceModel, cache: Cache) -> None:
        self.model = model
        self.cache = cache

    def added_to(self, index: Index) -> Index:
        """Return an index that searches by meaning, too."""
        vectors = PassageVectors.encode(index.passages, self.model, self.cache)
        return index if vectors is None else index.with_vectors(vectors)


def table_of_parts(folder: Path, meaning: Meaning | None) -> Iterator[str]:
    """Yield the lines of a table: what the ranking is worth without each of its parts, plain and with typing errors."""
    sets = {}
    for path in (folder / name / "questions.jsonl" for name in PARTS):
        if not path.exists():
            continue
        asked = [each for each in read_questions(path) if each.passage is not None]
        articles = read_articles(path.parent / "articles")
        sets[f"{path.parent.name} ({len(asked)})"] = (articles, asked)
        sets[f"{path.parent.name}, a typo each"] = (articles, _with_typos(asked))
    yield from _head("recall@1 / recall@3", *sets)
    for name, weights in track(VARIANTS.items(), "Measuring"):
        yield _row(name, *(measure(articles, asked, weights) for articles, asked in sets.values()))
    if meaning:
        found = [measure(articles, asked, RankingWeights(), meaning) for articles, asked in sets.values()]
        yield _row("with a sentence model", *found)


def table_of_languages(folder: Path) -> Iterator[str]:
    """Yield the lines of a table: the same questions in each language, put to their own article and to another."""
    yield from _head("language", "n", "recall@1 / recall@3", "answered", "other articles' questions refused")
    for path in sorted(folder.glob("xquad/*/questions.jsonl")):
        assistant = Assistant(read_articles(path.parent / "articles"))
        asked = prepare(read_questions(path), Random(1), typos=False, crossed_articles=True)
        report = summarise(run(assistant, asked))
        yield _row(
            path.parent.name, str(report.answerable), _recall(report), _share(report.answered), _share(report.refused)
        )


def table_of_kinds(folder: Path, meaning: Meaning | None) -> Iterator[str]:
    """Yield the lines of a table: each kind of question, by words and with a sentence model."""
    model = ("with a sentence model", "right one first and answered") if meaning else ()
    yield from _head("set", "kind", "n", "recall@1 / recall@3", *model, "answered", "refused")
    for questions, articles in ((folder / name, folder / place) for name, place in KINDS):
        if not questions.exists():
            continue
        asked, assistant = read_questions(questions), Assistant(read_articles(articles))
        by_words = by_kind(run(assistant, asked))
        if meaning:
            assistant.learn_meaning(meaning.model, meaning.cache)
        by_both = by_kind(run(assistant, asked))
        for kind, report in by_both.items():
            recalls = [_recall(by_words[kind]), *([_recall(report), _share(report.right)] if meaning else [])]
            number = str(report.answerable + report.unanswerable)
            yield _row(
                questions.parent.name if questions.stem == "questions" else questions.stem,
                kind,
                number,
                *recalls,
                _share(report.answered),
                _share(report.refused),
            )


def _with_typos(questions: Sequence[LabelledQuestion]) -> list[LabelledQuestion]:
    rng = Random(1)
    return [LabelledQuestion(with_typo(q.question, rng), q.passage, q.article, q.kind) for q in questions]


def _head(*names: str) -> list[str]:
    return [_row(*names), "|---" * len(names) + "|"]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _recall(report: EvaluationReport) -> str:
    return "" if report.recall_at_1 is None else f"{report.recall_at_1:.3f} / {report.recall_at_3:.3f}"


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.3f}"


def _rewritten(text: str, tables: Sequence[Sequence[str]]) -> str:
    """Return a text with new tables in place of those that it has, one after the other."""
    parts: list[str] = []
    new = iter(tables)
    for line in text.splitlines():
        if not line.startswith("|"):
            parts.append(line)
        elif not parts or not parts[-1].startswith("|"):
            parts.extend(next(new))
    return "\n".join([*parts, ""])


def main(folder: Path) -> None:
    """Measure everything and put the tables in place of those in the document."""
    model = open_model()
    meaning = Meaning(model, Cache(Settings().cache_folder)) if model else None
    tables = [
        list(table_of_parts(folder, meaning)),
        list(table_of_languages(folder)),
        list(table_of_kinds(folder, meaning)),
    ]
    TABLE.write_text(_rewritten(TABLE.read_text(encoding="utf-8"), tables), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
