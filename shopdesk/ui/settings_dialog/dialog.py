"""The settings: what holds on this PC, and what holds for the shop."""

from functools import partial
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.services.clashes import Conflict
from shopdesk.services.desk import Desk
from shopdesk.services.servers import Address
from shopdesk.services.shop_settings import setting_bases
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Chosen, decide
from shopdesk.ui.controls import button, fit_on_screen, label, named, rule
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Language, Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.rights import why_not_allowed
from shopdesk.ui.settings_dialog.after_sales import AfterSales
from shopdesk.ui.settings_dialog.answers import Answers
from shopdesk.ui.settings_dialog.backups import Backups
from shopdesk.ui.settings_dialog.by_hand import ByHand
from shopdesk.ui.settings_dialog.care import Care
from shopdesk.ui.settings_dialog.carriers import Carriers
from shopdesk.ui.settings_dialog.checks import Checks
from shopdesk.ui.settings_dialog.flags import Flags
from shopdesk.ui.settings_dialog.old_data import OldData
from shopdesk.ui.settings_dialog.packing import Packing
from shopdesk.ui.settings_dialog.papers import Papers
from shopdesk.ui.settings_dialog.parcels import Parcels
from shopdesk.ui.settings_dialog.people import People
from shopdesk.ui.settings_dialog.place import Place
from shopdesk.ui.settings_dialog.points import PointRules
from shopdesk.ui.settings_dialog.promises import Promises
from shopdesk.ui.settings_dialog.registering import Registering
from shopdesk.ui.settings_dialog.repairs import Repairs
from shopdesk.ui.settings_dialog.reviews import ReviewClocks
from shopdesk.ui.settings_dialog.section import Section
from shopdesk.ui.settings_dialog.settlement import Settlement
from shopdesk.ui.settings_dialog.shops import Shops
from shopdesk.ui.settings_dialog.this_pc import ThisPc
from shopdesk.ui.settings_dialog.tracking import Tracking
from shopdesk.ui.settings_dialog.troubles import Troubles
from shopdesk.ui.settings_dialog.waves import Waves
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

LIST_WIDTH = 204
HEADING = 28
"""px of the small text above a group of sections."""


class GroupHeading(QListWidgetItem):
    """What a group of sections is called; it can't be chosen."""

    __hash__ = object.__hash__

    def __init__(self, sections: QListWidget) -> None:
        super().__init__(sections)
        self.setFlags(Qt.ItemFlag.NoItemFlags)
        self.setSizeHint(QSize(0, HEADING))
        self.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        font = sections.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        self.setFont(font)


