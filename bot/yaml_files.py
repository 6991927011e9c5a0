"""Write the YAML files that stand beside articles: banks of questions, and examples."""

import shutil
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


def write_yaml(path: Path, root: Any, yaml: YAML) -> None:
    """Write a file whole; one that fails leaves the old file. Comments survive, for `root` was loaded by `yaml`."""
    text = StringIO()
    yaml.dump(root, text)
    path = path.resolve()  # replace the file that a symbolic link points to, not the link
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text.getvalue(), encoding="utf-8")
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
