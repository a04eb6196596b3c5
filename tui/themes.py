"""Colours: dark, light, and of high contrast."""

from __future__ import annotations

from textual.theme import Theme

DARK, LIGHT, CONTRAST = "dark", "light", "contrast"

THEMES = (
    Theme(
        name=DARK,
        primary="#7AA2F7",
        secondary="#9D7CD8",
        accent="#7DCFFF",
        warning="#E0AF68",
        error="#F7768E",
        success="#9ECE6A",
        foreground="#D5D9E8",
        background="#16181F",
        surface="#1C1F29",
        panel="#2A2E3D",
    ),
    Theme(
        name=LIGHT,
        primary="#1F4FA3",
        secondary="#5B3A9E",
        accent="#095E7A",
        warning="#9A5B00",
        error="#B3193B",
        success="#2F6B1F",
        foreground="#1B1D24",
        background="#FBFBF8",
        surface="#F1F1EC",
        panel="#DCDCD4",
        dark=False,
    ),
    Theme(
        name=CONTRAST,
        primary="#FFFF00",
        secondary="#00FFFF",
        accent="#00FFFF",
        warning="#FFD700",
        error="#FF6B6B",
        success="#00FF66",
        foreground="#FFFFFF",
        background="#000000",
        surface="#000000",
        panel="#404040",
        text_alpha=1.0,
    ),
)
