"""Writing a script: title, topic, text with blanks; what can never be filled is told while it is typed (CRM-02)."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.domain.script_blanks import BLANKS, SOURCES, Blank
from shopdesk.domain.script_topics import TOPICS, Topic
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, current_language, sentence
from shopdesk.queries.scripts import ScriptRow
from shopdesk.services.clashes import Base
from shopdesk.services.scripts import LONGEST_TITLE, checked_script, script_base
from shopdesk.ui.controls import button, label, named, number_box
from shopdesk.ui.language import Retranslated

CHECK_AFTER = 200
"""Milliseconds after the last key."""
HIGHEST_PLACE = 9_999


@dataclass(frozen=True, slots=True)
class Written:
    """What is in the editor: of which script (None for a new one), over which base."""

    script_id: int | None
    base: Base | None
    values: dict[str, Any]


class BlankChoice(QComboBox):
    """Enter takes the blank that is shown."""

    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter; letters look for a blank."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class ScriptEditor(Retranslated, QWidget):
    """Ctrl+Enter saves, Esc gives up; `changed` carries the text as it is typed."""

    saved = Signal(object)
    """A `Written`."""
    left = Signal()
    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scripts.editor")
        self._row: ScriptRow | None = None
        self._base: Base | None = None
        self.title = named(QLineEdit(self), "scripts.editor.title")
        self.title.setMaxLength(LONGEST_TITLE)
        self.topic = named(QComboBox(self), "scripts.editor.topic")
        self.body, self.gloss = (named(QPlainTextEdit(self), f"scripts.editor.{name}") for name in ("body", "gloss"))
        self.place = number_box("scripts.editor.place", 0, HIGHEST_PLACE, self)
        self.blanks = named(BlankChoice(self), "scripts.editor.blanks")
        self._insert = button("scripts.editor.insert", parent=self)
        self._save, self._cancel = button("scripts.editor.save", "main", self), button("scripts.editor.cancel")
        self.said = label("scripts.editor.said", "danger", wrap=True, parent=self)
        self._names = {key: label(f"scripts.editor.{key}.name", "small") for key in ("title", "topic", "place")}
        self._body_name = label("scripts.editor.body.name", "small")
        self._gloss_name = label("scripts.editor.gloss.name", "small")
        self._timer = QTimer(self, singleShot=True, interval=CHECK_AFTER)
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        for widget, name, text in (
            (self.title, self._names["title"], _("Title")), (self.topic, self._names["topic"], _("Topic")),
            (self.place, self._names["place"], _("Place in its topic")), (self.body, self._body_name, _("Text")),
            (self.gloss, self._gloss_name, _("In English")),
        ):  # fmt: skip
            name.setText(text)
            widget.setAccessibleName(text)
        self.blanks.setAccessibleName(_("Blanks"))
        self.blanks.setToolTip(_("Ctrl+B goes here, Enter writes the blank into the text"))
        self._insert.setText(_("Insert blank"))
        self._save.setText(_("Save"))
        self._save.setToolTip(_("Ctrl+Enter"))
        self._cancel.setText(_("Cancel"))
        self._fill_choices()

    def open_script(self, row: ScriptRow | None, topic: Topic = Topic.OTHER) -> None:
        """Change this one, or write a new one of this topic."""
        self._row, self._base = row, script_base(row) if row is not None else None
        self.title.setText(row.title if row else "")
        self.body.setPlainText(row.body if row else "")
        self.gloss.setPlainText(row.gloss if row else "")
        self.place.setSpecialValueText("" if row else _("last"))
        self.place.setValue(row.position if row else 0)
        self.topic.setCurrentIndex(self.topic.findData((row.topic if row else topic).value))
        self.said.hide()
        self.title.setFocus()
        self.title.selectAll()

    @property
    def is_dirty(self) -> bool:
        """Whether something would be lost."""
        row = self._row
        then = (row.title, row.body, row.gloss, row.position, row.topic.value) if row else ("", "", "", 0, None)
        now = (self.title.text(), self.body.toPlainText(), self.gloss.toPlainText(), self.place.value(),
               self.topic.currentData() if row else None)  # fmt: skip
        return now != then

    def written(self) -> Written:
        """What stands here now, be it a script or not."""
        return Written(self._row.id if self._row else None, self._base, self._values())

    def bring_back(self, written: Written) -> None:
        """What was given up, over what it was begun with."""
        self._base = written.base
        self.title.setText(written.values["title"])
        self.body.setPlainText(written.values["body"])
        self.gloss.setPlainText(written.values["gloss"])
        self.topic.setCurrentIndex(self.topic.findData(written.values["topic"].value))
        self.place.setValue(written.values.get("position", 0))

    def save(self) -> None:
        """Hand over what is written, if it can be a script at all."""
        values = self._values()
        problem = self._problem(values)
        self._say(problem)
        if problem:
            (self.title if not values["title"].strip() else self.body).setFocus()
        else:
            self.saved.emit(self.written())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # How it is put together

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        form.setHorizontalSpacing(12)
        for key, widget in (("title", self.title), ("topic", self.topic), ("place", self.place)):
            form.addRow(self._names[key], widget)
        insert, foot = QHBoxLayout(), QHBoxLayout()
        for row in (insert, foot):
            row.setSpacing(8)
        self.blanks.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        insert.addWidget(self.blanks, 1)
        insert.addWidget(self._insert)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(form)
        layout.addWidget(self._body_name)
        layout.addWidget(self.body)
        layout.addLayout(insert)
        layout.addWidget(self._gloss_name)
        layout.addWidget(self.gloss)
        layout.addWidget(self.said)
        layout.addLayout(foot)
        self.body.setFixedHeight(132)
        self.gloss.setFixedHeight(64)
        for text in (self.body, self.gloss):
            text.setTabChangesFocus(True)

    def _connect(self) -> None:
        self.body.textChanged.connect(self._timer.start)
        self.gloss.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._check)
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.left)
        self._insert.clicked.connect(self._insert_blank)
        self.blanks.taken.connect(self._insert_blank)
        self.title.returnPressed.connect(self.body.setFocus)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, do in (
            ("Ctrl+Return", self.save), ("Ctrl+Enter", self.save), ("Ctrl+B", self.blanks.setFocus),
        ):  # fmt: skip
            QShortcut(QKeySequence(key), self, do, context=within)

    def _fill_choices(self) -> None:
        topic, blank = self.topic.currentData(), self.blanks.currentData()
        self.topic.clear()
        for each in Topic:
            self.topic.addItem(_(TOPICS[each]), each.value)
        self.topic.setCurrentIndex(max(0, self.topic.findData(topic)))
        self.blanks.clear()
        for known in BLANKS:
            self.blanks.addItem(f"{_written(known)}  {_(known.title)}", _written(known))
            self.blanks.setItemData(self.blanks.count() - 1, _(SOURCES[known.source]), Qt.ItemDataRole.ToolTipRole)
        self.blanks.addItem("{?}  " + _("what is typed each time"), "{?}")
        self.blanks.setCurrentIndex(max(0, self.blanks.findData(blank)))

    # What is typed

    def _insert_blank(self) -> None:
        written = str(self.blanks.currentData())
        self.body.insertPlainText(written)
        if written == "{?}":
            cursor = self.body.textCursor()
            cursor.movePosition(cursor.MoveOperation.Left)
            self.body.setTextCursor(cursor)
        self.body.setFocus()

    def _values(self) -> dict[str, Any]:
        made: dict[str, Any] = {"topic": Topic(self.topic.currentData()), "title": self.title.text(),
                                "body": self.body.toPlainText(), "gloss": self.gloss.toPlainText()}  # fmt: skip
        if self._row is not None or self.place.value():
            made["position"] = self.place.value()
        return made

    def _problem(self, values: dict[str, Any]) -> str:
        try:
            checked_script(values)
        except ShopdeskError as error:
            return sentence(error)
        return ""

    def _check(self) -> None:
        """What can never be filled is told at once; what is merely missing yet isn't."""
        values = self._values()
        self.changed.emit(values["body"])
        self._say(self._problem({**values, "title": values["title"].strip() or "–"}) if values["body"].strip() else "")

    def _say(self, problem: str) -> None:
        self.said.setText(problem)
        self.said.setVisible(bool(problem))


def _written(blank: Blank) -> str:
    """As it is written into a text of the language in use."""
    return "{" + (blank.name if current_language() == "en" else blank.word) + "}"
