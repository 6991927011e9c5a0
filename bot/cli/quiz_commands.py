"""The commands of quizzes: be quizzed, keep the banks, read the results."""

import getpass
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from bot import console
from bot.authoring.bank import BankFile, BankReading, bank_path
from bot.authoring.checking import check_bank, check_item, guessing_strategies
from bot.authoring.drafting import Drafting
from bot.authoring.drafting import draft as draft_items
from bot.authoring.exchange import read_aiken, read_gift, write_csv, write_gift
from bot.authoring.item import Item, Status
from bot.cli.options import corpus_option, settings_for
from bot.errors import BotError
from bot.quiz import quiz_messages
from bot.quiz.banks import orphans
from bot.quiz.drawing import team_chart
from bot.quiz.quizzes import open_quizzes
from bot.quiz.staff import MAX_NAME
from bot.telegram.markup.limits import POLL_LIMITS
from bot.text import clip, counted
from corpus import Article, Corpus, FileError, read_corpus
from index import Index

_MAX_IMPORT = 2_000_000


def _name_option(command: Callable[..., None]) -> Callable[..., None]:
    return click.option("--name", metavar="NAME", help="Who you are.  [default: your account on this computer]")(
        command
    )


def _local_name(name: str | None) -> str:
    name = clip(name if name is not None else getpass.getuser(), MAX_NAME)
    if not name:
        raise click.UsageError("the name is empty; write it behind --name")
    return name


def _account(name: str) -> str:
    return f"local:{name.casefold()}"


@click.group(invoke_without_command=True)
@_name_option
@corpus_option
@click.pass_context
def quiz(context: click.Context, name: str | None, corpus: Path | None) -> None:
    """Be quizzed: five questions, those due first. The commands below keep the banks of questions."""
    context.obj = corpus
    if context.invoked_subcommand is not None:
        return
    settings, who = settings_for(corpus), _local_name(name)
    quizzes = open_quizzes(read_corpus(settings.corpus), settings.database_url, settings.zone)
    console.quiz(quizzes, _account(who), who, settings.zone)


def _corpus(context: click.Context, corpus: Path | None) -> Corpus:
    """The corpus named behind the command, or else behind `quiz`."""
    return read_corpus(settings_for(corpus or context.obj).corpus)


def _articles(corpus: Corpus, slug: str | None) -> list[Article]:
    if slug is None:
        return list(corpus.articles)
    found = [article for article in corpus.articles if article.slug == slug]
    if not found:
        raise click.UsageError(f"no article is called {slug!r}; `article-bot corpus list` names them")
    return found


def _one_article(corpus: Corpus, slug: str | None) -> Article:
    articles = _articles(corpus, slug)
    if len(articles) > 1:
        raise click.UsageError("there are several articles; name one: `article-bot corpus list` lists them")
    return articles[0]


def _path(corpus: Corpus, article: Article) -> Path:
    return bank_path(corpus.files[article.slug], article.slug)


def _with_banks(corpus: Corpus, slug: str | None) -> Iterator[tuple[Article, Path]]:
    """The articles that have a bank, and its file; where there is none at all, that is said."""
    found = [(article, _path(corpus, article)) for article in _articles(corpus, slug)]
    found = [(article, path) for article, path in found if path.exists()]
    if not found:
        click.echo("There is no bank yet: `article-bot quiz draft` proposes questions, `quiz add` asks you for one.")
    yield from found


@quiz.command()
@click.argument("slug", required=False)
@click.option("--limit", metavar="N", type=click.IntRange(1), help="At most so many drafts an article.")
@click.option("--dry-run", is_flag=True, help="Print the drafts; write nothing.")
@corpus_option
@click.pass_context
def draft(context: click.Context, slug: str | None, limit: int | None, dry_run: bool, corpus: Path | None) -> None:
    """Propose questions on one article, or on all, and add them to the banks as drafts.

    Drafts are never asked: `article-bot quiz review` lets a person approve them.
    """
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
    reasons = ", ".join(f"{n} {reason}" for reason, n in dropped.most_common())
    click.echo(f"{counted(count, 'draft')}; dropped: {reasons or 'nothing'}")
    if not count:
        click.echo("Nothing more could be proposed. `article-bot quiz add` asks you for a question of your own.")
    elif not dry_run:
        click.echo("Next: article-bot quiz review")


