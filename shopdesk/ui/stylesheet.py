"""The small style sheet over Fusion. Measures are px on a 4 px grid; the colours come in by role.

Roles a widget may ask for: `main` (the page's one main button), `quiet` (a button without a frame), `danger`, and on
labels `role` = title, small, muted, danger, warning, good, section. Cells of tables are left to their delegates.
"""

from collections.abc import Callable, Mapping
from string import Template

from PySide6.QtGui import QColor

from shopdesk.ui.icons import Icons

_LABELS = """
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="small"], QLabel[role="section"] { color: $muted; font-size: ${small}pt; }
QLabel[role="section"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="danger"] { color: $danger; }
QLabel[role="warning"] { color: $warning; }
QLabel[role="good"] { color: $good; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: 4px 6px;
    qproperty-textFormat: PlainText; }
"""

_BUTTONS = """
QPushButton { min-height: 26px; padding: 0 11px; border: 1px solid $edge; border-radius: 6px; background: $raised; }
QPushButton:hover { background: $hover; }
QPushButton, QToolButton, QCheckBox, QRadioButton, QTabBar::tab { outline: none; }
QPushButton:pressed { background: $pressed; }
QPushButton:checked { background: $selected; border-color: $accent; }
QPushButton:disabled { color: $faint; border-color: $line; background: transparent; }
QPushButton:focus { border: 2px solid $accent; min-height: 24px; padding: 0 10px; }
QPushButton::menu-indicator { image: url("$chevron"); width: 12px; height: 12px; subcontrol-position: right center;
  right: 6px; }
QPushButton[flat="true"], QPushButton[quiet="true"] { border-color: transparent; background: transparent; }
QPushButton[flat="true"]:hover, QPushButton[quiet="true"]:hover { background: $hover; }
QPushButton[flat="true"]:pressed, QPushButton[quiet="true"]:pressed { background: $pressed; }
QPushButton[flat="true"]:focus, QPushButton[quiet="true"]:focus { border-color: $accent; }
QPushButton[link="true"] { color: $accent; border-color: transparent; background: transparent; padding: 0 5px; }
QPushButton[link="true"][late="true"] { color: $danger; }
QPushButton[link="true"]:focus { border: 2px solid $accent; padding: 0 4px; }
QPushButton[main="true"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[main="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[main="true"]:pressed { background: $accent_pressed; }
QPushButton[main="true"]:disabled { background: $line; color: $faint; border-color: $line; }
QPushButton[main="true"]:focus { border: 2px solid $text; }
QPushButton[danger="true"] { background: $danger; color: $on_accent; border-color: $danger; font-weight: 600; }
QPushButton[danger="true"]:disabled { background: $line; color: $faint; border-color: $line; }
QPushButton[danger="true"]:focus { border: 2px solid $text; }
QToolButton { min-height: 24px; min-width: 24px; padding: 1px; border: 1px solid transparent; border-radius: 6px;
  background: transparent; }
QToolButton::menu-indicator { image: none; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:open { background: $pressed; }
QToolButton:checked { background: $selected; }
QToolButton:focus { border: 2px solid $accent; padding: 0; }
"""

_INPUTS = """
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 26px; padding: 0 7px; border: 1px solid $edge; border-radius: 6px;
  background: $surface; selection-background-color: $selected; selection-color: $text; }
QPlainTextEdit, QTextEdit { border: 1px solid $edge; border-radius: 6px; padding: 3px; background: $surface;
  selection-background-color: $selected; selection-color: $text; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $faint; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid $accent; min-height: 24px;
  padding: 0 6px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 2px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"], QPlainTextEdit[wrong="true"] {
  border-color: $danger; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled { color: $faint;
  background: $window; border-color: $line; }
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { background: $window; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0; min-height: 20px; background: transparent; }
QAbstractSpinBox { max-height: 26px; }
QAbstractSpinBox:focus { max-height: 24px; }
QDateEdit::drop-down { border: none; width: 20px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QLineEdit QToolButton { min-height: 0; min-width: 0; padding: 0; border: none; background: transparent; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $edge; padding: 4px; outline: none; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 4px; border-radius: 4px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 18px; background: transparent; }
QAbstractSpinBox::up-arrow { image: url("$chevron_up"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow, QDateEdit::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 26px; padding: 0 2px; border: 1px solid transparent;
  border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator { width: 14px; height: 14px;
  border: 1px solid $faint; border-radius: 4px; background: $surface; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QTableView::indicator:checked { image: url("$check"); background: $accent;
  border-color: $accent; }
QCheckBox::indicator:indeterminate { image: url("$minus"); background: $accent; border-color: $accent; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; background: $on_accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $window; }
"""

