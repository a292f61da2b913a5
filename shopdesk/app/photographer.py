"""Pictures of the window, for the demo and for README."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
from PySide6.QtCore import QElapsedTimer, QEventLoop, QMessageLogContext, QtMsgType
from PySide6.QtWidgets import QWidget

from shopdesk.app.look import Look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.domain.documents import Document
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import OutputFailed
from shopdesk.i18n import _
from shopdesk.queries.order_lists import OrderFilter, fetch_by_ids, find_ids

SETTLED_AFTER = 250
"""Milliseconds of quiet after which nothing more is expected to change on the screen."""


def only_real_warnings(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's messages without the offscreen plugin's remarks on what it can't do."""
    if kind is not QtMsgType.QtDebugMsg and not text.startswith("This plugin does not support"):
        click.echo(text, err=True)


class Photographer:
    """Takes pictures of a shop's pages and dialogs, each once everything in it has been read."""

    def __init__(self, look: Look, shop: ShopWindow, folder: Path) -> None:
        self._look, self._shop, self._folder = look, shop, folder
        self.taken: list[Path] = []

    def take_all(self, prefix: str, files: Sequence[Path]) -> None:
        """The orders page, one order, the import dialog, the preview of slips, the settings."""
        shop = self._shop
        shop.window.show()
        page = shop.window.show_page("orders")
        page.search("")
        self._take(shop.window, f"{prefix}orders")
        told = find_ids(shop.desk.database, OrderFilter(find="改地址"))
        shop.window.open_record("order", told[0])
        self._take(shop.window, f"{prefix}order")
        dialogs: dict[str, Callable[[], QWidget | None]] = {
            "import": lambda: shop.imports.open(files),
            "preview": lambda: shop.open_preview(Document.SLIP, self._with_waybill()[:8]),
            "settings": self._settings,
        }
        for name, open_dialog in dialogs.items():
            dialog = open_dialog()
            if dialog is not None:
                self._take(dialog, f"{prefix}{name}")
                dialog.close()
                self._settle()

    def _take(self, widget: QWidget, name: str) -> None:
        self._settle()
        file = self._folder / f"{name}.png"
        if not widget.grab().save(str(file)):
            raise OutputFailed(path=file, reason=_("the picture could not be saved"))
        self.taken.append(file)

    def _settle(self) -> None:
        """Let everything that was asked for arrive: quiet for a while with nothing running."""
        quiet = QElapsedTimer()
        quiet.start()
        while quiet.elapsed() < SETTLED_AFTER:
            self._look.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if self._shop.background.running:
                quiet.restart()

    def _with_waybill(self) -> list[int]:
        sent = OrderFilter(stage=Stage.REGISTERED, status=Status.SHIPPED)
        rows = fetch_by_ids(self._shop.desk.database, find_ids(self._shop.desk.database, sent))
        return [row.id for row in rows if row.waybill]

    def _settings(self) -> QWidget:
        dialog = self._shop.open_settings()
        dialog.show_section("flags")
        return dialog
