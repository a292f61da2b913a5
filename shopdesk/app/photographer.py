"""Pictures of the window, for the demo and for README."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
from PySide6.QtCore import QElapsedTimer, QEventLoop, QMessageLogContext, QtMsgType
from PySide6.QtWidgets import QWidget

from shopdesk.app.look import Look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.domain import complaints as complaints_of
from shopdesk.domain import reviews as reviews_of
from shopdesk.domain.cases import Kind, State
from shopdesk.domain.documents import Document
from shopdesk.domain.intake import BoxState
from shopdesk.domain.refunds import RefundState
from shopdesk.domain.slips import SlipState
from shopdesk.domain.statuses import Stage, Tray
from shopdesk.errors import OutputFailed
from shopdesk.i18n import _
from shopdesk.queries.boxes import list_boxes
from shopdesk.queries.cases import list_cases
from shopdesk.queries.complaints import list_complaints
from shopdesk.queries.order_lists import OrderFilter, fetch_by_ids, find_ids
from shopdesk.queries.owed_items import list_owed_items
from shopdesk.queries.refunds import list_refunds
from shopdesk.queries.reviews import list_reviews
from shopdesk.queries.slips import SlipRow, list_slip_items, list_slips
from shopdesk.queries.waves import list_waves

SETTLED_AFTER = 250
"""Milliseconds of quiet after which nothing more is expected to change on the screen."""
AT_ONCE = 20
"""Milliseconds of work on the screen in one go."""
SIZE = (1440, 900)
"""px of the window."""


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
        """The pages, an order with its panel, a parcel being packed, the import dialog, slips, the settings."""
        window = self._shop.window
        window.resize(*SIZE)
        window.show()
        views: dict[str, Callable[[], object]] = {
            "orders": lambda: window.show_page("orders").search(""),
            "order": lambda: window.open_record("order", self._find("改地址")),
            "register": lambda: window.open_record("to-register", self._find("tb_阿黎", Tray.HELD)),
            "shipping": self._open_wave,
            "pack": self._pack,
            "parcels": lambda: window.open_record("parcel-list", "stalled"),
            "today": lambda: window.show_page("today"),
            "intake": self._unpack,
            "unclaimed": lambda: window.open_record("unclaimed-list", "to-do"),
            "cases": self._open_case,
            "repairs": lambda: window.show_page("repairs"),
            "damage": lambda: window.show_page("damage"),
            "refunds": self._open_refund,
            "reviews": self._open_review,
            "complaints": self._open_complaint,
            "buyers": self._open_buyer,
            "care": lambda: window.open_record("care-list", None),
            "scripts": lambda: window.show_page("scripts"),
            "points": lambda: window.show_page("points"),
            "products": lambda: window.show_page("products"),
            "settlement": lambda: window.show_page("settlement"),
            "trail": lambda: window.show_page("trail"),
        }
        for name, show in views.items():
            show()
            self._take(window, f"{prefix}{name}")
        self._take_dialogs(prefix, files)

    def _take_dialogs(self, prefix: str, files: Sequence[Path]) -> None:
        shop = self._shop
        dialogs: dict[str, Callable[[], QWidget | None]] = {
            "import": lambda: shop.imports.open(files),
            "preview": lambda: shop.open_preview(Document.SLIP, self._registered()[:8]),
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
        quiet, turn = QElapsedTimer(), QElapsedTimer()
        quiet.start()
        while quiet.elapsed() < SETTLED_AFTER:
            turn.start()
            self._look.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, AT_ONCE)
            if self._shop.background.running or turn.elapsed() >= AT_ONCE:  # on a busy machine much may be left to do
                quiet.restart()

    def _find(self, words: str, tray: Tray | None = None) -> int:
        """The first order in which these words are, else any."""
        database = self._shop.desk.seen
        chosen = OrderFilter(find=words, tray=tray)
        return (find_ids(database, chosen) or find_ids(database, OrderFilter()))[0]

    def _open_wave(self) -> None:
        """The wave that is being packed."""
        waves = list_waves(self._shop.desk.seen)
        at_work = [wave.id for wave in waves if wave.packed and wave.shipped < wave.slips]
        self._shop.window.show_page("shipping")
        if waves:
            self._shop.window.open_record("wave", (at_work or [waves[0].id])[0])

    def _pack(self) -> None:
        """A slip on the table with its first piece in the box, and a wrong one scanned."""
        page = self._shop.window.show_page("packing")
        printed = list_slips(self._shop.desk.seen, state=SlipState.PRINTED)
        slip = min(printed, key=lambda slip: (not slip.waybill, abs(slip.pieces - 3)), default=None)
        for code in self._codes(slip) if slip is not None else ():
            self._settle()
            page.scanned(code)

    def _unpack(self) -> None:
        """The box that is on the table, with what may be in it."""
        boxes = list_boxes(self._shop.desk.seen, states=(BoxState.OPENED, BoxState.REGISTERED), limit=1)
        self._shop.window.show_page("intake")
        if boxes:
            self._shop.window.open_record("box", boxes[0].id)

    def _open_case(self) -> None:
        """One whose refund or replacement may go."""
        window = self._shop.window
        cases = list_cases(self._shop.desk.seen, states=(State.RELEASED.value,), kinds=(Kind.RETURN.value,))
        window.show_page("cases")
        if cases:
            window.open_record("case", cases[0].id)

    def _open_refund(self) -> None:
        """One that somebody has to approve."""
        window, refunds = self._shop.window, list_refunds(self._shop.desk.seen, states=(RefundState.ASKED,))
        window.show_page("refunds")
        if refunds:
            window.open_record("refund", refunds[0].id)

    def _open_review(self) -> None:
        """One whose buyer has to be spoken with again."""
        window = self._shop.window
        reviews = list_reviews(self._shop.desk.seen, states=(reviews_of.State.IN_WORK,), limit=1)
        window.show_page("reviews")
        if reviews:
            window.open_record("review", reviews[0].id)

    def _open_complaint(self) -> None:
        """One whose appeal waits for approval."""
        window = self._shop.window
        complaints = list_complaints(self._shop.desk.seen, states=(complaints_of.State.DRAFTED,), limit=1)
        window.show_page("complaints")
        if complaints:
            window.open_record("complaint", complaints[0].id)

    def _open_buyer(self) -> None:
        """The one to whom something is owed."""
        window, owed = self._shop.window, list_owed_items(self._shop.desk.seen)
        window.show_page("buyers")
        if owed:
            window.open_record("buyer", owed[0].buyer_id)

    def _codes(self, slip: SlipRow) -> list[str]:
        right = [item.sku for item in list_slip_items(self._shop.desk.seen, slip.id) if item.sku]
        return [slip.waybill or slip.order_no, *right[:1], "TEA03-1-350g"]

    def _registered(self) -> list[int]:
        ready = OrderFilter(stage=Stage.REGISTERED)
        rows = fetch_by_ids(self._shop.desk.seen, find_ids(self._shop.desk.seen, ready))
        return [row.id for row in rows if row.waybill]

    def _settings(self) -> QWidget:
        dialog = self._shop.open_settings()
        dialog.show_section("flags")
        return dialog
