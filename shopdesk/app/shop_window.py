"""The window on one shop, with everything that works behind it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog

from shopdesk.app.backup_watch import BackupWatch
from shopdesk.app.badges import Badges
from shopdesk.app.buyer_ways import BuyerWays
from shopdesk.app.clock_banner import ClockBanner
from shopdesk.app.complaint_watch import ComplaintWatch
from shopdesk.app.cut_off import CutOffWatch
from shopdesk.app.damage_watch import DamageWatch
from shopdesk.app.look import Look
from shopdesk.app.pages import ShopPages
from shopdesk.app.parcel_watch import ParcelWatch
from shopdesk.app.presence import Presence
from shopdesk.app.review_watch import ReviewWatch
from shopdesk.app.script_ways import ScriptWays
from shopdesk.app.trail_watch import TrailWatch
from shopdesk.app.view_ways import ViewWays
from shopdesk.domain.documents import Document
from shopdesk.domain.permissions import Right
from shopdesk.domain.repair_texts import parse_repair_code
from shopdesk.i18n import _
from shopdesk.paths import pc_settings_file
from shopdesk.queries.data_version import get_data_version
from shopdesk.queries.orders import OrderAmbiguous, find_order_by_waybill, find_order_id
from shopdesk.queries.repairs import read_repair_scan
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import list_shops
from shopdesk.queries.tracking import find_parcel
from shopdesk.services.backups import last_backup
from shopdesk.services.desk import Changed, Desk
from shopdesk.services.live import Watch, watch
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.importing.imports import Imports
from shopdesk.ui.main_window import Found, MainWindow
from shopdesk.ui.moments import short_moment
from shopdesk.ui.rights import apply_right
from shopdesk.ui.saving import MergedNews
from shopdesk.ui.status_bar import Standing

if TYPE_CHECKING:
    # Loaded when they are opened: the window is there sooner.
    from shopdesk.ui.print_preview.dialog import PrintPreview
    from shopdesk.ui.print_preview.sources import PrintSource
    from shopdesk.ui.settings_dialog.dialog import SettingsDialog

FRAME = 32
"""px that a window's title and frame need on the screen."""


