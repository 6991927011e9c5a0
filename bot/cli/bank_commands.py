"""The commands that keep the banks of questions: draft, add, check, review, import, export."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.options import corpus_option, local_name, name_option, open_corpus, settings_for, write_file
from bot.errors import BotError
from bot.text import counted
from corpus import Reason

if TYPE_CHECKING:
    from bot.authoring.bank import BankReading
    from bot.authoring.drafting import Drafting
    from corpus import Article, Corpus

_MAX_IMPORT = 2_000_000
_ENDINGS = {"": "gift", ".gift": "gift", ".txt": "gift", ".csv": "csv"}


def _corpus(context: click.Context, corpus: Path | None) -> Corpus:
    """Read the corpus named behind the command, or else behind `quiz`."""
    return open_corpus(settings_for(corpus or context.obj))


def _articles(corpus: Corpus, slug: str | None) -> list[Article]:
    if slug is None:
        return list(corpus.articles)
    found = [article for article in corpus.articles if article.slug == slug]
    if not found:
        raise click.UsageError(f"no article is called {slug!r}; `article-bot corpus list` names them")
    return found


def _one_article(corpus: Corpus, slug: str | None, how: str) -> Article:
    """Return the only article, or the one named; else say how to name it, with a slug behind `how`."""
    articles = _articles(corpus, slug)
    if len(articles) > 1:
        example = f"article-bot quiz {how} {articles[0].slug}"
        raise click.UsageError(
            f"there are several articles; name one: `{example}`; `article-bot corpus list` lists them"
        )
    return articles[0]


def _next(context: click.Context, corpus: Path | None) -> str:
    """Say what to do next, with the corpus that was named on the command line."""
    named = corpus or context.obj
    return "Next: article-bot quiz review" + (f" --corpus {shlex.quote(str(named))}" if named else "")


def _path(corpus: Corpus, article: Article) -> Path:
    from bot.authoring.bank import bank_path

    return bank_path(corpus.files[article.slug], article.slug)


def _with_banks(corpus: Corpus, slug: str | None) -> Iterator[tuple[Article, Path]]:
    """Give the articles that have a bank, each with its file; say so where there is none at all."""
    found = [(article, _path(corpus, article)) for article in _articles(corpus, slug)]
    found = [(article, path) for article, path in found if path.exists()]
    if not found:
        click.echo("There is no bank yet: `article-bot quiz draft` proposes questions, `quiz add` asks you for one.")
    yield from found


@click.command()
@click.argument("slug", required=False)
@click.option("--limit", metavar="N", type=click.IntRange(1), help="At most so many drafts an article.")
@click.option("--dry-run", is_flag=True, help="Print the drafts; write nothing.")
@click.option("--verbose", "-v", is_flag=True, help="Say also what was dropped, and why.")
@corpus_option
@click.pass_context
def draft(
    context: click.Context, slug: str | None, limit: int | None, dry_run: bool, verbose: bool, corpus: Path | None
) -> None:
    """Propose questions on one article, or on all, and add them to the banks as drafts.

    Drafts are never asked: `article-bot quiz review` lets a person approve them.
    """
    from corpus import FileError

    read = _corpus(context, corpus)
    dropped: Counter[str] = Counter()
    articles = _articles(read, slug)
    count = 0
    with click.progressbar(articles, label="Reading", file=sys.stderr, hidden=len(articles) < 2) as shown:
        for article in shown:
            try:
                drafting = _draft(article, _path(read, article), limit, dry_run=dry_run)
            except FileError as error:
                click.echo(str(error), err=True)
                continue
            dropped.update(drafting.dropped)
            count += len(drafting.items)
    reasons = ", ".join(f"{n} {reason}" for reason, n in dropped.most_common()) if verbose else ""
    click.echo(f"{counted(count, 'draft')}{'; dropped: ' if reasons else '.'}{reasons}")
    if not count:
        click.echo(_nothing_drafted(dropped))
    elif not dry_run:
        click.echo(_next(context, corpus))


def _nothing_drafted(dropped: Counter[str]) -> str:
    """Say why nothing is proposed, and what to do."""
    from bot.authoring.drafting import OTHER_LANGUAGE

    why = "Drafts are made in English only." if dropped[OTHER_LANGUAGE] else "Nothing more can be proposed by itself."
    return (
        f"{why} `article-bot quiz add` goes through the document with you: it proposes a question at each sentence,"
        " and you choose the wrong options. Tables with a header row, numbered steps and lists give most drafts."
    )


def _draft(article: Article, path: Path, limit: int | None, *, dry_run: bool) -> Drafting:
    from bot.authoring.bank import BankFile, read_bank
    from bot.authoring.composing import add_drafts
    from bot.authoring.drafting import draft as draft_items

    if dry_run:
        drafting = draft_items(article, read_bank(path, article).bank.items, limit)
        for item in drafting.items:
            click.echo(f"\n{item.question}\n  + {item.answer}" + "".join(f"\n  - {w}" for w in item.wrong))
        return drafting
    drafting = add_drafts(path, article, limit)
    if drafting.items:
        click.echo(f"{BankFile(path, article).path}: {counted(len(drafting.items), 'draft')}")
    return drafting


@click.command()
@click.argument("slug", required=False)
@name_option
@corpus_option
@click.pass_context
def add(context: click.Context, slug: str | None, name: str | None, corpus: Path | None) -> None:
    """Write questions with help: each sentence has a question proposed, and you choose the wrong options."""
    from bot.console.composing import write_items
    from bot.telegram.markup.limits import check_for_poll

    read = _corpus(context, corpus)
    article = _one_article(read, slug, "add")
    path = _path(read, article)
    added = write_items(path, article, local_name(name), check_for_poll)
    click.echo(
        f"{path}: {counted(added, 'question')} added\n{_next(context, corpus)}" if added else "Nothing was added."
    )


@click.command()
@click.argument("slug", required=False)
@click.option("--verbose", "-v", is_flag=True, help="Say also how far mere guessing gets.")
@corpus_option
@click.pass_context
def check(context: click.Context, slug: str | None, verbose: bool, corpus: Path | None) -> None:
    """Check the banks against the rules of item writing; exit code 1 if something is found."""
    from bot.authoring.bank import read_bank
    from bot.authoring.checking import guessing_strategies, open_book
    from bot.quiz.banks import orphans
    from corpus import FileError

    read = _corpus(context, corpus)
    lost = [] if slug else [str(problem) for problem in orphans(read)]
    for line in lost:
        click.echo(line)
    found = len(lost)
    for article, path in _with_banks(read, slug):
        try:
            reading = read_bank(path, article)
        except FileError as error:
            click.echo(str(error))
            found += 1
            continue
        for line in [*map(str, reading.problems), *_problems(path.name, reading, article)]:
            click.echo(line)
            found += 1
        click.echo(f"{path.name}: {_counts(reading)}")
        if reading.bank.approved():
            guesses = sorted(guessing_strategies(reading.bank.approved(), article).items(), key=lambda guess: -guess[1])
            for strategy, share in guesses if verbose else guesses[:1]:
                click.echo(f"  who always takes {strategy} is right in {share:.0%}")
            share = open_book(reading.bank.approved(), article)
            click.echo(f"  who looks it up in the open article is right in {share:.0%} (that is no fault)")
    click.echo(f"{counted(found, 'problem')}.")
    sys.exit(1 if found else 0)


def _counts(reading: BankReading) -> str:
    """Count the items by status, and those that the project approved and no person has signed."""
    from bot.authoring.item import Status

    counts = Counter(str(item.status) for item in reading.bank.items)
    unsigned = sum(item.awaits_person for item in reading.bank.approved())
    said = ", ".join(f"{counts[status]} {status}" for status in Status if counts[status]) or "no items"
    note = f"; {unsigned} written by the project and not signed by a person: `article-bot quiz review` signs them"
    return said + (note if unsigned else "")


def _problems(name: str, reading: BankReading, article: Article) -> list[str]:
    from bot.authoring.checking import check_bank
    from bot.telegram.markup.limits import POLL_LIMITS
    from corpus import FileError

    return [
        str(FileError(name, Reason.in_english(f"item {problem.item.id}: {problem.reason}"), problem.item.line))
        if problem.item
        else str(FileError(name, Reason.in_english(problem.reason)))
        for problem in check_bank(reading.bank, article, POLL_LIMITS)
    ]


@click.command()
@click.argument("slug", required=False)
@name_option
@corpus_option
@click.pass_context
def review(context: click.Context, slug: str | None, name: str | None, corpus: Path | None) -> None:
    """Walk through what awaits a person: approve, edit, retire or leave each, beside the passage that it cites."""
    from bot.console.reviewing import review_drafts
    from bot.telegram.markup.limits import check_for_poll
    from corpus import FileError

    read, who = _corpus(context, corpus), local_name(name)
    for article, path in _with_banks(read, slug):
        try:
            if not review_drafts(path, article, who, check_for_poll):
                break
        except FileError as error:
            click.echo(str(error), err=True)


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--article", metavar="SLUG", help="The article that the questions are on.")
@click.option("--format", "kind", type=click.Choice(["gift", "aiken"]), help="[default: told from the text]")
@corpus_option
@click.pass_context
def import_items(
    context: click.Context, file: Path, article: str | None, kind: str | None, corpus: Path | None
) -> None:
    """Add the questions of a GIFT or Aiken FILE to a bank, as drafts.

    Where a question has no source, the sentence of the article that fits it best is proposed.
    """
    from bot.authoring.bank import BankFile
    from bot.authoring.exchange import read_aiken, read_gift
    from bot.authoring.exchange.imported import adopt_item

    read = _corpus(context, corpus)
    of = _one_article(read, article, "import FILE --article")
    text = _text_of(file)
    aiken = kind == "aiken" or (kind is None and "{" not in text)
    imported = (read_aiken if aiken else read_gift)(text, file.name)
    path = _path(read, of)
    with BankFile.editing(path, of) as bank:
        known = bank.read().bank.items
        asked, taken = {item.question for item in known}, {item.id for item in known}
        items = [adopt_item(item, of, taken) for item in imported.items if item.question not in asked]
        bank.add(items)
    again = len(imported.items) - len(items)
    if again:
        click.echo(f"{counted(again, 'question')} of them stood in the bank already.", err=True)
    for told in (*imported.skipped, *imported.left_out):
        click.echo(str(told), err=True)
    skipped_count = counted(len(imported.skipped), "question")
    click.echo(f"{path}: {counted(len(items), 'draft')}; {skipped_count} skipped.")
    sys.exit(1 if imported.skipped and not items else 0)


def _text_of(file: Path) -> str:
    try:
        if file.stat().st_size > _MAX_IMPORT:
            raise BotError(f"{file}: has more than {_MAX_IMPORT:,} bytes; split it")
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        from corpus import explain_os_error

        raise BotError(
            f"{file}: cannot be opened {explain_os_error(error, 'check its name and permissions')}"
        ) from error
    except UnicodeDecodeError as error:
        raise BotError(f"{file}: is no UTF-8 text; save it as UTF-8") from error


@click.command()
@click.argument("slug", required=False)
@click.option("--format", "kind", type=click.Choice(["gift", "csv"]), help="[default: by the ending, else gift]")
@click.option("--all", "everything", is_flag=True, help="Drafts and retired items, too.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File to write.  [default: standard output]")
@corpus_option
@click.pass_context
def export(
    context: click.Context,
    slug: str | None,
    kind: str | None,
    everything: bool,
    output: Path | None,
    corpus: Path | None,
) -> None:
    """Write the approved questions of a bank as GIFT, for Moodle and others, or as CSV."""
    from bot.authoring.bank import read_bank
    from bot.authoring.exchange import write_csv, write_gift

    ending = output.suffix.lower() if output else ""
    if kind is None and ending not in _ENDINGS:
        raise click.UsageError(f"{output}: {ending} is no known ending; write .gift, .txt or .csv, or name --format")
    kind = kind or _ENDINGS[ending]
    read = _corpus(context, corpus)
    article = _one_article(read, slug, "export")
    bank = read_bank(_path(read, article), article).bank
    items = bank.items if everything else bank.approved()
    text = write_csv(items) if kind == "csv" else write_gift(items)
    write_file(text.encode("utf-8"), output)


BANK_COMMANDS = (draft, add, check, review, import_items, export)
