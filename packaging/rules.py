"""Tells which rules of the shop are shown to work: runs the acceptance tests and lists every rule with its own.

python3 packaging/dev.py rules [--brief] [pytest's arguments]
"""

import sys
from collections import defaultdict
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
ACCEPTANCE = HOUSE / "tests" / "acceptance"


class Witnesses:
    """A pytest plugin that remembers, for each rule, the tests that show it and how they ended."""

    def __init__(self) -> None:
        self.of_rule: dict[str, dict[str, str]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a test's worst outcome over set-up, call and tear-down."""
        for name, value in report.user_properties:
            if name == "rule":
                outcomes = self.of_rule[str(value)]
                test = report.nodeid.removeprefix("tests/acceptance/")
                outcomes[test] = report.outcome if report.outcome != "passed" else outcomes.get(test, "passed")


def rules() -> dict[str, str]:
    """Every rule's id and title, in the order of the requirements."""
    lines = (ACCEPTANCE / "rules.txt").read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if line)


def state(outcomes: dict[str, str]) -> str:
    """`shown`, `FAILS` or nothing where no test shows the rule yet; what this machine can't try says nothing."""
    ended = set(outcomes.values()) - {"skipped"}
    if not ended:
        return ""
    return "shown" if ended == {"passed"} else "FAILS"


def report(of_rule: dict[str, dict[str, str]], brief: bool) -> str:
    """The list as text, with the counts at its end."""
    lines = []
    states = {rule: state(of_rule.get(rule, {})) for rule in rules()}
    for rule, title in rules().items():
        lines.append(f"{rule:8} {states[rule]:6} {title}")
        if not brief:
            lines += [f"{'':15}   {outcome:7} {test}" for test, outcome in sorted(of_rule.get(rule, {}).items())]
    counted = [sum(s == wanted for s in states.values()) for wanted in ("shown", "FAILS", "")]
    lines += ["", "{} rules shown to work, {} failing, {} not yet shown, of {}.".format(*counted, len(states))]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Exit status 1 when an acceptance test fails."""
    brief = "--brief" in arguments
    rest = [argument for argument in arguments if argument != "--brief"]
    witnesses = Witnesses()
    pytest_arguments = ["-q", "-n", "2", "--dist", "loadfile", "--no-header", str(ACCEPTANCE), *rest]
    status = pytest.main(pytest_arguments, plugins=[witnesses])
    print("\n" + report(witnesses.of_rule, brief))
    return 0 if status in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
