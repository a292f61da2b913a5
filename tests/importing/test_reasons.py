"""Every reason has its sentence."""

from shopdesk.importing.reasons import REASONS, Reason


def test_every_reason_has_a_sentence() -> None:
    assert set(REASONS) == set(Reason)
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in REASONS.values())