def _draft(article: Article, path: Path, limit: int | None, *, dry_run: bool) -> Drafting:
    if dry_run:
        drafting = draft_items(article, BankFile(path, article).read().bank.items, limit)
        for item in drafting.items:
            click.echo(f"\n{item.question}\n  + {item.answer}" + "".join(f"\n  - {w}" for w in item.wrong))
        return drafting
    with BankFile.editing(path, article) as file:
        drafting = draft_items(article, file.read().bank.items, limit)
        file.add(drafting.items)
    if drafting.items:
        click.echo(f"{path}: {counted(len(drafting.items), 'draft')}")
    return drafting


@quiz.command()
@click.argument("slug", required=False)
@corpus_option
@click.pass_context
def add(context: click.Context, slug: str | None, corpus: Path | None) -> None:
    """Write a question of your own: it is asked for field by field, and added as a draft."""
    read = _corpus(context, corpus)
    article = _one_article(read, slug)
    item = console.write_one(article, lambda item, of: check_item(item, of, POLL_LIMITS))
    if item is None:
        click.echo("Nothing was added.")
        return
    with BankFile.editing(_path(read, article), article) as file:
        file.add([_at_home(item, article, {known.id for known in file.read().bank.items})])
    click.echo(f"{_path(read, article)}: 1 draft\nNext: article-bot quiz review")


@quiz.command()
@click.argument("slug", required=False)
@click.option("--verbose", "-v", is_flag=True, help="Say also how far mere guessing gets.")
@corpus_option
@click.pass_context
def check(context: click.Context, slug: str | None, verbose: bool, corpus: Path | None) -> None:
    """Check the banks against the rules of item writing; exit code 1 if something is found."""
    read = _corpus(context, corpus)
    lost = [] if slug else [str(problem) for problem in orphans(read)]
    for line in lost:
        click.echo(line)
    found = len(lost)
    for article, path in _with_banks(read, slug):
        try:
            reading = BankFile(path, article).read()
        except FileError as error:
            click.echo(str(error))
            found += 1
            continue
        for line in [*map(str, reading.problems), *_problems(path.name, reading, article)]:
            click.echo(line)
            found += 1
        counts = Counter(str(item.status) for item in reading.bank.items)
        click.echo(f"{path.name}: " + (", ".join(f"{counts[s]} {s}" for s in Status if counts[s]) or "no items"))
        if verbose:
            for strategy, share in guessing_strategies(reading.bank.approved(), article).items():
                click.echo(f"  who always takes {strategy} is right in {share:.0%}")
    click.echo(f"{counted(found, 'problem')}.")
    sys.exit(1 if found else 0)


def _problems(name: str, reading: BankReading, article: Article) -> list[str]:
    return [
        str(FileError(name, f"item {problem.item.id}: {problem.reason}", problem.item.line))
        if problem.item
        else str(FileError(name, problem.reason))
        for problem in check_bank(reading.bank, article, POLL_LIMITS)
    ]


@quiz.command()
@click.argument("slug", required=False)
@_name_option
@corpus_option
@click.pass_context
def review(context: click.Context, slug: str | None, name: str | None, corpus: Path | None) -> None:
    """Walk through the drafts: approve, edit, retire or leave each, beside the passage that it cites."""
    read, who = _corpus(context, corpus), _local_name(name)
    for article, path in _with_banks(read, slug):
        try:
            console.review(path, article, who, lambda item, of: check_item(item, of, POLL_LIMITS))
        except FileError as error:
            click.echo(str(error), err=True)


@quiz.command(name="import")
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
    read = _corpus(context, corpus)
    of = _one_article(read, article)
    text = _text_of(file)
    aiken = kind == "aiken" or (kind is None and "{" not in text)
    imported = (read_aiken if aiken else read_gift)(text, file.name)
    path = _path(read, of)
    with BankFile.editing(path, of) as bank:
        known = bank.read().bank.items
        asked, taken = {item.question for item in known}, {item.id for item in known}
        items = [_at_home(item, of, taken) for item in imported.items if item.question not in asked]
        bank.add(items)
    again = len(imported.items) - len(items)
    if again:
        click.echo(f"{counted(again, 'question')} of them stood in the bank already.", err=True)
    for skipped in imported.skipped:
        click.echo(str(skipped), err=True)
    skipped_count = counted(len(imported.skipped), "question")
    click.echo(f"{path}: {counted(len(items), 'draft')}; {skipped_count} skipped.")
    sys.exit(1 if imported.skipped and not items else 0)


