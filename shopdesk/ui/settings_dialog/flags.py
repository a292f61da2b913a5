"""What flags mean here: their names, whose customers they mark, and which label text is which flag (ORD-02)."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from shopdesk.domain.flags import Colour
from shopdesk.i18n import N_, _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import save_flag_labels
from shopdesk.settings import FLAG_LABELS, FLAG_NAMES, FLAG_SALESPEOPLE
from shopdesk.ui.controls import label, named
from shopdesk.ui.flags import Pennants, flag_name
from shopdesk.ui.form_inputs import Field, FieldKind, Input, make_input
from shopdesk.ui.settings_dialog.section import Section
from shopdesk.ui.theme import Theme

_COMMAS = re.compile(r"[,，、;；\n]+")


def split_names(text: str) -> list[str]:
    """Names written with any comma between them, each once."""
    return list(dict.fromkeys(name.strip() for name in _COMMAS.split(text) if name.strip()))


class Flags(Section):
    """A line a colour, then the table of labels."""

    key, title, icon = "flags", N_("Flags"), "flag"

    def __init__(self, desk: Desk, theme: Theme, pennants: Pennants) -> None:
        super().__init__()
        self._desk, self._theme, self._pennants = desk, theme, pennants
        self._pictures: dict[Colour, tuple[QLabel, QLabel]] = {}
        self._names: dict[Colour, QLineEdit] = {}
        self._people: dict[Colour, QLineEdit] = {}
        self._heads = [label(f"settings.flags.head{number}", "small", parent=self) for number in range(3)]
        self.body.addWidget(self._lines())
        self.add_note(N_("Labels in the platforms' files"), "section")
        self.add_note(
            N_("Where a file holds a label instead of a colour (备注标签), this table says which flag it means.")
        )
        labels = get_setting(desk.seen, FLAG_LABELS)
        self._known_labels = dict(labels)
        self._labels = self._label_table(tuple(self._known_labels.items()))
        theme.changed.connect(self._draw)
        self.finish()

    def retranslate(self) -> None:
        """Write every text again."""
        super().retranslate()
        for head, text in zip(self._heads, (_("Flag"), _("What it is called here"), _("Salespeople")), strict=True):
            head.setText(text)
        for colour in Colour:
            name = flag_name(colour)
            self._pictures[colour][1].setText(name)
            self._names[colour].setAccessibleName(_("Name of flag {flag}").format(flag=name))
            self._people[colour].setAccessibleName(_("Salespeople of flag {flag}").format(flag=name))
            self._people[colour].setPlaceholderText(_("Names, with commas") if colour is Colour.GREY else "")
        self._draw()
        self._make_labels_again()

    def labels(self) -> dict[str, str]:
        """The table of labels: text to colour word."""
        pairs = self._labels.value()
        return {first: second for first, second in pairs} if isinstance(pairs, tuple) else {}

    def save(self) -> None:
        """Keep what changed for everybody; orders that wait for a label's flag get it."""
        names = {colour.code: said for colour, line in self._names.items() if (said := line.text().strip())}
        people = {colour.code: who for colour, line in self._people.items() if (who := split_names(line.text()))}
        self.keep(self._desk, FLAG_NAMES, names)
        self.keep(self._desk, FLAG_SALESPEOPLE, people)
        if self.labels() != self._known_labels:
            save_flag_labels(self._desk, self.labels(), base=self.bases.get(FLAG_LABELS.key))

    def _lines(self) -> QWidget:
        names = get_setting(self._desk.seen, FLAG_NAMES)
        people = get_setting(self._desk.seen, FLAG_SALESPEOPLE)
        lines = named(QWidget(self), "settings.flags.lines")
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._heads[0], 0, 0, 1, 2)
        grid.addWidget(self._heads[1], 0, 2)
        grid.addWidget(self._heads[2], 0, 3)
        for row, colour in enumerate(Colour, 1):
            picture = named(QLabel(lines), f"settings.flags.{colour.code}.picture")
            word = label(f"settings.flags.{colour.code}.word", parent=lines)
            self._pictures[colour] = (picture, word)
            self._names[colour] = named(QLineEdit(names.get(colour.code, "")), f"settings.flags.{colour.code}.name")
            said = ", ".join(people.get(colour.code, []))
            self._people[colour] = named(QLineEdit(said), f"settings.flags.{colour.code}.people")
            for column, part in enumerate((picture, word, self._names[colour], self._people[colour])):
                grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnMinimumWidth(1, 84)
        grid.setColumnStretch(2, 2)
        grid.setColumnStretch(3, 3)
        return lines

    def _label_table(self, pairs: tuple[tuple[str, str], ...]) -> Input:
        field = Field(
            "labels",
            N_("Labels in the platforms' files"),
            FieldKind.PAIRS,
            pairs,
            choices=tuple((colour.code, flag_name(colour)) for colour in Colour),
            columns=(N_("Label text"), N_("Flag")),
        )
        made = make_input(field, "settings.flags.labels", self)
        made.retranslate()
        self.body.addWidget(made.widget)
        return made

    def _make_labels_again(self) -> None:
        """The flags' names stand in its choices."""
        if not hasattr(self, "_labels"):
            return
        old, pairs = self._labels, tuple(self.labels().items())
        place = self.body.indexOf(old.widget)
        self._labels = self._label_table(pairs)
        self.body.insertWidget(place, self._labels.widget)
        old.widget.setObjectName("")
        old.widget.deleteLater()
        old.widget.hide()

    def _draw(self) -> None:
        scale = self.devicePixelRatioF()
        for colour, (picture, _word) in self._pictures.items():
            picture.setPixmap(self._pennants.pixmap(colour, scale=scale))
