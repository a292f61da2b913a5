"""The shops, with the addresses that their papers carry."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QVBoxLayout

from shopdesk.domain.documents import Party
from shopdesk.domain.platforms import Platform
from shopdesk.i18n import N_, _
from shopdesk.queries.shops import list_shops
from shopdesk.services.clashes import Base, Conflict
from shopdesk.services.desk import Desk
from shopdesk.services.setup import make_shop
from shopdesk.services.shop_settings import save_shop, shop_base
from shopdesk.ui.clash_dialog import Chosen
from shopdesk.ui.controls import button, named
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.platforms import platform_name
from shopdesk.ui.settings_dialog.section import FieldRow, Section

NOWHERE = Party("", "", "", "")
LIST_WIDTH = 150


@dataclass(frozen=True, slots=True)
class ShopDraft:
    """A shop as it is being edited; id 0 for one that isn't there yet."""

    id: int
    base: Base | None
    """What it was when it was read; None for one that isn't made yet."""
    name: str
    platform: Platform
    sender: Party = NOWHERE
    return_to: Party = NOWHERE


class Shops(Section):
    """The list on the left chooses whose fields are on the right."""

    key, title, icon = "shops", N_("Shops"), "building-store"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        rows = list_shops(desk.seen)
        self._kept = [ShopDraft(s.id, shop_base(s), s.name, s.platform, s.sender, s.return_to) for s in rows]
        self.drafts = list(self._kept)
        self._shown = -1
        self._list = named(QListWidget(self), "settings.shops.list")
        self._add = button("settings.shops.add", "link", self)
        self._same = button("settings.shops.same", "link", self)
        self._lay_out()
        self._list.currentRowChanged.connect(self._on_row)
        self._add.clicked.connect(self.add_shop)
        self._same.clicked.connect(self._copy_sender)
        self.finish()
        self._fill_list(0)

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        self._add.setText(_("Add shop"))
        self._same.setText(_("Same as the sender"))
        self._list.setAccessibleName(_("Shops"))

    def add_shop(self) -> None:
        """One more shop, to be named."""
        self._keep_shown()
        self.drafts.append(ShopDraft(0, None, "", Platform.TAOBAO))
        self._fill_list(len(self.drafts) - 1)
        self._rows["name"].input.widget.setFocus()

    def check(self) -> bool:
        """Every shop has a name, and no two the same."""
        self._keep_shown()
        names = [draft.name for draft in self.drafts]
        for row, name in enumerate(names):
            wrong = ""
            if not name:
                wrong = _("This is needed.")
            elif name in names[:row]:
                wrong = _("There is a shop of this name already.")
            if wrong:
                self._list.setCurrentRow(row)
                return self.show_wrong({"name": wrong})
        return self.show_wrong({})

    def save(self) -> None:
        """Make the new shops and save the changed ones; raises NameTaken, Clash."""
        for number, draft in enumerate(self.drafts):
            if draft not in self._kept:
                self.drafts[number] = self._save_one(draft if draft.id else self._made(draft))
        self._kept = list(self.drafts)

    def _made(self, draft: ShopDraft) -> ShopDraft:
        return replace(draft, id=make_shop(self._desk, name=draft.name, platform=draft.platform))

    def _save_one(self, draft: ShopDraft) -> ShopDraft:
        save_shop(
            self._desk,
            shop_id=draft.id,
            base=draft.base,
            name=draft.name,
            sender=draft.sender,
            return_to=draft.return_to,
        )
        return draft

    def decide(self, conflict: Conflict, chosen: Chosen) -> None:
        """Somebody chose between another's addresses and these."""
        for number, draft in enumerate(self.drafts):
            if draft.id == conflict.record_id and draft.base is not None:
                self.drafts[number] = replace(draft, base=draft.base.decided(conflict, chosen))

    # How it is put together

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(4)
        self._list.setFixedWidth(LIST_WIDTH)
        self._list.setMinimumHeight(120)
        left.addWidget(self._list, 1)
        left.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        right = self.body_of_form()
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addLayout(left)
        both.addLayout(right, 1)
        self.body.addLayout(both, 1)

    def body_of_form(self) -> QVBoxLayout:
        """Name, platform, and the two addresses."""
        outer, self.body = self.body, QVBoxLayout()
        form = self.body
        form.setSpacing(8)
        platforms = tuple((platform.value, platform_name(platform)) for platform in Platform)
        self._narrow(
            self.add_row(Field("name", N_("Shop name"), required=True, hint=N_("As it stands on the papers.")))
        )
        self._narrow(
            self.add_row(
                Field("platform", N_("Platform"), FieldKind.CHOICE, choices=platforms),
                texts=lambda: [platform_name(platform) for platform in Platform],
            )
        )
        self.add_note(N_("Sender"), "section")
        self._add_party("sender")
        self.add_note(N_("Return address"), "section")
        form.addWidget(self._same, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_party("return_to")
        form.addStretch(1)
        self.body = outer
        return form

    def _add_party(self, prefix: str) -> None:
        for key, text in (
            ("name", N_("Name")), ("phone", N_("Phone")), ("region", N_("Province, city, district")),
            ("address", N_("Address")),
        ):  # fmt: skip
            self._narrow(self.add_row(Field(f"{prefix}.{key}", text)))

    @staticmethod
    def _narrow(row: FieldRow) -> None:
        row.input.widget.setFixedWidth(260)

    # Going from shop to shop

    def _fill_list(self, chosen: int) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        for draft in self.drafts:
            self._list.addItem(draft.name or _("New shop"))
        self._list.blockSignals(False)
        self._shown = -1
        if self.drafts:
            self._list.setCurrentRow(chosen)
        for row in self._rows.values():
            row.setEnabled(bool(self.drafts))
        self._same.setEnabled(bool(self.drafts))

    def _on_row(self, row: int) -> None:
        self._keep_shown()
        self._shown = row
        if not 0 <= row < len(self.drafts):
            return
        draft = self.drafts[row]
        self._put("name", draft.name)
        platform = self._rows["platform"].input.widget
        if isinstance(platform, QComboBox):
            platform.setCurrentIndex(platform.findData(draft.platform.value))
        platform.setEnabled(not draft.id)
        for prefix, party in (("sender", draft.sender), ("return_to", draft.return_to)):
            self._put_party(prefix, party)
        self.show_wrong({})

    def _keep_shown(self) -> None:
        """Take what is in the fields into the draft they belong to."""
        if not 0 <= self._shown < len(self.drafts):
            return
        draft = replace(
            self.drafts[self._shown],
            name=self.text("name"),
            platform=Platform(self.text("platform")),
            sender=self._party("sender"),
            return_to=self._party("return_to"),
        )
        self.drafts[self._shown] = draft
        item = self._list.item(self._shown)
        if item is not None:
            item.setText(draft.name or _("New shop"))

    def _copy_sender(self) -> None:
        self._put_party("return_to", self._party("sender"))

    def _party(self, prefix: str) -> Party:
        return Party(*(self.text(f"{prefix}.{key}") for key in ("name", "phone", "region", "address")))

    def _put_party(self, prefix: str, party: Party) -> None:
        for key in ("name", "phone", "region", "address"):
            self._put(f"{prefix}.{key}", getattr(party, key))

    def _put(self, key: str, text: str) -> None:
        widget = self._rows[key].input.widget
        widget.setProperty("text", text)
