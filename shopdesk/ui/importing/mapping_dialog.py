"""Says once which column of a file is what, with the file's first rows and what they become in view (rule 12)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.platforms import Platform
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_, _, sentence
from shopdesk.importing.errors import IncompleteMapping, UnknownLayout
from shopdesk.importing.mapping import FIELDS, REQUIRED, Mapping, guess_kind, header_key, suggest
from shopdesk.importing.records import Kind
from shopdesk.queries.shops import list_shops
from shopdesk.services.desk import Desk
from shopdesk.services.mappings import MappingChanged, list_mappings, save_mapping
from shopdesk.ui.controls import button, fit_on_screen, label, named, restyle, rule
from shopdesk.ui.importing.files import KINDS
from shopdesk.ui.importing.mapping_fields import FieldList
from shopdesk.ui.importing.mapping_preview import Shown, read_by
from shopdesk.ui.importing.tables import CellDelegate
from shopdesk.ui.language import Retranslated
from shopdesk.ui.platforms import platform_name
from shopdesk.ui.theme import COMPACT_ROW, Theme

FIELDS_WIDTH = 380


class MappingDialog(Retranslated, QDialog):
    """`saved` tells the name of the shop that was chosen, "" where the platform has one at most."""

    saved = Signal(str)

    def __init__(self, *, desk: Desk, layout: UnknownLayout, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mapping.dialog")
        self._desk, self._unknown, self._theme = desk, layout, theme
        self._file = str(layout.values["file"])
        self._shown: list[Mapping] = []
        self._shop_rows = list_shops(desk.seen)
        self._build()
        self._lay_out()
        self._connect()
        self._kind.setCurrentIndex(self._kind.findData(guess_kind(layout.header).value))
        self._fill_shops()
        self._show_file()
        self._on_kind()
        self.retranslate()
        fit_on_screen(self, 1080, 680)

    def mapping(self) -> Mapping:
        """What is chosen now."""
        return Mapping(
            name=self._name.text().strip(),
            platform=Platform(self._platform.currentData()),
            kind=Kind(self._kind.currentData()),
            columns=self._fields.columns(),
            header_key=header_key(self._unknown.header),
            amounts_per_line=not self._per_line.isHidden() and self._per_line.isChecked(),
        )

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Columns of {file}").format(file=self._file))
        self.setAccessibleName(self.windowTitle())
        self._title.setText(self.windowTitle())
        self._intro.setText(
            _("Say which column is what. Files with the same columns are read without asking from then on.")
        )
        for shown, text in self._captions.items():
            shown.setText(_(text))
        self._per_line.setText(_("Amounts on a row are those of its item, not of the whole order"))
        self._name.setAccessibleName(_("Mapping name"))
        self._platform.setAccessibleName(_("Platform"))
        self._kind.setAccessibleName(_("What it holds"))
        self._shop.setAccessibleName(_("Shop"))
        for row, platform in enumerate(Platform):
            self._platform.setItemText(row, platform_name(platform))
        for row, text in enumerate(KINDS.values()):
            self._kind.setItemText(row, _(text))
        self._cancel.setText(_("Cancel"))
        self._save.setText(_("Save and read the file"))
        self._in_file.setAccessibleName(_("First rows of the file"))
        self._as_read.setAccessibleName(_("How they are read"))
        self._fill_shops()
        self._show_read()

    def save(self) -> None:
        """Remember the mapping and close; what is missing is said and nothing saved."""
        mapping = self.mapping()
        restyle(self._name, "wrong", not mapping.name)
        try:
            if not mapping.name:
                self._refuse(_("Give the mapping a name, such as the program that wrote the file."), self._name)
                return
            mapping.layout()
            save_mapping(self._desk, mapping, header_key=mapping.header_key, shown=self._shown)
        except MappingChanged as changed:
            self._shown += [changed.theirs] if changed.theirs else []
            self._refuse(sentence(changed), self._save)
        except IncompleteMapping:
            missing = [name for name in REQUIRED[mapping.kind] if not mapping.columns.get(name)]
            fields = ", ".join(_(FIELDS[mapping.kind][name]) for name in missing)
            self._refuse(_("Choose the column for: {fields}").format(fields=fields), self._fields.choices[missing[0]])
        except ShopdeskError as error:
            self._refuse(sentence(error), self._name)
        else:
            self.saved.emit(str(self._shop.currentData() or ""))
            self.accept()

    # How it is put together

    def _build(self) -> None:
        self._title = label("mapping.title", "title", parent=self)
        self._intro = label("mapping.intro", "muted", wrap=True, parent=self)
        self._name = named(QLineEdit(_usual_name(self._desk, self._file), self), "mapping.name")
        self._platform = named(QComboBox(self), "mapping.platform")
        for platform in Platform:
            self._platform.addItem(platform_name(platform), platform.value)
        self._platform.setCurrentIndex(self._platform.findData(Platform.OTHER.value))
        self._kind = named(QComboBox(self), "mapping.kind")
        for kind, text in KINDS.items():
            self._kind.addItem(_(text), kind.value)
        self._shop = named(QComboBox(self), "mapping.shop")
        self._fields = FieldList(self._unknown.header, self._unknown.sample, self)
        self._in_file = _rows_table("mapping.in_file", self)
        self._as_read = _rows_table("mapping.as_read", self)
        self._per_line = named(QCheckBox(self), "mapping.per_line")
        self._wrong = label("mapping.wrong", "warning", wrap=True, parent=self)
        self._refusal = label("mapping.refusal", "danger", wrap=True, parent=self)
        self._cancel = button("mapping.cancel", parent=self)
        self._save = button("mapping.save", "main", self)
        self._save.setDefault(True)
        self._captions: dict[QLabel, str] = {}

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(20, 16, 20, 12)
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addWidget(self._intro)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._left())
        line = named(rule("mapping.rule", self), "mapping.rule")
        line.setMaximumHeight(16_777_215)
        line.setFixedWidth(1)
        line.setMinimumHeight(0)
        middle.addWidget(line)
        middle.addLayout(self._right(), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 16)
        foot.setSpacing(8)
        foot.addWidget(self._refusal, 1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule("mapping.rule.top", self))
        layout.addLayout(middle, 1)
        layout.addWidget(rule("mapping.rule.foot", self))
        layout.addLayout(foot)

    def _left(self) -> QWidget:
        form = self._form = QFormLayout()
        form.setContentsMargins(20, 12, 12, 8)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for caption, field in ((N_("Mapping name"), self._name), (N_("Platform"), self._platform),
                               (N_("What it holds"), self._kind), (N_("Shop"), self._shop)):  # fmt: skip
            form.addRow(self._caption(caption, "body"), field)
        left = named(QWidget(self), "mapping.left")
        left.setFixedWidth(FIELDS_WIDTH)
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(form)
        layout.addWidget(rule("mapping.rule.fields", left))
        layout.addSpacing(8)
        layout.addWidget(self._fields, 1)
        return left

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setContentsMargins(16, 12, 20, 12)
        right.setSpacing(6)
        right.addWidget(self._caption(N_("First rows of the file"), "section"))
        right.addWidget(self._in_file, 1)
        right.addSpacing(6)
        right.addWidget(self._caption(N_("How they are read"), "section"))
        right.addWidget(self._as_read, 1)
        right.addWidget(self._wrong)
        right.addWidget(self._per_line)
        return right

    def _caption(self, text: str, role: str) -> QLabel:
        made = label(f"mapping.caption{len(self._captions)}", "section" if role == "section" else "body", parent=self)
        self._captions[made] = text
        return made

    def _connect(self) -> None:
        self._fields.changed.connect(self._show_read)
        self._kind.currentIndexChanged.connect(lambda *_args: self._on_kind())
        self._platform.currentIndexChanged.connect(lambda *_args: self._fill_shops())
        self._per_line.toggled.connect(lambda *_args: self._show_read())
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self.save)

    # What is shown

    def _on_kind(self) -> None:
        kind = Kind(self._kind.currentData())
        self._fields.show_kind(kind, suggest(self._unknown.header, kind))
        for part in (self._platform, self._shop):  # tracking is of no shop: its waybills say whose it is
            self._form.setRowVisible(part, kind is not Kind.TRACKING)
        self._show_read()

    def _fill_shops(self) -> None:
        platform = Platform(self._platform.currentData())
        names = [shop.name for shop in self._shop_rows if shop.platform is platform]
        chosen = self._shop.currentData()
        self._shop.clear()
        if not names:
            self._shop.addItem(_("A new one is made"), "")
        for name in names:
            self._shop.addItem(name, name)
        self._shop.setCurrentIndex(max(0, self._shop.findData(chosen)))
        self._shop.setEnabled(len(names) > 1)

    def _show_file(self) -> None:
        _fill(self._in_file, list(self._unknown.header), self._unknown.sample)

    def _show_read(self) -> None:
        mapping = self.mapping()
        has_items = any(name.startswith("line_") for name in mapping.columns)
        self._per_line.setVisible(mapping.kind in (Kind.ORDERS, Kind.LINES) and has_items)
        self._refusal.setText("")
        shown = self._read(mapping)
        _fill(self._as_read, shown.headings, shown.rows)
        self._wrong.setText("\n".join(shown.wrong[:3]))
        self._wrong.setVisible(bool(shown.wrong))

    def _read(self, mapping: Mapping) -> Shown:
        try:
            return read_by(mapping, self._unknown.header, self._unknown.sample, self._unknown.header_row + 1)
        except IncompleteMapping:
            return Shown([], [], [])
        except ShopdeskError as error:
            return Shown([], [], [sentence(error)])

    def _refuse(self, text: str, field: QWidget) -> None:
        self._refusal.setText(text)
        field.setFocus()


def _usual_name(desk: Desk, file: str) -> str:
    """The file's name without its number or date, unless a mapping has it already."""
    stem = Path(file).stem.rstrip("0123456789-_ .") or Path(file).stem
    taken = {mapping.name for mapping in list_mappings(desk.seen)}
    number = 2
    name = stem
    while name in taken:
        name, number = f"{stem} {number}", number + 1
    return name


def _rows_table(name: str, parent: QWidget) -> QTableWidget:
    made = named(QTableWidget(parent), name)
    made.setShowGrid(False)
    made.setItemDelegate(CellDelegate(made))
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    made.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
    made.setTabKeyNavigation(False)
    made.setWordWrap(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(COMPACT_ROW)
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    made.horizontalHeader().setHighlightSections(False)
    return made


def _fill(table: QTableWidget, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table.clear()
    table.setColumnCount(len(header))
    table.setRowCount(len(rows))
    table.setHorizontalHeaderLabels(list(header))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells[: len(header)]):
            item = QTableWidgetItem(" ".join(cell[:200].split()))
            item.setToolTip(cell[:1000])
            table.setItem(row, column, item)
    table.resizeColumnsToContents()
    for column in range(table.columnCount()):
        table.setColumnWidth(column, min(220, max(64, table.columnWidth(column) + 14)))
