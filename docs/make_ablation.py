"""Measure what each part of the ranking is worth, and write docs/ABLATION.md.

    python docs/make_ablation.py FOLDER

FOLDER holds one folder for each set, with `articles/` and `questions.jsonl` (as `article-bot eval` reads
them) in it. Each question is put to its own article.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from rich.progress import track

from corpus import Article, read_articles
from index import Index, PassageVectors, RankingWeights, SentenceModel, open_model
from index.evaluation import LabelledQuestion, evaluate, read_questions, summarise, with_typo

TABLE = Path(__file__).parent / "ABLATION.md"

VARIANTS = {
    "everything": RankingWeights(),
    "without best sentence": RankingWeights(sentence=0),
    "without passages beside": RankingWeights(context=0),
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
    model: SentenceModel | None = None,
) -> str:
    """Recall at 1 and 3, each question put to its own article."""
    indexes = {article.slug: Index.build([article], weights=weights) for article in articles}
    if model is not None:
        indexes = {slug: _with_meaning(index, model) for slug, index in indexes.items()}
    slugs = list(indexes)
    report = summarise(
        list(evaluate(questions, lambda q: (True, indexes[q.article or slugs[0]].search(q.question, limit=3))))
    )
    return f"{report.recall_at_1:.3f} / {report.recall_at_3:.3f}"


def _with_meaning(index: Index, model: SentenceModel) -> Index:
    vectors = PassageVectors.encode(index.passages, model)
    return index if vectors is None else index.with_vectors(vectors)


def main(folder: Path) -> None:
    """Measure all variants on all sets, plain and with typing errors."""
    sets = {}
    for path in sorted(folder.glob("*/questions.jsonl")):
        asked = [each for each in read_questions(path) if each.passage is not None]
        rng = Random(1)
        faulty = [LabelledQuestion(with_typo(q.question, rng), q.passage, q.article, q.kind) for q in asked]
        articles = read_articles(path.parent / "articles")
        sets[f"{path.parent.name} ({len(asked)})"] = (articles, asked)
        sets[f"{path.parent.name}, a typo each"] = (articles, faulty)
    rows = [
        f"| {name} | {' | '.join(measure(articles, asked, weights) for articles, asked in sets.values())} |"
        for name, weights in track(VARIANTS.items(), "Measuring")
    ]
    if model := open_model():
        found = [measure(articles, asked, RankingWeights(), model) for articles, asked in sets.values()]
        rows.append(f"| with a sentence model | {' | '.join(found)} |")
    head = [f"| recall@1 / recall@3 | {' | '.join(sets)} |", "|---" * (len(sets) + 1) + "|"]
    text = (
        TABLE.read_text(encoding="utf-8").partition("\n| recall@1")[0] if TABLE.exists() else "# Ablation\n"
    ).rstrip()
    TABLE.write_text("\n".join([text, "", *head, *rows, ""]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
