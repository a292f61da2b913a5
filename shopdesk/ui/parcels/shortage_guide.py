"""Something was missing in a parcel: asked, weighed up while one types, and what follows started by a key (SHP-12)."""

from functools import partial

from PySide6.QtWidgets import QLineEdit

from shopdesk.domain.evidence import EvidenceOf
from shopdesk.domain.permissions import Right
from shopdesk.domain.shortages import REMEDIES, Remedy
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.shortage_contents import Packing
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Desk
from shopdesk.services.shortage_traces import Triage
from shopdesk.services.shortages import (
    Started,
    change_evidence,
    choose_remedy,
    close_shortage,
    evidence_base,
    open_shortage,
)
from shopdesk.ui.background import Background
from shopdesk.ui.evidence import EvidencePane
from shopdesk.ui.layouts import line
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.facts import wrapping
from shopdesk.ui.page_actions import Declared
from shopdesk.ui.parcels.guide_form import GuideForm
from shopdesk.ui.parcels.guide_parts import refusal_of
from shopdesk.ui.parcels.shortage_fields import EvidenceFields, MissingLines
from shopdesk.ui.parcels.shortage_reading import Begun, Typed, Whole, read_begun, read_whole, weigh
from shopdesk.ui.parcels.shortage_remedies import Remedies, main_text, scale_fact, settled_facts, started_text
from shopdesk.ui.parcels.shortage_verdict import VerdictView
from shopdesk.ui.saving import Saving
from shopdesk.ui.theme import Theme

CLOSE = "close"
DECLARED: Declared = {
    Remedy.REISSUE.value: (REMEDIES[Remedy.REISSUE], "S", Right.ENTER),
    Remedy.REFUND.value: (REMEDIES[Remedy.REFUND], "M", Right.SERVE),
    Remedy.CLAIM.value: (REMEDIES[Remedy.CLAIM], "L", Right.SERVE),
    Remedy.LOOK_AGAIN.value: (REMEDIES[Remedy.LOOK_AGAIN], "Q", Right.SERVE),
    CLOSE: (N_("It was found: close it…"), "X", Right.SERVE),
    "copy": (N_("Copy what to tell the buyer"), "C", None),
    "case": (N_("Show the case"), "G", None),
    "claim-link": (N_("Show the claim"), "Shift+G", None),
    "order": (N_("Show the order"), "Ctrl+Down", None),
}
"""Text, key, and the right that it needs."""


