"""What is installed holds everything that the program reads."""

import tomllib

from tests.paths import ROOT

SETUP = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]


def test_every_package_is_listed() -> None:
    inits = [path for name in ("bot", "corpus", "index") for path in (ROOT / name).rglob("__init__.py")]
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in inits}
    assert found == set(SETUP["packages"])


def test_every_data_file_is_shipped() -> None:
    for package in ("bot", "corpus", "index"):
        folder = ROOT / package
        shipped = {path for pattern in SETUP["package-data"].get(package, []) for path in folder.glob(pattern)}
        data = {path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
        data = {path for path in data if not path.name.startswith(".")}  # locks that editing leaves
        assert data <= shipped
