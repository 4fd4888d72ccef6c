"""The one stylesheet, made from the token table. Static selectors only: a widget's class, or a property that is set once
when the widget is built (`variant`, `panel`); what changes while running is painted by the widget itself.

    QPushButton   variant: primary · success · danger · quiet
    QFrame        panel: card · bar · well
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from agent_desktop.ui.roles import Tone
from agent_desktop.ui.tokens import Shade, Tokens

_ASSETS = {name: (Path(__file__).parent / "assets" / f"{name}.svg").as_posix() for name in ("check", "down", "up")}
"""A stylesheet takes pictures from files only; their colours suit both schemes."""

_ITEM_FRAME = 5
"""Around an item's words, besides its padding: the border, and what Qt adds by itself. Headings stand above the words."""

_SHEET = Template("""
QToolTip { background: $text; color: $surface; border: none; padding: 4px 8px; }

QFrame[panel="card"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[panel="bar"] { background: $surface; border: none; border-bottom: 1px solid $border; }
QFrame[panel="well"] { background: $sunken; border: 1px solid $border; border-radius: 6px; }
QFrame[panel="rule"] { background: $border; border: none; }
QDialog, QMessageBox { background: $surface; }

QPushButton, QToolButton {
  background: $surface; color: $text; border: 1px solid $outline; border-radius: 6px;
  padding: ${p1}px ${p3}px; min-height: ${control}px;
}
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked { background: $pressed; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; border-color: $border; background: $surface; }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus; padding: ${p1_in}px ${p3_in}px; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
$variants
QPushButton[variant="quiet"], QToolButton[variant="quiet"] { background: transparent; border: 1px solid transparent; }
QPushButton[variant="quiet"]:hover, QToolButton[variant="quiet"]:hover { background: $hover; }
QPushButton[variant="quiet"]:pressed, QToolButton[variant="quiet"]:pressed,
QPushButton[variant="quiet"]:checked, QToolButton[variant="quiet"]:checked { background: $pressed; }
QPushButton[variant="quiet"]:disabled, QToolButton[variant="quiet"]:disabled { color: $disabled; background: transparent; }
QPushButton[variant="quiet"]:focus, QToolButton[variant="quiet"]:focus { border: 2px solid $focus; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
  background: $sunken; color: $text; border: 1px solid $outline; border-radius: 6px;
  padding: ${p1}px ${p2}px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QComboBox, QAbstractSpinBox { min-height: ${control}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: 2px solid $focus; padding: ${p1_in}px ${p2_in}px;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
  color: $disabled; border-color: $border; background: $surface;
}
QLineEdit:read-only { background: $surface; }
QComboBox::drop-down, QAbstractSpinBox::drop-down, QDateTimeEdit::drop-down {
  subcontrol-origin: padding; subcontrol-position: center right; border: none; width: ${control}px;
}
QComboBox::down-arrow { image: none; }
QDateTimeEdit::down-arrow { image: url("$down"); width: ${mark}px; height: ${mark}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: ${control}px; }
QAbstractSpinBox::up-arrow { image: url("$up"); width: ${mark_dot}px; height: ${mark_dot}px; }
QAbstractSpinBox::down-arrow { image: url("$down"); width: ${mark_dot}px; height: ${mark_dot}px; }
QComboBox QAbstractItemView, QListView, QTreeView, QTableView {
  background: $surface; color: $text; border: 1px solid $border; border-radius: 6px; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text;
}
QAbstractItemView::item { padding: ${p1}px ${p2}px; border-radius: 4px; border: 2px solid transparent; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $border; padding: ${p1}px ${cell}px;
}
QListView::indicator {
  width: ${mark}px; height: ${mark}px; background: $sunken; border: 1px solid $outline; border-radius: 4px;
}
QListView::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QProgressBar { background: $pressed; border: none; border-radius: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QAbstractItemView::item:hover { background: $hover; }
QAbstractItemView::item:selected { background: $accent_soft; color: $text; }
QAbstractItemView::item:selected:focus { border: 2px solid $focus; }

QMenu { background: $surface; color: $text; border: 1px solid $outline; padding: ${p1}px; }
QMenu::item { padding: ${p2}px ${p6}px ${p2}px ${p2}px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $muted; background: transparent; }
QMenu::icon { padding-left: ${p2}px; }
QMenu::separator { height: 1px; background: $border; margin: ${p1}px ${p2}px; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $outline; border-radius: 3px; margin: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QAbstractScrollArea::corner { background: transparent; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $border; }
QTabBar::tab { background: transparent; color: $muted; padding: ${p1}px ${p3}px; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabWidget::pane { border: none; }
QCheckBox, QRadioButton { spacing: ${p2}px; }
QCheckBox::indicator, QRadioButton::indicator {
  width: ${mark}px; height: ${mark}px; background: $sunken; border: 1px solid $outline;
}
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: ${mark_half}px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $text; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $focus; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QRadioButton::indicator:checked {
  width: ${mark_dot}px; height: ${mark_dot}px; border: ${mark_ring}px solid $accent; background: $on_accent;
}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border; background: $surface; }
QStatusBar { background: $surface; color: $muted; }
""")