class ShortageGuide(GuideForm):
    """Enter enters it, keeps what was heard since, then does what is proposed; letters do otherwise."""

    asks_number = False

    def __init__(self, desk: Desk, background: Background, messages: Messages, theme: Theme) -> None:
        self._begun: Begun | None = None
        self.whole: Whole | None = None
        self.triage: Triage | None = None
        """What is said of what stands in the fields now."""
        super().__init__("shortage", DECLARED, desk=desk, background=background, messages=messages, theme=theme)
        self._saving = Saving(background, messages, self)

    # What the page asks

    def start(self, order_id: object) -> None:
        """Begin for an order by its id; where a shortage of it is open already, go on there."""
        self.whole = self._begun = self.triage = None
        if not isinstance(order_id, int):
            self.find_order()
            self.finder.setFocus()
            return
        self.read(lambda: read_begun(self._desk, order_id), self._begin)

    def show_record(self, record_id: int) -> None:
        """Go on with one that was entered."""
        self.read(lambda: read_whole(self._desk, record_id), self._take_whole)

    def refresh(self) -> None:
        """Others may have gone on with it; what is being typed stays."""
        if self.whole is not None and not self._is_edited():
            self.show_record(self.whole.row.id)

    def take_focus(self) -> None:
        """To what is asked next."""
        if self._subject is None:
            self.finder.setFocus()
        elif self.whole is None:
            self.lines.take_focus()
        else:
            self.main.setFocus()

    # How it is put together

    def _build(self) -> None:
        name = self.objectName()
        self.lines = MissingLines(f"{name}.lines")
        self.evidence = EvidenceFields(f"{name}.evidence")
        self.files = EvidencePane(
            f"{name}.files", EvidenceOf.SHORTAGE, desk=self._desk, background=self._background,
            messages=self._messages, icons=self._theme.icons,
        )  # fmt: skip
        self._scale = self.facts("scale")
        self._gone = wrapping(f"{name}.gone", "body", self)
        self._hint = wrapping(f"{name}.hint", "muted", self)
        self.verdict = VerdictView(f"{name}.said", self.headline)
        self._came_of = self.facts("came-of")
        self._links = {each: self.commands.button(each) for each in ("case", "claim-link")}
        self._settled = self.add_part("settled", N_("What came of it"), self._came_of, line(*self._links.values()))
        self._what = self.add_part("what", N_("What is missing"), self.lines, self._gone)
        self._known = self.add_part("known", N_("What is known"), self._scale, self.evidence, self._hint, self.files)
        self._says = self.add_part("says", N_("What that says"), self.verdict)
        self._build_remedies()
        self._connect()

    def _build_remedies(self) -> None:
        name = self.objectName()
        self._text = wrapping(f"{name}.text", "body", self)
        self.copy_button = self.commands.button("copy")
        self._telling = self.add_part("text", N_("For the buyer"), self._text, line(self.copy_button))
        self._ways = {each: self.commands.button(each) for each in (*(remedy.value for remedy in Remedy), CLOSE)}
        self.remedies = Remedies(f"{name}.remedies", list(self._ways.values()))
        self._others = self.add_part("remedy", N_("What is done"), self.remedies)

    def _connect(self) -> None:
        self.parcel.currentIndexChanged.connect(lambda _place: self._choose_parcel())
        self.lines.changed.connect(self._change)
        self.evidence.changed.connect(self._change)
        self.files.counted.connect(self._on_files)
        self.remedies.typed.connect(lambda: self.say(""))
        self.main.clicked.connect(self.press)
        self.commands.connect_all({
            **{remedy.value: partial(self.choose, remedy) for remedy in Remedy},
            CLOSE: self._ask_close,
            "copy": self.copy,
            "case": lambda: self._show("case"),
            "claim-link": lambda: self._show("claim"),
            "order": self.show_order,
        })  # fmt: skip

    # Entering it

    def _begin(self, begun: Begun) -> None:
        self._begun, self._subject = begun, begun.subject
        first = self.choose_parcel(begun.packings, begun.begun)
        if first is not None:
            self.show_record(first)  # go on where somebody began
            return
        self.evidence.show_typed(Typed())
        self.files.show_record(None)
        self._choose_parcel()
        self.say("")
        self.take_focus()

    def _choose_parcel(self) -> None:
        if self.whole is None and self._begun is not None:
            known = self._begun.begun.get(self.parcel.waybill)
            if known is not None:
                self.show_record(known)
                return
            self.lines.show_packing(self._packing())
            self._change()

    def _packing(self) -> Packing | None:
        found = self._begun.packings if self._begun is not None else ()
        chosen = next((each for each in found if each.waybill == self.parcel.waybill), None)
        return chosen or (found[0] if found else None)

    def _change(self) -> None:
        """What was said before doesn't hold any more."""
        self.triage = None
        self._timer.start()
        self._write()

    def _try(self) -> None:
        """Weigh up what stands in the fields."""
        self._timer.stop()
        subject, whole, typed = self._subject, self.whole, self.evidence.typed()
        if subject is None or (whole is not None and whole.triage is None):
            return
        missing, refused = refusal_of(self.lines.missing) if whole is None else (whole.missing, "")
        if refused or not missing:
            self._take_triage(None, refused)
            return
        waybill = whole.row.waybill if whole is not None else self._named_parcel()
        has_photo = whole is not None and whole.row.photos > 0
        self.read(
            lambda: refusal_of(
                lambda: weigh(self._desk, subject.order.id, waybill, missing, typed, has_photo=has_photo)
            ),
            lambda found: self._take_triage(*found),
        )

    def _named_parcel(self) -> str:
        """Only where the order has several is it said which."""
        return self.parcel.waybill if self.parcel.count() > 1 else ""

    def _take_triage(self, triage: Triage | None, refused: str) -> None:
        self.triage = triage
        self.say(refused)
        self._write()
        hurried, self._is_hurried = self._is_hurried, False
        if hurried and not refused:
            self.press()

    def press(self) -> None:
        """What the large button says."""
        whole = self.whole
        if self._timer.isActive():
            self._is_hurried = True
            self._try()
        elif whole is None:
            self._enter()
        elif not whole.row.is_open:
            self._finish(whole)
        elif self._is_edited():
            self._keep(whole)
        elif whole.triage is not None:
            self.choose(whole.triage.proposal.remedy)

    def _enter(self) -> None:
        subject, typed = self._subject, self.evidence.typed()
        if subject is None or self.triage is None:
            self.say(self.said.text() or _("Tick what is missing."))
            return
        missing, waybill = self.lines.missing(), self._named_parcel()
        departed, arrived = typed.grams()
        self.write(
            lambda: open_shortage(
                self._desk, order_id=subject.order.id, missing=missing, waybill=waybill, packaging=typed.packaging,
                departed=departed, arrived=arrived,
            ),
            self.show_record,
        )  # fmt: skip

    # What is heard since

    def _is_edited(self) -> bool:
        return self.whole is not None and self.whole.is_otherwise(self.evidence.typed())

    def _keep(self, whole: Whole) -> None:
        """Write what was typed; it is judged anew."""
        typed, number = self.evidence.typed(), whole.row.id
        if self.said.text() or self.triage is None:
            return
        departed, arrived = typed.grams()
        values = {"packaging": typed.packaging.value, "departed": departed, "arrived": arrived}

        def write(base: Base) -> bool:
            return change_evidence(self._desk, shortage_id=number, values=values, base=base)

        self._saving.save(write, evidence_base(whole.row), lambda _changed: self.show_record(number))

    def _on_files(self, n: int) -> None:
        """It was judged anew with its photos."""
        whole = self.whole
        if whole is not None and whole.row.is_open and n != self._files_known:
            self._files_known = n
            self.show_record(whole.row.id)

    # What is done about it

    def choose(self, remedy: Remedy) -> None:
        """Do this; otherwise than proposed with a reason."""
        whole = self.whole
        if whole is None or whole.triage is None:
            return
        reason = self.remedies.reason.text().strip()
        if remedy is not whole.triage.proposal.remedy and not reason:
            self.wants(self.remedies.reason, _("The desk proposes otherwise: say why."))
            return
        amounts = self.remedies.amounts()
        if isinstance(amounts, QLineEdit):
            self.wants(amounts, _("Type an amount such as 12.50."))
            return
        amount, claimed = amounts
        number, solution = whole.row.id, self.remedies.solution

        def written(started: Started) -> None:
            self._messages.copy(started.text)
            self._messages.toast(started_text(number, started))
            self.show_record(number)

        self.write(
            lambda: choose_remedy(
                self._desk, shortage_id=number, remedy=remedy, solution=solution, amount=amount, claimed=claimed,
                reason=reason,
            ),
            written,
        )  # fmt: skip

    def _ask_close(self) -> None:
        whole = self.whole
        if whole is None:
            return
        number = whole.row.id

        def close(reason: str) -> None:
            self.write(
                lambda: close_shortage(self._desk, shortage_id=number, reason=reason),
                lambda _nothing: self.show_record(number),
            )

        self._messages.ask_text(
            _("Why is shortage {number} closed?").format(number=number), _("Close it"), close,
            choices=(_("Found in the shoe box"), _("The buyer withdrew it")),
        )  # fmt: skip

    def copy(self) -> None:
        """The text for the buyer goes to the clipboard."""
        if self.whole is not None:
            self._messages.copy(self.whole.text(self.whole.remedy))

    def _finish(self, whole: Whole) -> None:
        row = whole.row
        kind, record_id = ("claim", row.claim_id) if row.claim_id is not None else ("case", row.case_id)
        self.done.emit(*((kind, record_id) if record_id is not None else ("shortage", row.id)))

    def _show(self, kind: str) -> None:
        row = self.whole.row if self.whole is not None else None
        record_id = None if row is None else row.case_id if kind == "case" else row.claim_id
        if record_id is not None:
            self.open_requested.emit(kind, record_id)

    # What is shown

    def _take_whole(self, whole: Whole) -> None:
        before, self.whole, self._subject = self.whole, whole, whole.subject
        is_other = before is None or before.row.id != whole.row.id
        self.triage = whole.triage
        self.parcel.show_parcels(whole.packings)
        self.parcel.choose(whole.row.waybill)
        self.evidence.show_typed(whole.typed)
        if is_other:
            self._files_known = whole.row.photos
            self.remedies.begin()
        self.remedies.show_triage(whole.triage)
        self.files.show_record(whole.row.id)
        self.say("")
        self._write()
        if is_other or (before is not None and before.row.is_open is not whole.row.is_open):
            self.take_focus()

    _files_known = 0

    def _write(self) -> None:
        whole, subject = self.whole, self._subject
        is_open, is_there = whole is not None and whole.row.is_open, whole is not None
        self.say_parcel(whole.row if whole is not None else None)
        for part in (self._what, self._known, self._says):
            part.setVisible(subject is not None)
        self.lines.setVisible(not is_there)
        self._gone.setVisible(is_there)
        self._gone.setText(whole.row.goods if whole is not None else "")
        self.evidence.setEnabled(not is_there or is_open)
        self.files.setVisible(is_there)
        self._hint.setVisible(not is_there)
        self._hint.setText(_("Photos of the packaging can be added as soon as it is entered."))
        self._telling.setVisible(is_there)
        self._others.setVisible(is_open)
        self._settled.setVisible(is_there and not is_open)
        self._scale.show_facts([scale_fact(whole, self._packing())])
        self._write_verdict()
        self._allow()

    def _write_verdict(self) -> None:
        whole, triage = self.whole, self.triage
        self.main.setVisible(self._subject is not None)
        if whole is not None and not whole.row.is_open:
            self.verdict.show_settled(whole.row)
        elif triage is not None:
            self.verdict.show_triage(triage)
        else:
            self.verdict.clear("" if whole is not None else _("Tick what is missing to hear what it says."))
        self._text.setText(whole.text(whole.remedy) if whole is not None else "")
        said = main_text(whole, is_edited=self._is_edited())
        self.main.setText(f"{said}  ↵")
        self.main.setAccessibleName(said)
        if whole is not None and not whole.row.is_open:
            self._came_of.show_facts(settled_facts(whole))

    def _allow(self) -> None:
        whole = self.whole
        is_open = whole is not None and whole.row.is_open and not self._is_edited()
        proposed = whole.remedy.value if whole is not None else ""
        for name in self._ways:
            self.commands.by_name[name].setEnabled(is_open)
        self.remedies.show_ways([made for name, made in self._ways.items() if name != proposed])
        ids = {"case": whole.row.case_id if whole else None, "claim-link": whole.row.claim_id if whole else None}
        for name, made in self._links.items():
            self.commands.by_name[name].setEnabled(ids[name] is not None)
            made.setVisible(ids[name] is not None)
        self.commands.by_name["copy"].setEnabled(whole is not None)
