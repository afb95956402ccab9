"""The colours by role, light and dark; every text pair keeps a contrast of 4.5 to 1."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Roles:
    """What a colour is for; `*_soft` is the ground on which its text stands."""

    background: str
    rail: str
    panel: str
    line: str
    field_line: str
    hover: str
    text: str
    muted: str
    muted_soft: str
    accent: str
    accent_soft: str
    accent_hover: str
    on_accent: str
    error: str
    error_soft: str
    warning: str
    warning_soft: str
    good: str
    good_soft: str
    scrim: str


LIGHT = Roles(
    background="#f6f7f9",
    rail="#fbfcfd",
    panel="#ffffff",
    line="#e3e6eb",
    field_line="#838d9e",
    hover="#f0f2f5",
    text="#1b2330",
    muted="#667085",
    muted_soft="#f2f4f7",
    accent="#0f766e",
    accent_soft="#e6f4f2",
    accent_hover="#0c625b",
    on_accent="#ffffff",
    error="#b42318",
    error_soft="#fef3f2",
    warning="#93590a",
    warning_soft="#fffaeb",
    good="#067647",
    good_soft="#ecfdf3",
    scrim="rgba(27, 35, 48, 90)",
)

DARK = Roles(
    background="#12161c",
    rail="#151a21",
    panel="#1a2029",
    line="#2b3340",
    field_line="#6b778b",
    hover="#222a35",
    text="#e6eaf0",
    muted="#98a2b3",
    muted_soft="#12161c",
    accent="#4fd1c1",
    accent_soft="#15332f",
    accent_hover="#72ddd0",
    on_accent="#0b1f1c",
    error="#ff9c92",
    error_soft="#3a1d1b",
    warning="#f5c26b",
    warning_soft="#33280f",
    good="#6ce9a6",
    good_soft="#12301f",
    scrim="rgba(0, 0, 0, 140)",
)

# Every pair of text and ground that the style sheet or a screen may use.
TEXT_PAIRS = (
    ("text", "background"),
    ("text", "rail"),
    ("text", "panel"),
    ("text", "hover"),
    ("text", "accent_soft"),
    ("text", "muted_soft"),
    ("text", "error_soft"),
    ("text", "warning_soft"),
    ("text", "good_soft"),
    ("muted", "background"),
    ("muted", "rail"),
    ("muted", "panel"),
    ("muted", "muted_soft"),
    ("accent", "accent_soft"),
    ("accent", "panel"),
    ("accent", "background"),
    ("accent", "rail"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("error", "error_soft"),
    ("error", "panel"),
    ("error", "background"),
    ("warning", "warning_soft"),
    ("warning", "panel"),
    ("good", "good_soft"),
    ("good", "panel"),
    ("good", "background"),
)
# Edges of controls and the focus ring need 3 to 1 (WCAG 2.2, 1.4.11).
EDGE_PAIRS = (
    ("field_line", "panel"),
    ("field_line", "background"),
    ("accent", "panel"),
    ("accent", "background"),
    ("accent", "rail"),
    ("on_accent", "accent"),
)
