"""The service that tells where parcels are: account, key, and whether it answers (SHP-08)."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from shopdesk.domain.carrier_lines import unknown_carriers
from shopdesk.domain.tracking import Failure
from shopdesk.domain.tracking_polls import SHORTEST
from shopdesk.errors import N_, ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.tracking import find_newest
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import keep_state
from shopdesk.services.tracking_poll import keep_key
from shopdesk.services.tracking_trial import Tried, find_key, last_refusal, try_service
from shopdesk.settings import (
    CARRIERS,
    TRACKING_ACCOUNT,
    TRACKING_CODES,
    TRACKING_HOURS,
    TRACKING_LAST,
    TRACKING_SERVICE,
)
from shopdesk.tracking.services import SERVICES, Service
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, restyle
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.settings_dialog.section import Section

WIDTH, NUMBER_WIDTH = 500, 240
NONE = N_("None: files only")
Pairs = tuple[tuple[str, str], ...]


class WaybillLine(QLineEdit):
    """Enter tries it; it would press the dialog's main button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter here."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class Tracking(Section):
    """The key goes to this PC's keyring with Save; it stands in no file and no database."""

    key, title, icon = "tracking", N_("Tracking service"), "map-pin"

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        database = desk.seen
        self.add_note(
            N_("Asked in the background where parcels are. Only numbers, and for some carriers the last four digits "
               "of the receiver's phone, leave the shop.")
        )  # fmt: skip
        self.add_row(
            Field("service", N_("Service"), FieldKind.CHOICE, get_setting(database, TRACKING_SERVICE),
                  choices=self._services()),
            texts=lambda: [text for _value, text in self._services()],
        )  # fmt: skip
        self.add_row(
            Field("account", N_("Customer id"), value=get_setting(database, TRACKING_ACCOUNT),
                  hint=N_("What the service calls customer."))
        )  # fmt: skip
        self.add_row(
            Field("key", N_("Key"), FieldKind.PASSWORD, check=self._key_wrong,
                  hint=N_("Kept in this PC's keyring, on each PC that asks. Empty: the one that is kept."))
        )  # fmt: skip
        self.add_row(
            Field("hours", N_("Look again after (hours)"), FieldKind.NUMBER, get_setting(database, TRACKING_HOURS),
                  hint=N_("About the same parcel. Each question costs something."), lowest=1, highest=72)
        )  # fmt: skip
        self._add_trial()
        self.add_note(N_("What it calls the carriers"), "section")
        codes = self.add_row(
            Field("codes", N_("What it calls the carriers"), FieldKind.PAIRS,
                  tuple(get_setting(database, TRACKING_CODES).items()), columns=(N_("Carrier"), N_("Code")),
                  hint=N_("Only those it doesn't know by their names; the common ones are known."))
        )  # fmt: skip
        codes.widen(WIDTH)
        self.finish()
        self._show_standing()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        if not hasattr(self, "said"):
            return
        self.waybill.setPlaceholderText(_("Waybill of a parcel on its way"))
        self.waybill.setAccessibleName(_("Waybill to try it with"))
        self.try_it.setText(_("Try it"))

    def check(self) -> bool:
        """A service has an account; codes stand beside carriers that are known."""
        wrong = self.what_is_wrong()
        if self.text("service") and not self.text("account"):
            wrong["account"] = _("The service wants to know who asks. Write the customer id it gave the shop.")
        names = [str(row["name"]) for row in get_setting(self._desk.seen, CARRIERS)]
        kept = get_setting(self._desk.seen, TRACKING_CODES)
        unknown = [name for name in unknown_carriers(self._codes(), names) if name not in kept]
        without = [name for name, code in self._codes() if not code]
        if unknown:
            wrong["codes"] = _("“{name}” is not among the known carriers.").format(name=unknown[0])
        elif without:
            wrong["codes"] = _("Write the code beside “{name}”, or take the row out.").format(name=without[0])
        return self.show_wrong(wrong)

    def save(self) -> None:
        """Keep what changed for everybody, and the key on this PC. Raises KeyNotKept."""
        service, account = self.text("service"), self.text("account")
        before = [get_setting(self._desk.seen, each) for each in (TRACKING_SERVICE, TRACKING_ACCOUNT)]
        self.keep(self._desk, TRACKING_SERVICE, service)
        self.keep(self._desk, TRACKING_ACCOUNT, account)
        self.keep(self._desk, TRACKING_CODES, dict(self._codes()))
        self.keep(self._desk, TRACKING_HOURS, self.number("hours"))
        if service and self.text("key").strip():
            keep_key(self._desk, key=self.text("key"))
        elif before != [service, account]:
            keep_state(self._desk.database, TRACKING_LAST, {})  # what it said was said of another account

    def try_now(self) -> None:
        """Ask about one parcel with what stands here, saved or not."""
        service = self.text("service")
        if not service:
            self._say(_("Choose a service first."), "warning")
            return
        desk, account, key = self._desk, self.text("account"), self.text("key")
        codes, waybill = dict(self._codes()), self.waybill.text()
        self.try_it.setEnabled(False)
        self._say(_("Asking {service} …").format(service=SERVICES[Service(service)]), "muted")
        self._background.run_task(
            lambda: try_service(
                desk, service=Service(service), account=account, key=key, codes=codes, waybill=waybill
            ),
            self._show_tried,
            self._show_refusal,
            owner=self,
        )  # fmt: skip

    def _show_tried(self, tried: Tried) -> None:
        roles = {Failure.NONE: "good", Failure.NOT_FOUND: "warning", Failure.BUSY: "warning"}
        self._say(tried.said, roles.get(tried.failure, "danger"))
        self.try_it.setEnabled(True)

    def _show_refusal(self, error: Exception) -> None:
        self._say(sentence(error) if isinstance(error, ShopdeskError) else str(error), "danger")
        self.try_it.setEnabled(True)

    def _show_standing(self) -> None:
        """A parcel to try it with, whether this PC has the key, what the service said last: the keyring takes time."""
        desk, service, account = self._desk, self.text("service"), self.text("account")

        def look() -> tuple[str, bool, str]:
            newest = find_newest(desk.seen, asked_before=desk.clock() - SHORTEST)
            is_kept = bool(service) and bool(find_key(Service(service), account))
            return newest.waybill if newest else "", is_kept, last_refusal(desk)

        def show(found: tuple[str, bool, str]) -> None:
            waybill, is_kept, refusal = found
            if not self.waybill.text():
                self.waybill.setText(waybill)
            line = self._rows["key"].input.widget
            if is_kept and isinstance(line, QLineEdit):
                line.setPlaceholderText("••••••••")
            if self.said.text() or not service:
                return  # somebody tried it meanwhile
            if refusal or not is_kept:
                self._say(refusal or _("This PC doesn't have the key yet: it won't ask."), "warning")

        self._background.run_task(look, show, self._show_refusal, owner=self)

    def _add_trial(self) -> None:
        self.waybill = WaybillLine(self)
        self.waybill.setObjectName("settings.tracking.waybill")
        self.waybill.setFixedWidth(NUMBER_WIDTH)
        self.try_it = button("settings.tracking.try", parent=self)
        self.try_it.setAutoDefault(False)
        self.said = label("settings.tracking.said", "muted", wrap=True, parent=self)
        self.said.setFixedWidth(WIDTH)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.waybill, self.try_it):
            row.addWidget(part)
        row.addStretch(1)
        self.add_note(N_("Does it answer?"), "section")
        self.body.addLayout(row)
        self.body.addWidget(self.said)
        self.try_it.clicked.connect(self.try_now)
        self.waybill.returnPressed.connect(self.try_now)

    def _key_wrong(self, key: object) -> str | None:
        text = str(key).strip()
        return None if text.isascii() and " " not in text else _("A key has only letters and figures.")

    def _codes(self) -> Pairs:
        return cast(Pairs, self.value("codes"))

    def _say(self, text: str, role: str) -> None:
        self.said.setText(text)
        restyle(self.said, "role", role)

    @staticmethod
    def _services() -> list[tuple[str, str]]:
        return [("", _(NONE)), *((service.value, name) for service, name in SERVICES.items())]
