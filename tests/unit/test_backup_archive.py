"""What comes out of an archive that anybody may have written."""

import gzip
import hashlib
import io
import json
import random
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import BotError
from bot.operation.backup_archive import FORM, MANIFEST, ArchiveBounds, unpack


def pack(target: Path, *members: tuple[tarfile.TarInfo, bytes], manifest: dict[str, object] | None = None) -> Path:
    """Write an archive with these members, and a manifest that tells the truth unless another is given."""
    digests = {info.name: hashlib.sha256(content).hexdigest() for info, content in members}
    told = {"form": FORM, "version": "1", "made": "today", "files": digests} | (manifest or {})
    with tarfile.open(target, "w:gz") as archive:
        for info, content in (*members, plain(MANIFEST, json.dumps(told).encode())):
            archive.addfile(info, io.BytesIO(content))
    return target


def plain(name: str, content: bytes = b"x") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    return info, content


def special(kind: bytes, name: str = "corpus/a.md", link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info, b""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def refusal(file: Path, out: Path, bounds: ArchiveBounds = ArchiveBounds()) -> str:
    with pytest.raises(BotError) as caught:
        unpack(file, out, bounds)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith("Nothing was changed")
    return str(caught.value)


def test_what_was_packed_comes_out_whatever_the_sizes(tmp_path: Path, out: Path) -> None:
    contents = [b"", b"x", b"y" * 511, b"z" * 512, b"w" * 513, b"v" * (2**20 + 512), b"u" * (3 * 2**20)]
    file = pack(tmp_path / "b.tar.gz", *(plain(f"corpus/sub/{n}.md", each) for n, each in enumerate(contents)))
    unpacked = unpack(file, out)
    assert unpacked.articles == [f"sub/{n}.md" for n in range(len(contents))]
    assert [(out / "corpus" / name).read_bytes() for name in unpacked.articles] == contents


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "/etc/evil", "corpus/../../evil", "corpus//evil", "corpus/.hidden", "corpus/a\\b", "corpus/C:x",
        "other", "corpus/a\nb", "corpus/" + "x" * 201, "corpus/" + "d/" * 25 + "x", "corpus", "records.db/x",
        "corpus/./x",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, out: Path, name: str) -> None:
    assert "is no name of a backup's file" in refusal(pack(tmp_path / "b.tar.gz", plain(name)), out)
    assert list(tmp_path.rglob("evil")) == []


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_links_devices_and_pipes_are_refused(tmp_path: Path, out: Path, kind: bytes) -> None:
    assert "no plain file" in refusal(pack(tmp_path / "b.tar.gz", special(kind, link="/etc/passwd")), out)
    assert [path for path in out.rglob("*") if not path.is_dir()] == []


def test_a_name_that_comes_twice_is_refused(tmp_path: Path, out: Path) -> None:
    file = pack(tmp_path / "b.tar.gz", plain("corpus/a.md"), plain("corpus/a.md", b"other"))
    assert "is in it twice" in refusal(file, out)


def test_more_bytes_or_files_than_there_may_be_are_refused(tmp_path: Path, out: Path) -> None:
    file = pack(tmp_path / "b.tar.gz", plain("corpus/a.md", b"\0" * 10_000_000))
    assert file.stat().st_size < 20_000
    assert "unpacks to more" in refusal(file, out, ArchiveBounds(bytes=1_000_000))
    many = pack(tmp_path / "m.tar.gz", *(plain(f"corpus/{n}.md") for n in range(5)))
    (tmp_path / "other").mkdir()
    assert "more than 3 files" in refusal(many, tmp_path / "other", ArchiveBounds(files=3))


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_header_that_would_fill_the_memory_is_not_read(tmp_path: Path, out: Path, kind: bytes) -> None:
    info = tarfile.TarInfo("long")
    info.type, info.size = kind, 2**32
    file = tmp_path / "b.tar.gz"
    with gzip.open(file, "wb") as packed:
        packed.write(info.tobuf())
        packed.write(b"\0" * 5_000_000)
    assert "a header is too long" in refusal(file, out)


def test_a_sparse_file_is_refused(tmp_path: Path, out: Path) -> None:
    info, content = plain("corpus/a.md", b"1\n0\n1\nx")
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "99999999999"}
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info, io.BytesIO(content))
    refusal(tmp_path / "b.tar.gz", out)


@pytest.mark.parametrize(
    "harm",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-4],
        lambda whole: whole[:200] + bytes([whole[200] ^ 0xFF]) + whole[201:],
        lambda _: b"",
        lambda _: b"no archive at all",
        lambda _: gzip.compress(b"no archive at all" * 100),
    ],
    ids=["cut", "without its end", "a bit", "empty", "text", "packed text"],
)
def test_a_damaged_backup_is_refused_in_one_line(tmp_path: Path, out: Path, harm: Callable[[bytes], bytes]) -> None:
    content = random.Random(1).randbytes(5000)
    file = pack(tmp_path / "b.tar.gz", plain("corpus/a.md", content), plain("corpus/b.md", content[::-1]))
    file.write_bytes(harm(file.read_bytes()))
    refusal(file, out)


def test_what_the_manifest_does_not_say_is_refused(tmp_path: Path, out: Path) -> None:
    file = pack(tmp_path / "b.tar.gz", plain("corpus/a.md"), manifest={"files": {}})
    assert "does not hold what its manifest says" in refusal(file, out)


def test_the_form_of_a_newer_program_is_refused(tmp_path: Path, out: Path) -> None:
    file = pack(tmp_path / "b.tar.gz", plain("corpus/a.md"), manifest={"form": FORM + 1})
    assert "newer article-bot" in refusal(file, out)


def test_an_archive_without_a_manifest_is_refused(tmp_path: Path, out: Path) -> None:
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        archive.addfile(plain("corpus/a.md")[0], io.BytesIO(b"x"))
    assert "has no manifest" in refusal(tmp_path / "b.tar.gz", out)
