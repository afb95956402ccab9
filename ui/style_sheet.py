"""The one style sheet: `$role` is a colour of ui.palette, `@n` a length that grows with the text.

Widgets carry a dynamic property `kind`; ui.widgets.basics sets it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Template

_SHEET = """
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: @4px @6px; }

QLabel { background: transparent; }
QLabel[kind="muted"], Glyph[kind="muted"] { color: $muted; }
QLabel[kind="good"], Glyph[kind="good"] { color: $good; }
QLabel[kind="warning"], Glyph[kind="warning"] { color: $warning; }
QLabel[kind="error"], Glyph[kind="error"] { color: $error; }
QLabel[kind="accent"], Glyph[kind="accent"] { color: $accent; }
QLabel[look="title"] { font-size: @20px; font-weight: 600; }
QLabel[look="heading"] { font-size: @17px; font-weight: 600; }
QLabel[look="subheading"] { font-size: @14px; font-weight: 600; }
QLabel[look="section"] { font-size: @12px; font-weight: 600; color: $muted; }
QLabel[look="figure"] { font-size: @26px; font-weight: 600; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="small"] { font-size: @12px; }
QLabel[look="label"] { font-weight: 500; }
QLabel[look="code"] { font-family: monospace; font-size: @17px; }
QLabel[look="brand"] { font-size: @16px; font-weight: 700; }

