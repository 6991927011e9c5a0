"""What is deployed with names settings and commands that there are."""

import re
import shlex
import tomllib
from configparser import RawConfigParser
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.cli import main
from bot.settings import Settings
from tests.paths import ROOT

DEPLOY = ROOT / "deploy"
FILES = [path for path in (*sorted(DEPLOY.iterdir()), ROOT / ".env.example") if path.is_file()]
SETTINGS = {f"ARTICLE_BOT_{name.upper()}" for name in Settings.model_fields}


class _Unit(RawConfigParser):
    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit(name: str) -> RawConfigParser:
    parsed = _Unit(strict=False, delimiters="=", comment_prefixes="#")
    parsed.read(DEPLOY / name, encoding="utf-8")
    return parsed


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_named_is_one(path: Path) -> None:
    named = set(re.findall(r"ARTICLE_BOT_[A-Z_]+", path.read_text(encoding="utf-8")))
    assert named <= SETTINGS


def test_the_readme_lists_every_setting() -> None:
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert {f"ARTICLE_BOT_{name}" for name in listed} == SETTINGS


def test_the_example_of_settings_is_read_and_sets_no_secret() -> None:
    settings = Settings(_env_file=ROOT / ".env.example")  # type: ignore[call-arg]
    assert settings.telegram_token is None
    assert not settings.managers


@pytest.mark.parametrize("name", ["article-bot.service", "article-bot-backup.service"])
def test_a_service_starts_a_command_that_there_is_without_rights(name: str) -> None:
    service = unit(name)["Service"]
    program, command, *_ = shlex.split(service["ExecStart"])
    assert program == "/opt/article-bot/.venv/bin/article-bot"
    assert command in main.commands
    assert service["User"] == "article-bot"
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert service["SystemCallFilter"].startswith("~@privileged")  # the last line of several


def test_the_image_is_built_from_all_that_building_reads() -> None:
    """Without setup.py it would be built, and speak English alone: that compiles the catalogues."""
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    words = [line.split() for line in lines if line.startswith("COPY ") and "--from" not in line]
    copied = {name for _, *names, _ in words for name in names}
    let_in = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert copied == let_in
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    built = {name.partition(".")[0] for name in packages}
    read = {"pyproject.toml", "setup.py", "setup.cfg", "MANIFEST.in", "README.md", "LICENSE"}
    assert copied == {"requirements.txt"} | built | {name for name in read if (ROOT / name).exists()}


def test_the_service_is_watched_and_started_anew() -> None:
    service = unit("article-bot.service")["Service"]
    assert (service["Type"], service["Restart"]) == ("notify", "always")
    assert service["WatchdogSec"] == "60s"


def test_the_containers_take_each_others_database() -> None:
    alone, both = (YAML(typ="safe").load(DEPLOY / name) for name in ("compose.yaml", "compose.postgres.yaml"))
    bot, database = both["services"]["bot"], both["services"]["database"]["environment"]
    address = bot["environment"]["ARTICLE_BOT_DATABASE"]
    assert address.startswith(f"postgresql+pg8000://{database['POSTGRES_USER']}:")
    assert address.endswith(f"@database/{database['POSTGRES_DB']}")
    assert alone["services"]["bot"]["read_only"] is True
    assert set(both["services"]) - {"database"} == set(alone["services"])