class SettingsDialog(Retranslated, QDialog):
    """Save keeps everything that was changed, Cancel nothing; backups are made when asked for."""

    saved = Signal()
    """Settings are in force: menus that show language and look should look again."""
    restore_requested = Signal(object)
    """The `Path` of a backup that is to take the shop's place."""
    backed_up = Signal()
    shop_chosen = Signal(object)
    """The `Address` of a shop to work in from now on."""
    shop_begun = Signal(object)
    """The `Address` of an empty database in which a new shop is wanted."""

    def __init__(
        self,
        *,
        desk: Desk,
        database: str,
        theme: Theme,
        language: Language,
        pennants: Pennants,
        background: Background,
        messages: Messages,
        settings: SettingsStore,
        parent: QWidget | None = None,
    ) -> None:
        """`database` is the shop's address."""
        super().__init__(parent)
        self.setObjectName("settings")
        self._theme = theme
        backups = Backups(
            desk, address=database, theme=theme, background=background, messages=messages, settings=settings
        )
        place = Place(desk, address=database, theme=theme, background=background, messages=messages)
        place.chosen.connect(lambda address: self._leave_for(self.shop_chosen, address))
        place.begun.connect(lambda address: self._leave_for(self.shop_begun, address))
        backups.restore_requested.connect(self._on_restore)
        backups.backed_up.connect(self.backed_up)
        self._groups: dict[str, tuple[Section, ...]] = {
            N_("General"): (
                ThisPc(theme, language, settings), Shops(desk), People(desk, settings, messages), place, backups,
                OldData(desk, background, messages),
            ),
            N_("Orders"): (
                Flags(desk, theme, pennants), Checks(desk), Registering(desk), ByHand(desk), Promises(desk),
                Settlement(desk),
            ),
            N_("After-sales"): (
                AfterSales(desk), Answers(desk), Repairs(desk), ReviewClocks(desk), PointRules(desk), Care(desk),
            ),
            N_("Shipping"): (
                Carriers(desk), Waves(desk), Packing(desk), Papers(desk, settings), Parcels(desk),
                Troubles(desk), Tracking(desk, background),
            ),
        }  # fmt: skip
        self.sections: tuple[Section, ...] = tuple(chain.from_iterable(self._groups.values()))
        self._prepare_sections(desk)
        self._build()
        self._lay_out()
        self.retranslate()
        fit_on_screen(self, 900, 640)

    def _prepare_sections(self, desk: Desk) -> None:
        """Each keeps what it was opened with; those of others' business are only looked at."""
        bases = setting_bases(desk.seen)
        for section in self.sections:
            section.bases = dict(bases)
            if not desk.actor.may(section.right):
                section.forbid(partial(why_not_allowed, desk, section.right))

    def show_section(self, key: str) -> None:
        """Open at a section: "flags"."""
        self._go_to([section.key for section in self.sections].index(key))

    def showEvent(self, event: QShowEvent) -> None:
        """The chosen section is seen in the list, however long that is."""
        super().showEvent(event)
        self._list.scrollToItem(self._list.currentItem())

    @property
    def section(self) -> str:
        """The key of the section that is shown."""
        return self.sections[self._pages.currentIndex()].key

    def save(self) -> None:
        """Check every section, save them, close. What is wrong is shown where it is, and nothing is saved then."""
        self._refusal.setText("")
        open_sections = [section for section in self.sections if not section.is_forbidden]
        for section in open_sections:
            if not section.check():
                self.show_section(section.key)
                section.check()
                self._refusal.setText(_("Nothing is saved yet. {what}").format(what=section.wrong))
                return
        # Another language last: what was typed is read in the one it was typed in.
        for section in sorted(open_sections, key=lambda each: isinstance(each, ThisPc)):
            try:
                section.save()
            except ShopdeskError as error:
                self.show_section(section.key)
                if not decide(error, partial(self._decided, section), self):
                    self._refusal.setText(sentence(error))
                return
        self.saved.emit()
        self.accept()

    def _decided(self, section: Section, conflict: Conflict, chosen: Chosen) -> None:
        section.decide(conflict, chosen)
        self.save()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Settings"))
        self.setAccessibleName(_("Settings"))
        self._list.setAccessibleName(_("Sections"))
        for heading, text in self._headings.items():
            heading.setText(_(text))
        for item, section in zip(self._items, self.sections, strict=True):
            item.setText(_(section.title))
        self._cancel.setText(_("Cancel"))
        self._save.setText(_("Save"))

    def _build(self) -> None:
        self._list = named(QListWidget(self), "settings.sections")
        self._list.setIconSize(QSize(16, 16))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages = named(QStackedWidget(self), "settings.pages")
        self._headings: dict[GroupHeading, str] = {}
        self._items: list[QListWidgetItem] = []
        for text, sections in self._groups.items():
            self._headings[GroupHeading(self._list)] = text
            for section in sections:
                self._items.append(QListWidgetItem(self._list))
                self._pages.addWidget(self._scrolling(section))
        self._refusal = label("settings.refusal", "danger", wrap=True, parent=self)
        self._cancel = button("settings.cancel", parent=self)
        self._save = button("settings.save", "main", self)
        self._save.setDefault(True)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self.save)
        self._list.currentItemChanged.connect(self._show_page)
        self._go_to(0)
        self._theme.changed.connect(self._draw_icons)
        self._draw_icons()
        for key, step in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageUp, -1)):
            shortcut = QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self)
            shortcut.activated.connect(lambda step=step: self._go(step))

    def _lay_out(self) -> None:
        self._list.setFixedWidth(LIST_WIDTH)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        side = named(QFrame(self), "settings.side")
        side.setProperty("surface", True)
        room = QVBoxLayout(side)
        room.setContentsMargins(8, 16, 8, 8)
        room.addWidget(self._list)
        middle.addWidget(side)
        middle.addWidget(self._pages, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 16)
        foot.setSpacing(8)
        foot.addWidget(self._refusal, 1)
        for made in (self._cancel, self._save):
            made.setMinimumWidth(88)
            foot.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addWidget(rule("settings.rule", self))
        layout.addLayout(foot)

    def _scrolling(self, section: Section) -> QScrollArea:
        area = named(QScrollArea(self), f"{section.objectName()}.area")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(section)
        for ground in (section, area.viewport()):
            ground.setAutoFillBackground(False)
        return area

    def _go(self, step: int) -> None:
        self._go_to((self._pages.currentIndex() + step) % len(self.sections))

    def _go_to(self, at: int) -> None:
        self._list.setCurrentItem(self._items[at])

    def _show_page(self, item: QListWidgetItem | None) -> None:
        if item in self._items:
            self._pages.setCurrentIndex(self._items.index(item))

    def _draw_icons(self) -> None:
        for heading in self._headings:
            heading.setForeground(self._theme.colour("muted"))
        for item, section in zip(self._items, self.sections, strict=True):
            item.setIcon(self._theme.icons.icon(section.icon))

    def _leave_for(self, signal: SignalInstance, address: Address) -> None:
        self.reject()
        signal.emit(address)

    def _on_restore(self, backup: Path) -> None:
        self.reject()
        self.restore_requested.emit(backup)