_VARIANT = Template("""
QPushButton[variant="$name"] { background: $solid; color: $on_solid; border: 1px solid $solid; }
QPushButton[variant="$name"]:hover { background: $ink_or_solid; }
QPushButton[variant="$name"]:pressed { background: $ink_or_solid; }
QPushButton[variant="$name"]:disabled { background: $surface; color: $disabled; border-color: $border; }
QPushButton[variant="$name"]:focus { border: 2px solid $text; }
""")

VARIANTS = {"primary": Tone.ACCENT, "success": Tone.READY, "danger": Tone.ALERT}


def stylesheet(colours: Tokens, scale: float) -> str:
    """The whole stylesheet for one scheme and font scale."""
    accent = colours.tones[Tone.ACCENT]
    return _SHEET.substitute(
        _named(colours),
        accent=accent.solid,
        accent_soft=accent.soft,
        on_accent=accent.on_solid,
        variants="".join(_variant(name, colours.tones[tone], colours) for name, tone in VARIANTS.items()),
        **_ASSETS,
        **_lengths(scale),
    )


def _named(colours: Tokens) -> dict[str, str]:
    names = (
        "ground",
        "surface",
        "sunken",
        "hover",
        "pressed",
        "border",
        "outline",
        "text",
        "muted",
        "disabled",
        "focus",
    )
    return {name: getattr(colours, name) for name in names}


def _variant(name: str, shade: Shade, colours: Tokens) -> str:
    return _VARIANT.substitute(
        name=name,
        solid=shade.solid,
        on_solid=shade.on_solid,
        ink_or_solid=_deeper(shade.solid),
        surface=colours.surface,
        text=colours.text,
        disabled=colours.disabled,
        border=colours.border,
    )


def _deeper(colour: str) -> str:
    """A fill under the pointer: a little darker, so that its text stays readable."""
    return "#" + "".join(f"{round(int(colour[at : at + 2], 16) * 0.88):02x}" for at in (1, 3, 5))


def _lengths(scale: float) -> dict[str, str]:
    """Paddings in steps of the grid; `_in` is what is left inside the thicker frame of the focus."""
    lengths = {f"p{step}": round(4 * step * scale) for step in (1, 2, 3, 6)}
    lengths |= {f"p{step}_in": lengths[f"p{step}"] - 1 for step in (1, 2, 3)}
    lengths["control"] = round(22 * scale)
    lengths["mark"] = 2 * round(8 * scale)
    lengths["mark_half"] = lengths["mark"] // 2 + 1
    lengths["mark_ring"] = round(5 * scale)
    lengths["cell"] = lengths["p2"] + _ITEM_FRAME
    lengths["mark_dot"] = lengths["mark"] + 2 - 2 * lengths["mark_ring"]
    return {name: str(length) for name, length in lengths.items()}