_LISTS = """
QAbstractItemView { outline: none; border: none; background: $surface; alternate-background-color: $window;
  selection-background-color: $selected; selection-color: $text; }
QTableView { gridline-color: $line; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; font-size: ${small}pt; border: none; padding: 0 8px;
  border-bottom: 1px solid $line; min-height: 27px; }
QHeaderView::section:hover { color: $text; background: $hover; }
QHeaderView::up-arrow { image: url("$chevron_up"); width: 12px; height: 12px; subcontrol-position: right center; }
QHeaderView::down-arrow { image: url("$chevron"); width: 12px; height: 12px; subcontrol-position: right center; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $line; }
QListView::item, QTreeView::item { min-height: 26px; padding: 1px 8px; border-radius: 4px; }
QDialog QTableView { border: 2px solid transparent; border-radius: 4px; }
QDialog QTableView:focus { border-color: $accent; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected { background: $selected; color: $text; }
#packing\\.leaving\\.lists::item:focus { border: 2px solid $accent; padding: 0 6px; }
QScrollArea { border: none; background: transparent; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; margin: 2px; }
QScrollBar:horizontal { height: 10px; margin: 2px; }
QScrollBar::handle { background: $edge; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
QTabBar { qproperty-drawBase: 0; background: transparent; }
QTabBar::tab { color: $muted; background: transparent; border: none; border-bottom: 2px solid transparent;
  padding: 4px 10px 4px 10px; min-height: 20px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { border: 2px solid $accent; border-radius: 6px; padding: 2px 8px 4px 8px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
"""

_FRAME = """
QMenu { background: $raised; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 4px; min-height: 16px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QProgressBar { border: none; border-radius: 2px; background: $line; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
#main\\.nav { background: $window; border: none; border-right: 1px solid $line; }
#main\\.top { background: $window; border: none; border-bottom: 1px solid $line; }
#main\\.status { background: $window; border: none; border-top: 1px solid $line; }
#main\\.status QLabel { color: $muted; font-size: ${small}pt; }
#main\\.status QPushButton { min-height: 20px; padding: 0 5px; font-size: ${small}pt; color: $muted; }
#main\\.status QPushButton:focus { min-height: 18px; padding: 0 4px; }
QFrame[surface="true"] { background: $surface; border: none; }
QFrame[card="true"] { background: $raised; border: 1px solid $edge; border-radius: 6px; }
QFrame[rule="true"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[upright="true"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
QFrame[banner="info"] { background: $accent_tint; border: none; border-bottom: 1px solid $line; }
QFrame[banner="warning"] { background: $warning_tint; border: none; border-bottom: 1px solid $line; }
QFrame[banner="danger"] { background: $danger_tint; border: none; border-bottom: 1px solid $line; }
QFrame[panel="true"] { background: $surface; border: none; }
QFrame[notice="info"] { background: $accent_tint; border: none; border-radius: 6px; }
QFrame[notice="warning"] { background: $warning_tint; border: none; border-radius: 6px; }
QFrame[notice="danger"] { background: $danger_tint; border: none; border-radius: 6px; }
"""


def stylesheet(colours: Mapping[str, QColor], icons: Icons, points: Callable[[float], float]) -> str:
    """The style sheet of the look; `points` turns px of text into points."""
    return Template(_LABELS + _BUTTONS + _INPUTS + _LISTS + _FRAME).substitute(
        {role: colour.name() for role, colour in colours.items()},
        title=points(17),
        small=points(12),
        chevron=icons.file("chevron-down", "muted"),
        chevron_up=icons.file("chevron-up", "muted"),
        check=icons.file("check", "on_accent"),
        minus=icons.file("minus", "on_accent"),
    )
