"""The token table: every theme names every colour, and what is read on what has contrast enough."""

import re

import pytest

from tests.support.sources import page_sources

STYLES = {address: path for address, path in page_sources(".css").items() if address.startswith("coordination/")}
TOKENS = "coordination/style/tokens.css"
THEMES = ("dark", "light", "night")
# What a style sheet or a script sets for one element alone, and no theme has.
OF_ONE_ELEMENT = {"tone", "sheet", "held", "shift", "raise", "stem", "own-line"}
TEXT_ON = {
    "text": ("surface-0", "surface-1", "surface-2", "surface-3"),
    "text-2": ("surface-0", "surface-1", "surface-2", "surface-3"),
    "text-3": ("surface-0", "surface-1", "surface-2"),
    "accent": ("surface-0", "surface-1", "surface-2"),
    "danger": ("surface-0", "surface-1", "surface-2"),
    "warning": ("surface-0", "surface-1", "surface-2"),
    "ok": ("surface-0", "surface-1", "surface-2"),
    "info": ("surface-0", "surface-1"),
    "exercise": ("surface-0", "surface-1"),
    "on-accent": ("accent-fill",),
    "on-danger": ("danger-fill",),
    "on-warning": ("warning-fill",),
    "on-ok": ("ok-fill",),
    "on-exercise": ("exercise-fill",),
    "map-label": ("map-room", "map-corridor", "map-building", "map-ground"),
    "map-door-ink": ("map-door",),
    "map-object-ink": ("map-object",),
}
AGENCIES = ("police", "sheriff", "fire", "ems", "school", "dispatch", "emergency", "other")
MARKS_ON = {
    "focus": ("surface-0", "surface-1", "surface-2"),
    "line-strong": ("surface-0", "surface-1"),
    **{f"agency-{name}": ("surface-1", "surface-2") for name in AGENCIES},
    **{f"zone-{name}": ("map-ground", "map-room", "map-building") for name in ("hot", "warm", "cold")},
    "map-boundary": ("map-ground",),
}


def themes() -> dict[str, dict[str, str]]:
    """Return each theme's colours as #rrggbb by name."""
    css = STYLES[TOKENS].read_text()
    blocks = re.findall(r':root\[data-theme="(\w+)"\] \{(.*?)\n\}', css, re.DOTALL)
    return {name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body)) for name, body in blocks}


def luminance(colour: str) -> float:
    """Return relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(table: dict[str, tuple[str, ...]], theme: dict[str, str], least: float) -> list[str]:
    found = [(front, back, contrast(theme[front], theme[back])) for front, backs in table.items() for back in backs]
    return [f"{front} on {back}: {ratio:.2f}" for front, back, ratio in found if ratio < least]


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_a_contrast_of_at_least_four_and_a_half(theme: str) -> None:
    assert too_weak(TEXT_ON, themes()[theme], 4.5) == []


@pytest.mark.parametrize("theme", THEMES)
def test_marks_have_a_contrast_of_at_least_three(theme: str) -> None:
    assert too_weak(MARKS_ON, themes()[theme], 3.0) == []


def test_every_theme_names_the_same_colours() -> None:
    names = [set(theme) for theme in themes().values()]

    assert len(names) == 3
    assert names[0] == names[1] == names[2]


def test_nothing_is_brighter_than_forty_percent_at_night() -> None:
    assert [name for name, colour in themes()["night"].items() if luminance(colour) > 0.40] == []


def test_no_other_style_sheet_of_the_pages_names_a_colour() -> None:
    sheets = [path for path in STYLES.values() if path.name != "tokens.css"]
    named = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|rgb|hsl")

    assert len(sheets) >= 4
    assert {path.name: named.findall(path.read_text()) for path in sheets} == {path.name: [] for path in sheets}


def test_every_token_that_is_used_exists() -> None:
    defined = set(re.findall(r"--([\w-]+):", STYLES[TOKENS].read_text())) | OF_ONE_ELEMENT
    used = {name for path in STYLES.values() for name in re.findall(r"var\(--([\w-]+)", path.read_text())}

    assert used - defined == set()
