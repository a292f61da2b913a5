"""The list of rules with the tests that show them."""

from types import SimpleNamespace

from tests.packaging.scripts import load

rules = load("rules")


def report(test: str, outcome: str, *ids: str) -> SimpleNamespace:
    properties = [("rule", name) for name in ids]
    return SimpleNamespace(nodeid=f"tests/acceptance/{test}", outcome=outcome, user_properties=properties)


def test_the_worst_outcome_of_a_test_counts() -> None:
    witnesses = rules.Witnesses()
    for outcome in ("passed", "failed", "passed"):
        witnesses.pytest_runtest_logreport(report("test_a.py::test_x", outcome, "ORD-03", "ORD-05"))
    assert witnesses.of_rule == {"ORD-03": {"test_a.py::test_x": "failed"}, "ORD-05": {"test_a.py::test_x": "failed"}}


def test_every_rule_is_listed_and_counted() -> None:
    text = rules.report({"ORD-03": {"a::x": "passed"}, "SHP-01": {"a::y": "failed", "a::z": "passed"}}, brief=False)
    lines = text.splitlines()
    assert any(line.startswith("ORD-03   shown ") for line in lines)
    assert any(line.startswith("SHP-01   FAILS ") for line in lines)
    assert any(line.split() == ["failed", "a::y"] for line in lines)
    count = len(rules.rules())
    assert lines[-1] == f"1 rules shown to work, 1 failing, {count - 2} not yet shown, of {count}."


def test_brief_leaves_the_tests_out() -> None:
    assert "a::x" not in rules.report({"ORD-03": {"a::x": "passed"}}, brief=True)


def test_what_this_machine_can_not_try_says_nothing() -> None:
    assert rules.state({"a::x": "passed", "a::y": "skipped"}) == "shown"
    assert rules.state({"a::y": "skipped"}) == ""
    assert rules.state({"a::x": "failed", "a::y": "skipped"}) == "FAILS"
