"""Look pinned packages up in the advisory database: `python -m tests.audit requirements.txt`.

pip-audit ends well when it could look up nothing at all; this fails then, and names how many it could not.
"""

import json
import subprocess
import sys
from typing import Any

from bot.text import counted


def judge(report: dict[str, Any]) -> tuple[int, str]:
    """An exit code, and what is to be said, of a report of pip-audit's as JSON."""
    packages = report.get("dependencies", [])
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    bad = [f"{one['name']} {one['version']}: {v['id']}" for one in packages for v in one.get("vulns", ())]
    if bad:
        return 1, "\n".join((f"Found known vulnerabilities: {len(bad)}", *bad))
    if skipped or not packages:
        return 1, f"Not audited: {len(skipped)} of {len(packages)}; the advisory database does not answer for them"
    return 0, f"Audited: {counted(len(packages), 'package')}, without a known weakness"


def main() -> None:
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner=off"]
    ended = subprocess.run(
        [*command, "--format=json", "-r", *sys.argv[1:]], capture_output=True, text=True, check=False
    )
    try:
        code, said = judge(json.loads(ended.stdout))
    except ValueError:
        code, said = 1, f"Not audited: {ended.stderr.strip()[-500:]}"
    sys.stdout.write(f"{said}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
