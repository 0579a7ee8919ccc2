"""The page's colours, as the style sheet states them, read well on each other."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from treue.report.charts.frame import LEVELS
from treue.segments import TIERS

SHEET = files("treue.report").joinpath("templates", "style.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\n *\}", SHEET, re.DOTALL)[:2]
)
SCHEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance of #rrggbb."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_dark_page_has_a_colour_of_its_own_for_each() -> None:
    assert set(LIGHT) == set(DARK)


@SCHEMES
@pytest.mark.parametrize("name", [f"heat-{index}" for index in range(LEVELS)] + [tier.key for tier in TIERS])
def test_writing_on_colour_can_be_read(colours: dict[str, str], name: str) -> None:
    assert contrast(colours[name], colours[f"{name}-ink"]) >= 4.5


@SCHEMES
@pytest.mark.parametrize("name", ["ink", "muted", "accent"])
@pytest.mark.parametrize("under", ["card", "ground"])
def test_text_can_be_read(colours: dict[str, str], name: str, under: str) -> None:
    assert contrast(colours[name], colours[under]) >= 4.5


@SCHEMES
def test_the_strong_column_stands_out_from_the_pale_one(colours: dict[str, str]) -> None:
    assert contrast(colours["accent"], colours["accent-pale"]) >= 3


@SCHEMES
def test_heat_rises_step_by_step(colours: dict[str, str]) -> None:
    distance = [contrast(colours[f"heat-{index}"], colours["card"]) for index in range(LEVELS)]
    assert distance == sorted(distance)