def _text_of(file: Path) -> str:
    try:
        if file.stat().st_size > _MAX_IMPORT:
            raise BotError(f"{file}: has more than {_MAX_IMPORT:,} bytes; split it")
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BotError(f"{file}: cannot be opened ({error.strerror}); check its name and permissions") from error
    except UnicodeDecodeError as error:
        raise BotError(f"{file}: is no UTF-8 text; save it as UTF-8") from error


def _at_home(item: Item, article: Article, taken: set[str]) -> Item:
    """An item from elsewhere with an id that is free, and a source and topic proposed where it has none."""
    base, number = item.id[:50], 2
    identifier = item.id[:60]
    while identifier in taken:
        identifier, number = f"{base}-{number}", number + 1
    taken.add(identifier)
    hits = Index.build([article]).search(f"{item.question} {item.answer}", limit=1)
    source, topic = item.source, item.topic
    if hits and not source:
        start, end = hits[0].best_sentence
        source = hits[0].passage.text[start:end]
    if not topic:
        section = hits[0].passage.citation.section if hits else article.sections[0].path
        topic = section[-1] if section else article.title
    return replace(item, id=identifier, source=" ".join(source.split()), topic=topic)


@quiz.command()
@click.argument("slug", required=False)
@click.option("--format", "kind", type=click.Choice(["gift", "csv"]), default="gift", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Drafts and retired items, too.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File to write.  [default: standard output]")
@corpus_option
@click.pass_context
def export(
    context: click.Context, slug: str | None, kind: str, everything: bool, output: Path | None, corpus: Path | None
) -> None:
    """Write the approved questions of a bank as GIFT, for Moodle and others, or as CSV."""
    read = _corpus(context, corpus)
    article = _one_article(read, slug)
    bank = BankFile(_path(read, article), article).read().bank
    items = bank.items if everything else bank.approved()
    text = write_csv(items) if kind == "csv" else write_gift(items)
    _write(text.encode("utf-8"), output)


@quiz.command()
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Write one row per answer into this file.")
@click.option("--chart", type=click.Path(path_type=Path), help="Write the team's chart into this PNG file.")
@corpus_option
@click.pass_context
def report(context: click.Context, table: Path | None, chart: Path | None, corpus: Path | None) -> None:
    """Show how everyone stands: mastery by topic, what is due, exams, the questions to fix."""
    settings = settings_for(corpus or context.obj)
    quizzes = open_quizzes(read_corpus(settings.corpus), settings.database_url, settings.zone)
    team = quizzes.reports.team(datetime.now(UTC))
    if table is not None:
        _write(quizzes.reports.answers_csv().encode("utf-8-sig"), table)
    if chart is not None:
        _write(team_chart(team), chart)
    console.print_report(console.make_console(), team, quizzes.reports.questions())


@quiz.command()
@click.option("--delete", is_flag=True, help="Delete it all.")
@click.option("--account", metavar="ACCOUNT", help="Someone else's, for who keeps the database: telegram:42.")
@_name_option
@corpus_option
@click.pass_context
def mydata(context: click.Context, delete: bool, account: str | None, name: str | None, corpus: Path | None) -> None:
    """Print what is stored about you, as JSON; with --delete, delete it."""
    settings, account = settings_for(corpus or context.obj), account or _account(_local_name(name))
    staff = open_quizzes(read_corpus(settings.corpus), settings.database_url, settings.zone).staff
    if delete:
        click.echo(quiz_messages.FORGOTTEN if staff.forget(account) else quiz_messages.NOT_STORED)
    else:
        data = staff.data(account)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2) if data else quiz_messages.NOT_STORED)


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise BotError(f"{output}: cannot be written ({error.strerror}); name another file") from error
    click.echo(f"{output}: written", err=True)
