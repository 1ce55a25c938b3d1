"""Run pip-audit on the locked packages, and evaluate its report: see `script/audit`.

The audit log of an instance is verified by `gutfactors audit verify`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

LOCK = "requirements-test.txt"
"""The lock for tests, which includes the other one."""

SECONDS = 120
AUDIT = (
    "-m", "pip_audit", "--requirement", LOCK, "--disable-pip", "--require-hashes", "--format", "json",
    "--progress-spinner", "off", "--timeout", "10",
)  # fmt: skip

NO_SERVICE = (
    "NOT AUDITED: no vulnerability service can be reached from here. "
    "Run script/audit where PyPI can be asked."
)


def audit_report() -> str:
    """Return the JSON report of pip-audit, or "" (and the reason on standard error) without a connection."""
    try:
        done = subprocess.run(
            [sys.executable, *AUDIT], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    if not done.stdout.strip():
        sys.stderr.write("\n".join(done.stderr.strip().splitlines()[-3:]) + "\n")
    return done.stdout


def packages_in(text: str) -> Sequence[Mapping[str, Any]]:
    """Return the packages of a report; none if it is not a report."""
    try:
        found: Sequence[Mapping[str, Any]] = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return []
    return found


def evaluate(text: str, *, is_required: bool) -> tuple[list[str], int]:
    """Return the lines to print and the exit code."""
    packages = packages_in(text)
    skipped = [each for each in packages if "skip_reason" in each]
    if len(skipped) == len(packages):
        return [NO_SERVICE], int(is_required)
    faults = [
        f"{each['name']} {each['version']}: {known['id']}, mended in {_fixed_in(known)}"
        for each in packages
        for known in each.get("vulns", ())
    ]
    faults += [f"{each['name']} could not be audited: {each['skip_reason']}" for each in skipped]
    if faults:
        return [*faults, "Raise what is mended with  script/lock -P NAME"], 1
    return [f"{len(packages)} packages, none with a known vulnerability."], 0


def _fixed_in(known: Mapping[str, Any]) -> str:
    return ", ".join(known["fix_versions"]) or "no version"


def main(arguments: Sequence[str]) -> int:
    """Print the result, and return the exit code."""
    if not set(arguments) <= {"--required"}:
        sys.stderr.write("usage: script/audit [--required]\n")
        return 2
    sentences, code = evaluate(audit_report(), is_required="--required" in arguments)
    sys.stdout.write("\n".join(sentences) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
