"""Asks for the file for a platform's bulk shipping and writes it."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shopdesk.clock import to_local
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import ShopRow, list_shops
from shopdesk.services.desk import Desk
from shopdesk.services.shipping_files import NothingToTell, ShippingFile, export_shipments, find_shipments
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.file_dialogs import choose_target
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.messages import Kind, Messages

NEW, PACKED, TODAY = "new", "packed", "today"


class ShippingFiles(QObject):
    """First what and whose, then where to."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._messages = desk, background, messages

    def ask(self, host: QWidget) -> FormDialog:
        """Open the form."""
        shops = list_shops(self._desk.seen)
        texts = (
            (NEW, _("What left since the last file")),
            (PACKED, _("What left or is packed since the last file")),
            (TODAY, _("Everything that left today, told before or not")),
        )
        fields = (
            Field("shop", N_("Shop"), FieldKind.CHOICE, choices=[(shop.name, shop.name) for shop in shops]),
            Field("what", N_("What goes into it"), FieldKind.CHOICE, value=NEW, choices=texts),
        )
        dialog = FormDialog(
            "shipping_file", N_("File for bulk shipping"), fields, lambda values: self._check(values, shops, host),
            save=N_("Choose a file…"), parent=host,
        )  # fmt: skip
        dialog.open()
        return dialog

    def _check(self, values: Values, shops: list[ShopRow], host: QWidget) -> None:
        """Nothing to tell is said in the form; else the next question follows once the form is closed."""
        shop = next(shop for shop in shops if shop.name == values["shop"])
        what = str(values["what"])
        day = to_local(self._desk.clock(), get_setting(self._desk.seen, ZONE)).date()
        if not find_shipments(self._desk, shop=shop, day=day if what == TODAY else None, packed=what == PACKED):
            raise NothingToTell(shop=shop.name)
        suggested = _("shipped {shop} {day}").format(shop=shop.name, day=day.isoformat()) + ".xlsx"
        choose_target(
            host, "packing.file", _("File for bulk shipping"), _("Tables (*.xlsx *.csv)"),
            lambda path: self._write(shop, path, what, day), suggested=suggested,
        )  # fmt: skip

    def _write(self, shop: ShopRow, path: Path, what: str, day: date) -> None:
        def write() -> ShippingFile:
            on = day if what == TODAY else None
            return export_shipments(self._desk, shop=shop, path=path, day=on, packed=what == PACKED)

        def say(done: ShippingFile) -> None:
            told = ngettext("{n} order in {file}", "{n} orders in {file}", done.rows)
            self._messages.toast(told.format(n=done.rows, file=path.name), Kind.GOOD)

        self._background.run_task(write, say, self._messages.error, owner=self, title=_("File for bulk shipping"))
