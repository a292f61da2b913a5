"""The guide for what is missing in a parcel (SHP-12)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from shopdesk.domain.claims import Kind
from shopdesk.domain.shortages import Packaging, Remedy, Verdict
from shopdesk.queries.claims import get_claim
from shopdesk.queries.shortages import ShortageRow, list_shortages
from shopdesk.services.shortages import change_evidence, evidence_base, open_shortage
from shopdesk.ui.parcels.shortage_guide import ShortageGuide
from tests.factories import add_order
from tests.pictures import png
from tests.services.refunders import Refunders
from tests.services.short_parcels import GONE, send, shoes
from tests.ui.parcels.guide_stand import GuideStand


@pytest.fixture
def order(people: Refunders) -> int:
    """Boots of 800 g and shoes of 300 g: 1,200 g with everything in it."""
    return send(people.owner, weight=1195)


def only(people: Refunders) -> ShortageRow:
    (row,) = list_shortages(people.owner.database)
    return row


def test_from_the_complaint_to_a_claim_by_keys(
    stand: GuideStand, order: int, people: Refunders, tmp_path: Path
) -> None:
    guide = stand.begin(ShortageGuide, order)
    assert "1,195 g" in stand.said() and "Tick what is missing" in stand.said()
    stand.press(Qt.Key.Key_Tab, Qt.Key.Key_Space)  # the second line
    assert "Undecided" in stand.said()
    guide.evidence.departed.setFocus()
    stand.press("1190", Qt.Key.Key_Tab, "0.9kg")
    assert "Lost on the way" in stand.said() and "as with everything in it" in stand.said()
    stand.press(Qt.Key.Key_Return)
    row = only(people)
    assert (row.departed, row.arrived, row.verdict) == (1190, 900, Verdict.LOST_ON_THE_WAY)
    guide.evidence.radios[Packaging.OPENED].setFocus()
    stand.press(Qt.Key.Key_Space)
    assert guide.main.text().startswith("Keep what was heard")
    stand.press(Qt.Key.Key_Return)
    assert only(people).packaging is Packaging.OPENED and "no photo shows it yet" in stand.said()
    photo = tmp_path / "tape.png"
    photo.write_bytes(png())
    guide.files.add_files([photo])
    stand.settle()
    assert "A photo shows that somebody had opened" in stand.said()
    guide.main.setFocus()
    stand.press(Qt.Key.Key_Return)
    row = only(people)
    assert (row.remedy, row.is_open) == (Remedy.CLAIM, False)
    assert get_claim(people.owner.database, row.claim_id or 0).kind is Kind.SHORT
    assert "lost on the way" in QGuiApplication.clipboard().text()
    stand.press(Qt.Key.Key_Return)
    assert stand.told[-1] == ("done", "claim", row.claim_id)


def test_units_are_caught_while_one_types(stand: GuideStand, order: int, people: Refunders) -> None:
    guide = stand.begin(ShortageGuide, order)
    stand.press(Qt.Key.Key_Space)
    guide.evidence.departed.setFocus()
    for wrong, said in (("1", "Look at the unit"), ("0", "no weight of a parcel"), ("abc", "no weight of a parcel")):
        guide.evidence.departed.clear()
        stand.press(wrong)
        assert said in guide.said.text()
        stand.press(Qt.Key.Key_Return)
        assert list_shortages(people.owner.database) == []


def test_otherwise_than_proposed_needs_a_reason(stand: GuideStand, order: int, people: Refunders) -> None:
    guide = stand.begin(ShortageGuide, order)
    stand.press(Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert guide.main.hasFocus() and guide.main.text().startswith("Ask for what is not known")
    stand.press(Qt.Key.Key_M)
    assert "say why" in guide.said.text() and guide.remedies.reason.hasFocus()
    stand.press("an old customer")
    guide.main.setFocus()
    stand.press(Qt.Key.Key_M)
    row = only(people)
    assert (row.remedy, row.reason) == (Remedy.REFUND, "an old customer") and row.case_id is not None
    assert "You get the money for it back" in QGuiApplication.clipboard().text()
    stand.press(Qt.Key.Key_G)
    assert stand.told[-1] == ("open_requested", "case", row.case_id)


def test_what_is_not_known_is_asked_first(stand: GuideStand, order: int, people: Refunders) -> None:
    stand.begin(ShortageGuide, order)
    stand.press(Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert only(people).remedy is Remedy.LOOK_AGAIN and only(people).is_open
    assert "photos of the parcel" in QGuiApplication.clipboard().text()


def test_what_is_no_line_is_named_and_weighed(stand: GuideStand, people: Refunders) -> None:
    order = add_order(people.owner, lines=0, waybill="YT7453244865698", **GONE)
    guide = stand.begin(ShortageGuide, order)
    assert guide.lines.other.hasFocus()
    stand.press("insoles", Qt.Key.Key_Tab, Qt.Key.Key_Up, Qt.Key.Key_Tab, "40", Qt.Key.Key_Return)
    assert only(people).goods == "insoles ×2"


def test_a_second_one_goes_on_where_the_first_began(stand: GuideStand, order: int, people: Refunders) -> None:
    made = open_shortage(people.other_agent, order_id=order, missing=shoes(people.owner, order), departed=1190)
    guide = stand.begin(ShortageGuide, order)
    assert guide.whole is not None and guide.whole.row.id == made
    assert guide.evidence.departed.text() == "1190"


def test_what_another_wrote_meanwhile_is_not_lost(stand: GuideStand, order: int, people: Refunders) -> None:
    made = open_shortage(people.agent, order_id=order, missing=shoes(people.owner, order))
    guide = stand.begin(ShortageGuide, order)
    base = evidence_base(only(people))
    change_evidence(people.other_agent, shortage_id=made, values={"departed": 1190}, base=base)
    guide.evidence.arrived.setFocus()
    stand.press("900", Qt.Key.Key_Return)
    assert (only(people).departed, only(people).arrived) == (1190, 900)  # two fields: both are kept
    guide.evidence.arrived.setFocus()
    base = evidence_base(only(people))
    change_evidence(people.other_agent, shortage_id=made, values={"arrived": 880}, base=base)
    guide.evidence.arrived.selectAll()
    stand.press("910", Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None and "880" in "".join(each.text() for each in dialog.findChildren(QLabel))
    dialog.close()
