"""Who works here, as what, and with which password (TEAM-01). In a one-person shop: where the second one is entered."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from shopdesk.domain.permissions import RIGHT_NAMES, ROLE_NAMES, Right, Role
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.queries.people import PersonRow, has_recovery_code, is_sign_in_needed, list_people
from shopdesk.services import people
from shopdesk.services.desk import Desk
from shopdesk.services.recovery import make_recovery_code
from shopdesk.ui.controls import button, label, named, restyle
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.idle import LOCK_AFTER
from shopdesk.ui.messages import Messages
from shopdesk.ui.rights import why_not_allowed
from shopdesk.ui.settings_dialog.lines_table import set_up_lines
from shopdesk.ui.settings_dialog.person_forms import PersonForms
from shopdesk.ui.settings_dialog.role_rights import RoleRights
from shopdesk.ui.settings_dialog.section import Section
from shopdesk.ui.side_panel import SettingsStore

ROW, ROWS = 30, 6
"""px of a row, and how many are shown before the table scrolls."""
HEADINGS = (N_("Name"), N_("Role"), N_("Signs in by"), N_("May do as well"))


class People(Section):
    """What is done here holds at once and does not wait for Save; the PC's lock does."""

    key, title, icon = "people", N_("People"), "user"
    right = Right.VIEW

    def __init__(self, desk: Desk, settings: SettingsStore, messages: Messages) -> None:
        super().__init__()
        self._desk, self._settings, self._messages = desk, settings, messages
        self._people: list[PersonRow] = []
        self._forms = PersonForms(desk, self, self._show_people)
        self._note = label("settings.people.note", "muted", wrap=True, parent=self)
        self._table = named(QTableWidget(0, len(HEADINGS), self), "settings.people.table")
        self._refusal: QLabel = label("settings.people.refusal", "danger", wrap=True, parent=self)
        self._refusal.hide()
        self._buttons = {
            name: button(f"settings.people.{name}", parent=self)
            for name in ("add", "edit", "password", "pin", "remove")
        }
        self._rights = button("settings.people.rights", "link", self)
        self._recovery = label("settings.people.recovery", "muted", wrap=True, parent=self)
        self._new_code = button("settings.people.new_code", parent=self)
        set_up_lines(self._table, stretch=len(HEADINGS) - 1)
        self._lay_out()
        self._connect()
        self._add_lock()
        self.finish()
        self._show_people()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        self._table.setHorizontalHeaderLabels([_(heading) for heading in HEADINGS])
        self._table.setAccessibleName(_("People"))
        for name, text in {
            "add": _("Add…"), "edit": _("Edit…"), "password": _("Password…"), "pin": _("PIN…"),
        }.items():  # fmt: skip
            self._buttons[name].setText(text)
        self._rights.setText(_("What each role may do…"))
        self._new_code.setText(_("New recovery code…"))
        self._show_people()

    def save(self) -> None:
        """Keep this PC's lock; raises OutputFailed."""
        if self.number("lock") != self._lock_after():
            self._settings.set(LOCK_AFTER, self.number("lock"))

    @property
    def chosen(self) -> PersonRow | None:
        """Whose row is chosen."""
        row = self._table.currentRow()
        return self._people[row] if 0 <= row < len(self._people) else None

    # How it is put together

    def _lay_out(self) -> None:
        self._table.setFixedHeight(ROW * (ROWS + 1) + 2 * self._table.frameWidth())
        line = QHBoxLayout()
        line.setSpacing(8)
        for made in self._buttons.values():
            line.addWidget(made)
        line.addStretch(1)
        for part in (self._note, self._table, self._refusal):
            self.body.addWidget(part)
        self.body.addLayout(line)
        self.body.addWidget(self._rights, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addSpacing(8)
        self.body.addWidget(self._recovery)
        self.body.addWidget(self._new_code, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        does: dict[str, Callable[[PersonRow], object]] = {
            "edit": self._forms.edit, "password": self._forms.password, "pin": self._forms.pin, "remove": self._toggle,
        }  # fmt: skip
        for name, do in does.items():
            self._buttons[name].clicked.connect(lambda _on=False, do=do: self._with_chosen(do))
        self._buttons["add"].clicked.connect(lambda *_args: self._forms.add())
        self._table.itemActivated.connect(lambda _item: self._buttons["edit"].click())
        self._table.itemSelectionChanged.connect(self._show_possible)
        self._rights.clicked.connect(lambda *_args: RoleRights(self).open())
        self._new_code.clicked.connect(lambda *_args: self._ask_for_code())

    def _add_lock(self) -> None:
        """Shown once people sign in: before, there is nothing to lock."""
        heading = self.add_note(N_("On this PC"), "section")
        hint = N_("Minutes nobody touches keyboard or mouse; then somebody has to sign in again. 0: never.")
        row = self.add_row(
            Field("lock", N_("Lock after (minutes)"), FieldKind.NUMBER, self._lock_after(), hint=hint, highest=480)
        )
        row.input.widget.setEnabled(self._desk.actor.may(Right.PEOPLE))
        row.input.widget.setToolTip(why_not_allowed(self._desk, Right.PEOPLE))
        self._lock: tuple[QWidget, ...] = (heading, row)

    def _lock_after(self) -> int:
        kept = self._settings.get(LOCK_AFTER, 0)
        return kept if isinstance(kept, int) else 0

    # What it shows

    def _show_people(self) -> None:
        known, chosen = {person.id for person in self._people}, self.chosen.id if self.chosen else self._desk.actor.id
        self._people = list_people(self._desk.seen, with_inactive=True)
        new = [person.id for person in self._people if known and person.id not in known]
        chosen = new[0] if new else chosen  # whoever was just added gets a password next
        self._people.sort(key=lambda person: not person.active)
        self._table.setRowCount(len(self._people))
        for row, person in enumerate(self._people):
            for column, text in enumerate(_cells(person)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self._table.setItem(row, column, item)
                if not person.active:
                    item.setForeground(self.palette().placeholderText())
            if person.id == chosen:
                self._table.setCurrentCell(row, 0)
        signs_in = is_sign_in_needed(self._desk.seen)
        self._note.setText(
            _("Everybody signs in with a password of their own; a PIN makes switching at a shared PC quicker.")
            if signs_in
            else _("Nobody signs in yet: the shop opens as its owner. Once an owner has a password, all need one.")
        )
        for part in self._lock:
            part.setVisible(signs_in)
        self._show_recovery(signs_in=signs_in)
        self._show_possible()

    def _show_recovery(self, *, signs_in: bool) -> None:
        """Owners see whether one who forgets the password could get in."""
        has_code = has_recovery_code(self._desk.seen)
        for part in (self._recovery, self._new_code):
            part.setVisible(signs_in and self._desk.actor.may(Right.PEOPLE))
        restyle(self._recovery, "role", "muted" if has_code else "warning")
        self._recovery.setText(
            _("An owner who forgets the password gets in by the recovery code that was written down.")
            if has_code
            else _("There is no recovery code: an owner who forgets the password can't get in. Make one.")
        )

    def _show_possible(self) -> None:
        """Owners may all; the others their own password and PIN."""
        person = self.chosen
        reason = why_not_allowed(self._desk, Right.PEOPLE)
        for name, made in self._buttons.items():
            is_own = person is not None and person.id == self._desk.actor.id and name in ("password", "pin")
            said = "" if is_own else reason
            if not said and name != "add" and person is None:
                said = _("Choose somebody first.")
            if not said and name == "pin" and person is not None and not person.can_sign_in:
                said = _("Set a password first.")
            self._enable(made, said)
        is_back = person is not None and not person.active
        self._buttons["remove"].setText(_("Is back") if is_back else _("Has left"))

    @staticmethod
    def _enable(made: QPushButton, reason: str) -> None:
        made.setEnabled(not reason)
        made.setToolTip(reason)
        made.setStatusTip(reason)

    # What is done

    def _with_chosen(self, do: Callable[[PersonRow], object]) -> None:
        person = self.chosen
        if person is not None:
            do(person)

    def _ask_for_code(self) -> None:
        """A new code; asked first where it puts one out of force."""
        if not has_recovery_code(self._desk.seen):
            self._make_code()
            return
        question = _("Make a new recovery code? The one written down before holds no more then.")
        self._messages.confirm(question, _("New code"), self._make_code)

    def _make_code(self) -> None:
        self._do(lambda: self._forms.show_code(make_recovery_code(self._desk)))

    def _do(self, change: Callable[[], object]) -> None:
        """Do it and show what is so now; a refusal is said under the table."""
        try:
            change()
            self._refusal.hide()
        except ShopdeskError as error:
            self._refusal.setText(sentence(error))
            self._refusal.show()
        self._show_people()

    def _toggle(self, person: PersonRow) -> None:
        """Somebody has left, or is back; both can be turned round by the same button."""
        change = people.deactivate if person.active else people.reactivate
        self._do(lambda: change(self._desk, person_id=person.id))


def _cells(person: PersonRow) -> tuple[str, str, str, str]:
    role = _(ROLE_NAMES[Role(person.role)]) if person.role in set(Role) else person.role
    ways = [_("Password")] if person.can_sign_in else []
    ways += [_("PIN")] if person.has_pin else []
    extra = _(", ").join(_(RIGHT_NAMES[right]) for right in Right if right in person.extra)
    signs_in = _(", ").join(ways) if person.active else _("has left")
    return person.name, role, signs_in, extra