class ShopWindow(QObject):
    """Made for an open shop, which `end` closes again."""

    restore_requested = Signal(object)
    """The `Path` of a backup that is to take the shop's place."""

    shop_chosen = Signal(object)
    """The `Address` of a shop to work in from now on."""
    shop_begun = Signal(object)
    """The `Address` of an empty database in which a new shop is wanted."""

    def __init__(self, look: Look, desk: Desk, address: str) -> None:
        super().__init__()
        self.look, self._address = look, address
        self.changes = Changes(self)
        self.merged = MergedNews(self)
        self.desk = replace(desk, announce=self.changes.announce, tell_merged=self.merged.tell)
        self._watch: Watch | None = None
        self.background = Background(self, after_each=self._give_back_connection)
        self.window = self._make_window()
        self.merged.say_through(self.window.messages)
        self.presence = Presence(look, self.desk, self.window, self.background, self)
        self.imports = self._make_imports()
        self._badges = Badges(self.window, self.desk, self.background, self.changes)
        self.complaints = ComplaintWatch(self.window, self.desk, self.background, self.changes, look.language)
        self._cut_off = CutOffWatch(self.window, self.desk, self.background, self.changes)
        self.backups, self.damage = self._make_watches()
        self.trail = TrailWatch(self.desk, self.background, self.window.messages, self.window)
        self.parcels = ParcelWatch(
            self.desk, self.background, self.window.messages, address=address, parent=self.window
        )
        self.reviews = ReviewWatch(self.desk, self.background, self.window.messages, self.window)
        self.blank_forms = self._offer_blank_forms()
        self.scripts = ScriptWays(self)
        self.ways = ViewWays(self)
        self.buyers = BuyerWays(self)
        self._connect()
        self._show_standing()
        self._show_sample()
        self.clock_banner = ClockBanner(look, self.desk, self.background, self.window.messages, self.window)

    def show(self) -> None:
        """Show the window; looking after changes and backups begins."""
        self._fit_screen()
        self.window.show()
        self.window.messages.install_excepthook()
        self._cut_off.start()
        self.listen()
        self.backups.start()
        self.damage.start(pc_settings_file().parent)
        self.trail.start()
        self.parcels.start()
        self.reviews.start()
        self.presence.watch_idle()

    def _fit_screen(self) -> None:
        """A window that is larger than the screen fills it instead: at 1366x768 the buttons below must be seen."""
        room = self.window.screen().availableGeometry()
        if self.window.width() > room.width() - FRAME or self.window.height() > room.height() - FRAME:
            self.window.resize(self.window.size().boundedTo(room.size()))
            self.window.setWindowState(self.window.windowState() | Qt.WindowState.WindowMaximized)

    def end(self) -> None:
        """Close what is still open, wait for work that can't be stopped, then let go of the shop."""
        for dialog in self.window.findChildren(QDialog):
            dialog.close()
        self.presence.idle.watch(0)
        self.clock_banner.stop()
        self.backups.stop()
        self.parcels.stop()
        self.reviews.stop()
        self.changes.stop()
        self.background.close()
        self.trail.stop()
        if self._watch is not None:
            self._watch.stop()
        self.window.deleteLater()  # another may be opened in its place
        self.desk.database.close()
        self.damage.stop()

    # How it is put together

    def _make_window(self) -> MainWindow:
        look = self.look
        return MainWindow(
            pages=ShopPages(self).declared(),
            theme=look.theme,
            language=look.language,
            settings=look.settings,
            background=self.background,
            changes=self.changes,
            find_record=self.find_record,
            first_page="orders",  # a new shop begins with an import; Today has nothing to tell it yet
        )

    def _make_watches(self) -> tuple[BackupWatch, DamageWatch]:
        look, messages, address = self.look, self.window.messages, self._address
        backups = BackupWatch(look, self.desk, self.background, messages, address=address, parent=self.window)
        damage = DamageWatch(look, self.desk, self.background, messages, address=address, parent=self.window)
        backups.backed_up.connect(self._show_standing)
        damage.restore_requested.connect(self.restore_requested)
        return backups, damage

    def _make_imports(self) -> Imports:
        look = self.look
        made = Imports(
            self.window,
            desk=self.desk,
            database=self._address,
            theme=look.theme,
            language=look.language,
            background=self.background,
            messages=self.window.messages,
            settings=look.settings,
        )
        made.imported.connect(lambda: self.changes.announce(Changed))
        self.window.add_command(made.action, in_menu=True)
        return made

    def _offer_blank_forms(self) -> QAction:
        """Return forms without an order can be printed from every page (RET-14)."""
        made = QAction(self)
        made.setObjectName("papers.blank-forms")
        made.setText(_("Blank return forms…"))
        self.look.theme.icons.put(made, "printer")
        made.triggered.connect(lambda *_args: self.open_blank_forms())
        self.look.language.changed.connect(lambda *_args: made.setText(_("Blank return forms…")))
        apply_right(made, self.desk, Right.PRINT)
        self.window.add_command(made, in_menu=True)
        return made

    def _connect(self) -> None:
        self.window.settings_requested.connect(self.open_settings)
        self.parcels.settings_requested.connect(self.open_settings)
        self.changes.changed.connect(self._on_changed)
        self.look.language.changed.connect(self._show_standing)
        self.look.language.changed.connect(self._show_sample)

    # What is asked of it

    def open_preview(
        self, document: Document, order_ids: Sequence[int], source: "PrintSource | None" = None
    ) -> "PrintPreview":
        """Show what printing these orders would give, and print it from there; or else what `source` has."""
        from shopdesk.ui.print_preview.dialog import PrintPreview

        look = self.look
        preview = PrintPreview(
            desk=self.desk,
            document=document,
            order_ids=order_ids,
            theme=look.theme,
            background=self.background,
            messages=self.window.messages,
            settings=look.settings,
            source=source,
            parent=self.window,
        )
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        preview.open()
        return preview

    def open_wave_preview(self, wave_id: int, slip_ids: Sequence[int], reason: str) -> "PrintPreview":
        """Show and print slips of a wave; with a reason they are printed again (SHP-01)."""
        from shopdesk.ui.print_preview.sources import WavePapers

        return self.open_preview(Document.SLIP, slip_ids, WavePapers(self.desk, wave_id, reason))

    def open_register_preview(self, wave_id: int) -> "PrintPreview":
        """Show and print a wave's issue register (SHP-03)."""
        from shopdesk.ui.print_preview.sources import RegisterPapers

        return self.open_preview(Document.PACKING_LIST, [wave_id], RegisterPapers(self.desk, wave_id))

    def open_intake_preview(self, day: str) -> "PrintPreview":
        """Show and print the register of a day of intake, `2026-11-22` (RET-01)."""
        from shopdesk.ui.print_preview.sources import IntakePapers

        return self.open_preview(Document.INTAKE_REGISTER, [0], IntakePapers(self.desk, day))

    def open_label_preview(self, box_ids: Sequence[int]) -> "PrintPreview":
        """Show and print the labels of boxes (RET-06)."""
        from shopdesk.ui.print_preview.sources import LabelPapers

        return self.open_preview(Document.BOX_LABEL, box_ids, LabelPapers(self.desk))

    def open_refunds_preview(self, refund_ids: Sequence[int] = ()) -> "PrintPreview":
        """Show and print the list of these refunds for finance; without any, of all that are to be paid today."""
        from shopdesk.ui.print_preview.sources import RefundPapers

        source = RefundPapers(self.desk, today=not refund_ids)
        return self.open_preview(Document.REFUND_LIST, list(refund_ids) or [0], source)

    def open_points_preview(self, month: str) -> "PrintPreview":
        """Show and print a month's points, `2026-11`: a supervisor everybody's, others their own (TEAM-02)."""
        from shopdesk.ui.print_preview.team_sources import PointsPapers

        return self.open_preview(Document.POINTS_SHEET, [0], PointsPapers(self.desk, month))

    def open_repair_labels_preview(self, repair_ids: Sequence[int]) -> "PrintPreview":
        """Show and print the labels of repairs; what just came is labelled by it (REP-01)."""
        from shopdesk.ui.print_preview.care_sources import RepairLabels

        return self.open_preview(Document.REPAIR_LABEL, repair_ids, RepairLabels(self.desk))

    def open_repair_dispatch_preview(self, batch_id: int) -> "PrintPreview":
        """Show and print what goes to the factory with a batch of repairs (REP-03)."""
        from shopdesk.ui.print_preview.care_sources import repair_dispatch_list

        return self.open_preview(Document.REPAIR_DISPATCH, [batch_id], repair_dispatch_list(self.desk, batch_id))

    def open_damage_return_preview(self, batch_id: int) -> "PrintPreview":
        """Show and print what goes back to a supplier with a batch of damage (REP-04)."""
        from shopdesk.ui.print_preview.care_sources import damage_return_list

        return self.open_preview(Document.DAMAGE_RETURN, [batch_id], damage_return_list(self.desk, batch_id))

    def open_losses_preview(self, month: str) -> "PrintPreview":
        """Show and print what carriers lost, emptied or broke in a month, `2026-11` (SHP-08)."""
        from shopdesk.ui.print_preview.care_sources import month_losses

        return self.open_preview(Document.LOSS_SUMMARY, [0], month_losses(self.desk, month))

    def open_blank_forms(self) -> "PrintPreview":
        """Show and print a return form of each shop without an order (RET-14)."""
        from shopdesk.ui.print_preview.sources import BlankForms

        shops = [shop.id for shop in list_shops(self.desk.seen)]
        return self.open_preview(Document.RETURN_FORM, shops, BlankForms(self.desk))

    def open_settings(self, section: str = "") -> "SettingsDialog":
        """Show the settings, at a section if one is named: "backups"."""
        look = self.look
        from shopdesk.ui.settings_dialog.dialog import SettingsDialog

        dialog = SettingsDialog(
            desk=self.desk,
            database=self._address,
            theme=look.theme,
            language=look.language,
            pennants=look.pennants,
            background=self.background,
            messages=self.window.messages,
            settings=look.settings,
            parent=self.window,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(lambda: self.window.menu.show_chosen(look.theme.scheme, look.language.code))
        dialog.saved.connect(self.presence.watch_idle)
        dialog.saved.connect(self.parcels.look)
        dialog.backed_up.connect(self._show_standing)
        dialog.restore_requested.connect(self.restore_requested)
        later = Qt.ConnectionType.QueuedConnection  # the work that brought it there has ended then
        dialog.shop_chosen.connect(self.shop_chosen, later)
        dialog.shop_begun.connect(self.shop_begun, later)
        if section:
            dialog.show_section(section)
        dialog.open()
        return dialog

    def find_record(self, code: str) -> Found | None:
        """The order of a scanned or typed code: its number or a waybill; the parcel of a number that only carriers
        know; the repair of a repair's label. None for neither, or for several. Raises RepairNotFound."""
        database = self.desk.seen
        if parse_repair_code(code) is not None:
            return ("repair", read_repair_scan(database, code))
        try:
            order_id = find_order_id(database, code)
        except OrderAmbiguous:
            return None
        order_id = order_id or find_order_by_waybill(database, code)
        if order_id:
            return ("order", order_id)
        parcel = find_parcel(database, code)
        return ("parcel", parcel.id) if parcel is not None else None

    # What lasts

    def listen(self) -> None:
        """Hear what others change: on a server as it happens, in a file by a look at its version."""
        self._watch = watch(self.desk.database, self.changes)
        if self._watch is None:
            self.changes.watch(lambda: get_data_version(self.desk.database))

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if concerns(kinds, Changed.PEOPLE):
            self.presence.look_at_actor()
        if concerns(kinds, Changed.PEOPLE, Changed.SHOPS, Changed.SETTINGS):
            with self.window.messages.telling(asked=False):
                self._show_standing()
                self._show_sample()

    def _show_standing(self) -> None:
        shops = [shop.name for shop in list_shops(self.desk.seen)]
        shop = shops[0] if len(shops) == 1 else _("{n} shops").format(n=len(shops)) if shops else ""
        signs_in = self.presence.show()
        self.window.show_standing(Standing(shop, self.desk.actor.name, self.desk.place, self._last_backup(), signs_in))

    def _last_backup(self) -> str:
        made = last_backup(self.desk)
        return short_moment(made, self.desk.clock(), get_setting(self.desk.seen, ZONE))

    def _show_sample(self) -> None:
        if any(shop.sample for shop in list_shops(self.desk.seen)):
            text = _("This is a sample shop: nothing in it is real. Try everything.")
            self.window.messages.banner("sample", text, "info")

    def _give_back_connection(self) -> None:
        """Called in a worker's thread, whose connection nobody else could close."""
        self.desk.database.close()
