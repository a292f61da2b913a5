"""Complaints: the table of steps (CMP-01, CMP-02)."""

import pytest

from shopdesk.domain.complaints import CAUSES, CLOSINGS, DONE, ENDED, OURS, RULES, STATES, Cause, State, Step, steps_for
from shopdesk.domain.permissions import Right


def test_every_state_is_reached_and_none_is_stuck() -> None:
    seen, waiting = {State.NEW}, [State.NEW]
    while waiting:
        for step in steps_for(waiting.pop()):
            if (to := RULES[step].to) not in seen:
                seen.add(to)
                waiting.append(to)
    assert seen == set(State) == set(STATES)
    assert set(CAUSES) == set(Cause)
    assert set(DONE) == set(RULES) == set(Step)


@pytest.mark.parametrize("state", [state for state in State if state not in ENDED])
def test_whatever_is_open_can_end(state: State) -> None:
    assert {RULES[step].to for step in steps_for(state)} & ENDED


def test_nothing_is_sent_that_a_supervisor_did_not_approve() -> None:
    assert RULES[Step.SEND].came_from == {State.APPROVED}
    assert [step for step, rule in RULES.items() if rule.to is State.APPROVED] == [Step.APPROVE]
    assert RULES[Step.APPROVE].right is Right.OVERRULE
    assert all(RULES[step].right is Right.OVERRULE for step in CLOSINGS)
    assert State.SENT not in OURS
