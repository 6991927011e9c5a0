"""An audit that looked nothing up is none."""

from typing import Any

import pytest

from tests.audit import judge

GOOD: dict[str, Any] = {"name": "a", "version": "1", "vulns": []}
SKIPPED: dict[str, Any] = {"name": "b", "skip_reason": "Dependency not found"}
BAD: dict[str, Any] = {"name": "c", "version": "2", "vulns": [{"id": "CVE-1"}]}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([GOOD], 0, "Audited: 1 package"),
        ([], 1, "Not audited: 0 of 0"),
        ([SKIPPED, SKIPPED], 1, "Not audited: 2 of 2"),
        ([GOOD, SKIPPED], 1, "Not audited: 1 of 2"),
        ([GOOD, SKIPPED, BAD], 1, "known vulnerabilities: 1\nc 2: CVE-1"),
    ],
)
def test_what_was_not_looked_up_fails(packages: list[dict[str, Any]], code: int, said: str) -> None:
    result = judge({"dependencies": packages})
    assert result[0] == code
    assert said in result[1]
