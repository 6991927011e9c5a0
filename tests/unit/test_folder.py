"""A folder of articles: slugs of files of one name, what stands beside them, and what must keep nobody waiting."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest

from corpus import Cache, CorpusError, find_files, read_articles, read_corpus, sidecar_path, write_sidecar

Write = Callable[[str, str | bytes], Path]

TEA = "# Tea\n\nBoil water.\n"


def slugs(folder: Path) -> dict[str, str]:
    return {slug: str(file.relative_to(folder)) for slug, file in read_corpus(folder).files.items()}


def test_files_of_one_name_are_told_apart_by_ending_and_folder(write: Write) -> None:
    for name in ("tea.md", "tea.txt", "sub/tea.md", "sub/tea.txt", "other/cup.md"):
        folder = write(name, TEA)
    assert slugs(folder.parent.parent) == {
        "tea": "tea.md",
        "tea-txt": "tea.txt",
        "sub-tea": "sub/tea.md",
        "sub-tea-txt": "sub/tea.txt",
        "cup": "other/cup.md",
    }


def test_a_file_whose_bare_name_is_free_keeps_it(write: Write) -> None:
    for name in ("tea.md", "tea.txt", "tea-txt.md", "sub/tea-txt.txt"):
        folder = write(name, TEA)
    assert slugs(folder.parent.parent) == {
        "tea": "tea.md",
        "tea-txt": "tea-txt.md",
        "tea-txt-2": "tea.txt",
        "sub-tea-txt": "sub/tea-txt.txt",
    }


def test_a_slug_does_not_depend_on_whether_the_other_file_can_be_read(write: Write) -> None:
    write("tea.md", b"\x00")
    assert set(slugs(write("tea.txt", "Tea\n\nBoil water.").parent)) == {"tea-txt"}


def test_the_title_is_that_of_the_name_and_not_of_the_slug(write: Write) -> None:
    write("green-tea.md", "Boil water.")
    corpus = read_corpus(write("green-tea.txt", "It is boiled. With water.\n\nAnd leaves.").parent)
    assert [article.title for article in corpus.articles] == ["Green tea", "Green tea"]


def test_a_readme_beside_articles_is_named_as_skipped_and_no_problem(write: Write) -> None:
    write("tea.md", TEA)
    corpus = read_corpus(write("README.md", TEA).parent)
    assert [article.slug for article in corpus.articles] == ["tea"]
    assert corpus.problems == ()
    (skipped,) = corpus.skipped
    assert str(skipped).startswith("README.md: is not read")


def test_a_folder_of_nothing_but_a_readme_says_so(write: Write) -> None:
    with pytest.raises(CorpusError, match=r"(?s)holds no article.*README\.md: is not read"):
        read_articles(write("README.md", TEA).parent)


def test_a_subfolder_that_cannot_be_looked_into_is_named(write: Write) -> None:
    write("tea.md", TEA)
    closed = write("closed/cup.md", TEA).parent
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("whoever runs this may read everything")
        corpus = read_corpus(closed.parent)
    finally:
        closed.chmod(0o700)
    assert [str(problem) for problem in corpus.problems] == [
        "closed: cannot be read (Permission denied); check its permissions"
    ]


def test_a_link_to_a_folder_is_named_and_not_followed(write: Write) -> None:
    folder = write("tea.md", TEA).parent
    (folder / "round").symlink_to(folder, target_is_directory=True)
    (problem,) = read_corpus(folder).problems
    assert "round: is a link to a folder" in str(problem)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file")
def test_an_endless_file_is_named_and_the_others_are_served(write: Write) -> None:
    folder = write("tea.md", TEA).parent
    (folder / "endless.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe")
    (folder / "waiting.txt").symlink_to(folder / "pipe")
    corpus = read_corpus(folder)
    assert [article.slug for article in corpus.articles] == ["tea"]
    assert [problem.name for problem in corpus.problems] == ["endless.txt", "waiting.txt"]
    assert all("is no ordinary file" in str(problem) for problem in corpus.problems)


def test_a_long_text_is_read_in_a_process_of_its_own_and_the_same(write: Write) -> None:
    text = "Tea\n\n" + "Boil the water, and pour it over the leaves.\n\n" * 4000
    (article,) = read_articles(write("tea.txt", text))
    assert article.title == "Tea"
    assert sum(1 for _ in article.paragraphs()) == 4000


def test_a_folder_nested_deeply_is_walked(write: Write) -> None:
    place = "/".join(["d"] * 300)
    assert "tea" in find_files(write(f"{place}/tea.md", TEA).parents[300]).files


def test_the_files_that_are_read_are_counted_for_whoever_waits(write: Write) -> None:
    seen: list[str] = []

    def progress(files: Sequence[Path]) -> Iterable[Path]:
        for file in files:
            seen.append(file.name)
            yield file

    write("tea.md", TEA)
    read_corpus(write("cup.md", TEA).parent, progress=progress)
    assert seen == ["cup.md", "tea.md"]


def test_a_review_date_is_kept_in_a_file_beside_the_article(write: Write) -> None:
    file = write("tea.md", TEA)
    assert read_articles(file)[0].review is None
    sidecar_path(file).write_text(write_sidecar(date(2026, 3, 1)), encoding="utf-8")
    assert read_articles(file)[0].review == date(2026, 3, 1)
    assert read_corpus(file.parent).problems == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("notice: This is not medical advice.\n", "This is not medical advice."),
        ('review: 2026-03-01\nnotice: "For staff: read § 4, too."\n', "For staff: read § 4, too."),
        ("notice: 'For staff # of the ward'\n", "For staff # of the ward"),
    ],
)
def test_a_notice_is_kept_in_a_file_beside_the_article(write: Write, written: str, read: str) -> None:
    write("tea.md.meta.yaml", written)
    assert read_articles(write("tea.md", TEA))[0].notice == read


def test_a_notice_stands_in_front_matter_and_goes_through_the_cache(write: Write, tmp_path: Path) -> None:
    file = write("articles/tea.md", "---\nnotice: This is not\n  medical advice.\n---\n" + TEA)
    for _ in range(2):
        (article,) = read_corpus(file, Cache(tmp_path / "cache")).articles
        assert article.notice == "This is not medical advice."
        assert "advice" not in article.text


def test_a_notice_that_is_too_long_is_one_line(write: Write) -> None:
    write("tea.md.meta.yaml", f"notice: {'x' * 301}\n")
    (problem,) = read_corpus(write("tea.md", TEA)).problems
    assert str(problem) == "tea.md.meta.yaml, line 1: the notice is longer than 300 characters; shorten it"


def test_articles_past_their_review_date_are_named(write: Write) -> None:
    write("tea.md.meta.yaml", "review: 2025-03-01\n")
    corpus = read_corpus(write("tea.md", TEA).parent)
    assert corpus.overdue(date(2025, 3, 1)) == []
    assert [str(late) for late in corpus.overdue(date(2025, 3, 2))] == [
        "tea.md: was due to be reviewed on 2025-03-01; set a new date"
    ]


@pytest.mark.parametrize(
    "line", ["review: 1 March 2026", "review: '2026-03-01' # the law changes", 'review:"2026-03-01"']
)
def test_a_review_date_may_be_written_by_hand(write: Write, line: str) -> None:
    write("tea.md.meta.yaml", f"# by hand\n---\n\n{line}\n")
    assert read_articles(write("tea.md", TEA))[0].review == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"review: soon\n", "tea.md.meta.yaml, line 1: 'soon' is no date; write one line such as review: 2026-03-01"),
        (b"\nReviewed in spring\n", "tea.md.meta.yaml, line 2: is not understood"),
        (b"\xff\xfe", "tea.md.meta.yaml: is no UTF-8 text"),
        (b"review:" + b" " * 9_000 + b"x", "is no date"),
        (b"a: &a [x]\nb: [*a, *a]", "line 1: is not understood"),
    ],
)
def test_a_wrong_file_of_that_kind_is_named_and_the_article_served(write: Write, content: bytes, reason: str) -> None:
    write("tea.md.meta.yaml", content)
    corpus = read_corpus(write("tea.md", TEA).parent)
    assert [article.review for article in corpus.articles] == [None]
    assert reason in str(corpus.problems[0])


@pytest.mark.skipif(sys.platform == "win32", reason="has no such names")
def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text(TEA, encoding="utf-8")
    assert [article.slug for article in read_articles(tmp_path)] == ["caf-"]


def test_a_name_that_leaves_no_room_for_names_beside_it_is_a_problem_and_the_rest_is_served(write: Write) -> None:
    write(f"{'a' * 201}.md", TEA)
    write(f"{'b' * 200}.md", TEA)
    corpus = read_corpus(write("tea.md", TEA).parent)
    assert [article.slug for article in corpus.articles] == ["b" * 200, "tea"]
    assert [str(problem) for problem in corpus.problems] == [
        f"{'a' * 201}.md: has a name of more than 200 bytes; shorten it"
    ]


def test_a_slug_made_of_long_folders_leaves_room_for_names_beside_it(write: Write) -> None:
    folder = write("tea.md", TEA).parent
    write(f"{'c' * 150}/{'d' * 150}/tea.md", TEA)
    assert slugs(folder) == {"tea": "tea.md", "tea-md": f"{'c' * 150}/{'d' * 150}/tea.md"}
