"""Bytes are read in the encoding that they were saved in, or it is said that this was guessed."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.text import plain
from corpus.formats.text.encoding import decode, decode_text
from corpus.parsed import FormatError
from tests.growth import grows_linearly

FRENCH = "Café\n\nLe café crème se boit très chaud, même l'été, à côté de la fenêtre. C'est déjà ça.\n"
GERMAN = "Küche\n\nDie Köchin prüft täglich die Größe der Klöße und schließt abends die Tür. Das ist für alle schön.\n"
SPANISH = "Té\n\nLa tetera está en el rincón más cálido del salón. Mañana llegará el señor Núñez con más té.\n"
POLISH = "Herbata\n\nWodę gotuje się dwa razy. Później dodaje się liście, które już są świeże, i trochę miodu.\n"
CZECH = "Čaj\n\nVoda se vaří dvakrát. Lístky jsou čerstvé a už se můžou přidat, když je konvice horká.\n"
HUNGARIAN = "Tea\n\nA vizet kétszer főzzük, és a leveleket később adjuk hozzá. Az első csésze a legfrissebb ízű.\n"
TURKISH = "Çay\n\nSu iki kez kaynatılır ve sonra yapraklar eklenir. Çayın rengi açık olmalı, şekeri az.\n"
LITHUANIAN = "Arbata\n\nVanduo verdamas du kartus, o lapeliai dedami vėliau. Tai yra šviežia žolelių arbata.\n"
RUSSIAN = "Чай\n\nВоду кипятят дважды, а листья кладут позже. Первая чашка самая свежая и крепкая.\n"
GREEK = "Τσάι\n\nΤο νερό βράζει δύο φορές και τα φύλλα μπαίνουν αργότερα. Το πρώτο φλιτζάνι είναι το πιο φρέσκο.\n"
HEBREW = "תה\n\nהמים רותחים פעמיים והעלים נכנסים אחר כך. הכוס הראשונה היא הטרייה ביותר.\n"
JAPANESE = "お茶\n\nお湯を二回沸かしてから、茶葉を入れます。一杯目がいちばん新しいです。\n"
CHINESE = "茶\n\n水要烧开两次，然后再放茶叶。第一杯最新鲜，也最香。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_a_doubt(encoding: str) -> None:
    decoded = decode_text(FRENCH.encode(encoding))
    assert decoded.text == FRENCH
    assert decoded.doubt is None


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (FRENCH, "cp1252", "Windows-1252"),
        (FRENCH, "mac_roman", "Mac Roman"),
        (FRENCH, "cp850", "DOS 850"),
        (GERMAN, "cp1252", "Windows-1252"),
        (GERMAN, "mac_roman", "Mac Roman"),
        (SPANISH, "mac_roman", "Mac Roman"),
        (POLISH, "cp1250", "Windows-1250"),
        (POLISH, "iso8859_2", "ISO 8859-2"),
        (POLISH, "cp852", "DOS 852"),
        (CZECH, "cp1250", "Windows-1250"),
        (CZECH, "mac_latin2", "Mac Central European"),
        (HUNGARIAN, "cp1250", "Windows-1250"),
        (TURKISH, "cp1254", "Windows-1254"),
        (TURKISH, "cp857", "DOS 857"),
        (LITHUANIAN, "cp1257", "Windows-1257"),
        (RUSSIAN, "cp1251", "Windows-1251"),
        (RUSSIAN, "koi8_r", "KOI8-R"),
        (RUSSIAN, "mac_cyrillic", "Mac Cyrillic"),
        (GREEK, "cp1253", "Windows-1253"),
        (HEBREW, "cp1255", "Windows-1255"),
        (JAPANESE, "shift_jis", "Shift JIS"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (CHINESE, "gb18030", "GB 18030"),
    ],
)
def test_older_encodings_are_told_by_the_letters_and_said_to_be_a_guess(text: str, encoding: str, name: str) -> None:
    decoded = decode_text(text.encode(encoding))
    assert decoded.text == text
    assert decoded.encoding.startswith(name)
    assert decoded.doubt is not None
    assert decoded.doubt.startswith(f"Read as {decoded.encoding}, which is a guess: ")
    assert decoded.doubt.endswith("; save it as UTF-8 to be sure.")


@pytest.mark.parametrize("text", ["It’s hot.\n", "Use 5 µg at 20 °C ± 2 °C, i.e. ½ a spoon – never £5.\n"])
def test_english_with_a_few_signs_keeps_them(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_japanese_by_escapes_is_no_guess() -> None:
    decoded = decode_text(JAPANESE.encode("iso2022_jp"))
    assert (decoded.text, decoded.encoding, decoded.doubt) == (JAPANESE, "ISO-2022-JP (Japanese)", None)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, CHINESE])
def test_utf_16_and_32_without_a_mark_are_read_and_named(text: str, encoding: str) -> None:
    decoded = decode_text(text.encode(encoding))
    assert decoded.text == text
    assert "without a byte order mark" in str(decoded.doubt)


def test_utf_8_with_a_pasted_windows_quote_stays_utf_8_and_names_the_line() -> None:
    decoded = decode_text("Çay çok sıcak, déjà vu.\n".encode() * 10 + b"It\x92s hot.\n")
    assert decoded.text.endswith("It’s hot.\n")
    assert str(decoded.doubt).startswith("Read as UTF-8, but 1 byte as Windows-1252, first in line 11;")


def test_bytes_that_no_likely_encoding_has_are_refused_with_their_line() -> None:
    with pytest.raises(FormatError, match="in no encoding that can be recognised") as refusal:
        decode_text((POLISH * 40).encode("cp1250") + b"\n\x81\x83\x88\x90\n")
    assert refusal.value.line == (POLISH * 40).count("\n") + 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x00\x01\x02binary", "is binary"),
        (b"%PDF-1.4 ...", "is a PDF, not text"),
        (b"\xff\xfeo", "is marked as utf-16"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        decode_text(data)


def test_the_document_names_its_encoding_and_its_doubt() -> None:
    document = plain.read(POLISH.encode("cp1250"))
    assert document.encoding == "Windows-1250 (Central European)"
    assert [doubt.partition(",")[0] for doubt in document.doubts] == ["Read as Windows-1250 (Central European)"]
    assert plain.read(POLISH.encode()).doubts == ()


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        decoded = decode_text(data)
    except FormatError:
        return
    assert decoded.encoding
    assert "\r" not in decoded.text


HOSTILE: dict[str, tuple[Callable[[int], bytes], int]] = {
    "polish": (lambda size: (POLISH * (size // len(POLISH))).encode("cp1250"), 5_000),
    "late letters": (lambda size: b"tea " * (size // 4) + "Wodę gotuje się później".encode("cp1250"), 100_000),
    "one byte": (lambda size: b"\xff" * size, 2_000),
    "chinese": (lambda size: (CHINESE * (size // len(CHINESE))).encode("gb18030"), 1_000),
    "escapes": (lambda size: b"\x1b$B" * (size // 3), 4_000_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_time_of_a_guess_grows_no_faster_than_the_file(name: str) -> None:
    make, size = HOSTILE[name]
    assert grows_linearly(decode_text, make, size)