QFrame[kind="card"] { background: $panel; border: 1px solid $line; border-radius: @8px; }
QFrame[kind="hairline"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[kind="rail"] { background: $rail; border: 0; border-right: 1px solid $line; }
QFrame[kind="pop-up"] { background: $panel; border: 1px solid $field_line; border-radius: @10px; }
QFrame[kind="gate"] { background: $background; }
QFrame[kind="scrim-clear"] { background: $scrim; }
QFrame[kind="banner-accent"] { background: $accent_soft; border-bottom: 1px solid $line; }
QFrame[kind="banner-warning"] { background: $warning_soft; border-bottom: 1px solid $line; }
QFrame[kind="banner-error"] { background: $error_soft; border-bottom: 1px solid $line; }
QFrame[kind="banner-glass"] { background: $error_soft; border: @1px solid $error;
    border-radius: @6px; }

Chip { border-radius: @4px; }
Chip[kind="good"] { background: $good_soft; }
Chip[kind="warning"] { background: $warning_soft; }
Chip[kind="error"] { background: $error_soft; }
Chip[kind="accent"] { background: $accent_soft; }
Chip[kind="muted"] { background: $muted_soft; }
Chip QLabel { font-size: @12px; font-weight: 600; }
QFrame[kind="good"]#note-answer { background: $good_soft; border-radius: @6px; }
QFrame[kind="warning"]#note-answer { background: $warning_soft; border-radius: @6px; }
QFrame[kind="muted"]#note-answer { background: $muted_soft; border-radius: @6px; }
SignedBar { border-radius: @6px; }
SignedBar[kind="accent"] { background: $accent_soft; }
SignedBar[kind="warning"] { background: $warning_soft; }
Notice { border-radius: @6px; }
Notice[kind="good"] { background: $good_soft; }
Notice[kind="warning"] { background: $warning_soft; }
Notice[kind="error"] { background: $error_soft; }
Notice[kind="muted"] { background: $muted_soft; }
Notice[kind="accent"] { background: $accent_soft; }

QPushButton {
  background: $panel; color: $text; border: 1px solid $field_line; border-radius: @6px;
  padding: @6px @13px; min-height: @18px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:disabled { color: $muted; border-color: $line; background: $background; }
QPushButton:focus { border: 2px solid $accent; padding: @5px @12px; }
QPushButton[kind="primary"] {
  background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:disabled {
  background: $hover; color: $muted; border-color: $line;
}
QPushButton[kind="danger"] { color: $error; }
QPushButton[kind="ghost"], QPushButton[kind="link"], QPushButton[kind="alarm"] {
  background: transparent; border: 1px solid transparent; padding: @4px @7px;
}
QPushButton[kind="ghost"] { color: $muted; }
QPushButton[kind="link"] { color: $accent; font-weight: 500; }
QPushButton[kind="alarm"] { color: $error; font-weight: 600; text-align: left; }
QPushButton[kind="ghost"]:hover, QPushButton[kind="link"]:hover,
QPushButton[kind="alarm"]:hover { background: $hover; }
QPushButton[kind="ghost"]:focus, QPushButton[kind="link"]:focus,
QPushButton[kind="alarm"]:focus {
  border: 2px solid $accent; padding: @3px @6px;
}
QPushButton[kind="rail"] {
  background: transparent; color: $muted; border: 1px solid transparent; text-align: left;
  border-radius: @6px; padding: @8px @11px; font-weight: 500;
}
QPushButton[kind="rail"]:hover { background: $hover; color: $text; }
QPushButton[kind="rail"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QPushButton[kind="rail"]:focus { border: 2px solid $accent; padding: @7px @10px; }
QPushButton[kind="rail-small"] {
  background: transparent; color: $muted; border: 1px solid transparent; text-align: left;
  border-radius: @4px; padding: @1px 0;
}
QPushButton[kind="rail-small"]:hover { color: $text; }
QPushButton[kind="rail-small"]:focus { border: 2px solid $accent; padding: 0; }
QPushButton[kind="find"] {
  background: $panel; color: $muted; border: 1px solid $line; text-align: left;
  padding: @7px @11px;
}
QPushButton[kind="find"]:hover { border-color: $field_line; }
QPushButton[kind="find"]:focus { border: 2px solid $accent; padding: @6px @10px; }
QPushButton[kind="chip-good"], QPushButton[kind="chip-warning"], QPushButton[kind="chip-muted"] {
  border: 1px solid transparent; padding: @3px @8px; font-size: @12px; min-height: @16px;
}
QPushButton[kind="chip-good"] { background: $good_soft; color: $good; }
QPushButton[kind="chip-warning"] { background: $warning_soft; color: $warning; }
QPushButton[kind="chip-muted"] {
  background: $panel; color: $muted; border: 1px dashed $field_line;
}
QPushButton[kind="chip-good"]:hover, QPushButton[kind="chip-warning"]:hover,
QPushButton[kind="chip-muted"]:hover { border: 1px solid $field_line; }
QPushButton[kind="chip-good"]:focus, QPushButton[kind="chip-warning"]:focus,
QPushButton[kind="chip-muted"]:focus { border: 2px solid $accent; padding: @2px @7px; }
QPushButton[kind="segment"] { padding: @5px @13px; }
QPushButton[kind="segment"]:checked {
  background: $accent_soft; color: $accent; border-color: $accent;
}
QPushButton[kind="segment"]:focus { border: 2px solid $accent; padding: @4px @12px; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {
  background: $panel; color: $text; border: 1px solid $field_line; border-radius: @6px;
  padding: @5px @8px; selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $muted;
}
QLineEdit, QComboBox, QSpinBox { min-height: @20px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus {
  border: 2px solid $accent; padding: @4px @7px;
}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
  background: $background; color: $muted;
}
QLineEdit:read-only { background: $background; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QPlainTextEdit[invalid="true"] {
  border: 2px solid $error; padding: @4px @7px;
}
QComboBox::drop-down { border: 0; width: @24px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
  background: $panel; color: $text; border: 1px solid $field_line; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text;
}
QCheckBox, QRadioButton {
  spacing: @8px; border: 2px solid transparent; border-radius: @4px; padding: @2px;
}
QCheckBox:focus, QRadioButton:focus { border: 2px solid $accent; }
QCheckBox::indicator, QRadioButton::indicator {
  width: @14px; height: @14px; border: 1px solid $field_line; background: $panel;
}
QCheckBox::indicator { border-radius: @3px; }
QRadioButton::indicator { border-radius: @7px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QRadioButton::indicator:checked { border: @4px solid $accent; width: @8px; height: @8px; }

QAbstractItemView { outline: 0; }
QTableView, QListView, QTreeView {
  background: $panel; color: $text; border: 2px solid transparent; border-radius: @6px;
  gridline-color: $line; selection-background-color: $accent_soft; selection-color: $text;
  alternate-background-color: $panel;
}
QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid $accent; }
QTableView::item { border: 0; border-bottom: 1px solid $line; padding: 0 @8px; }
QTableView::item:hover { background: $hover; }
QTableView::item:selected { background: $accent_soft; color: $text; }
QListView::item { padding: @7px @8px; border-radius: @6px; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $accent_soft; color: $text; }
QListView[kind="nav"] { background: transparent; }
QListView[kind="nav"]::item { color: $muted; padding: @7px @10px; }
QListView[kind="nav"]::item:selected { background: $accent_soft; color: $accent; }
QHeaderView { background: $panel; border: 0; }
QHeaderView::section {
  background: $panel; color: $muted; border: 0; border-bottom: 1px solid $line;
  padding: @6px @10px; font-size: @12px; font-weight: 500;
}
QTableCornerButton::section { background: $panel; border: 0; }

QScrollArea { background: transparent; border: 0; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: @12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: @12px; margin: 0; }
QScrollBar::handle { background: $field_line; border-radius: @3px; margin: @3px; }
QScrollBar::handle:vertical { min-height: @32px; }
QScrollBar::handle:horizontal { min-width: @32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $panel; border: 1px solid $field_line; padding: @4px; }
QMenu::item { padding: @6px @20px; border-radius: @4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QProgressBar {
  background: $muted_soft; border: 1px solid $line; border-radius: @3px; min-height: @4px;
  max-height: @4px;
}
QProgressBar::chunk { background: $accent; border-radius: @2px; }
QSplitter::handle { background: transparent; }
QTextBrowser[kind="page"] { background: $panel; border: 2px solid transparent; }
QTextBrowser[kind="page"]:focus { border: 2px solid $accent; }
"""


def style_sheet(roles: Mapping[str, str], scale: float) -> str:
    """Fill in the colours and the lengths of one look at one text size."""
    sheet = re.sub(r"@(\d+)px", lambda found: f"{round(int(found[1]) * scale)}px", _SHEET)
    return Template(sheet).substitute(roles)
