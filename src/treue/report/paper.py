"""A sheet of A4 as one drawing: words set where they belong, pictures between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from typing import Literal

WIDTH, HEIGHT = 595, 842
"""A4 in points."""

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first is what the renderer brings along, so that a page looks the same on every machine."""

LEADING = 1.38
"""Lines of a paragraph stand this far apart, in sizes of the letters."""

_BOLD = 1.11  # small letters are wider by this when bold
_USUAL = 556  # thousandths of the size; digits and most small letters
_WIDE = {
    222: "'ijl|‚‘’",
    278: " \u00a0!,./:;I[]ft\\·−",
    333: "()-r„“”`",
    389: "*",
    500: "cksvxyzJ",
    584: "+<=>~",
    611: "FTZß",
    667: "ABEKPSVXYÄ&",
    722: "CDHNRUÜw",
    778: "GOQÖ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "…—",
}
_WIDTHS = {letter: width for width, letters in _WIDE.items() for letter in letters} | {"−": 584}
_UNSEEN = re.compile("[\u2060\u200b]")  # tell browsers where lines end; a sheet has no glyph for them
_VIEW_BOX = re.compile(r'^<svg viewBox="0 0 ([\d.]+) ([\d.]+)"')
_COLOUR = re.compile(r"var\(--([\w-]+)\)")

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Type:
    """How words look: size in points, a colour of the page, weight."""

    size: float
    ink: str = "ink"
    is_bold: bool = False


@dataclass(slots=True)
class Paper:
    """What has been set so far; y runs down, and words stand on theirs."""

    parts: list[str] = field(default_factory=list)

    def words(self, x: float, y: float, said: str, look: Type, anchor: Anchor = "start") -> None:
        """One line."""
        weight = ' font-weight="700"' if look.is_bold else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{look.size}"{weight} text-anchor="{anchor}" '
            f'fill="var(--{look.ink})">{escape(_UNSEEN.sub("", said))}</text>'
        )

    def paragraph(self, x: float, y: float, width: float, said: str, look: Type) -> float:
        """Lines no wider than `width`; where the next would stand."""
        for line in lines_of(said, width, look):
            self.words(x, y, line, look)
            y += look.size * LEADING
        return y

    def box(self, place: tuple[float, float, float, float], colour: str, radius: float = 0) -> None:
        """A filled rectangle: left, top, width, height."""
        x, y, width, height = place
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius}" '
            f'fill="var(--{colour})"/>'
        )

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """A disc with a rim in the colour of the sheet."""
        self.parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="var(--{colour})" stroke="var(--card)" '
            'stroke-width="2"/>'
        )

    def picture(self, x: float, y: float, width: float, drawn: str) -> float:
        """A drawing scaled to `width`; where it ends.

        Raises:
            ValueError: it does not begin with its view box.
        """
        found = _VIEW_BOX.match(drawn)
        if found is None:
            raise ValueError(f"a drawing begins with {drawn[:60]!r}; expected <svg viewBox=...>")
        height = width * float(found[2]) / float(found[1])
        place = f'<svg x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        self.parts.append(place + str(drawn).removeprefix("<svg"))
        return y + height

    def svg(self) -> str:
        """The whole sheet, in the light colours of the page."""
        drawn = "".join(self.parts)
        colours = _light()
        whole = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}">'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="var(--card)"/>{drawn}</svg>'
        )
        return _COLOUR.sub(lambda name: colours[name[1]], whole).replace(
            'font-family="sans-serif"', f'font-family="{FONT}"'
        )


def lines_of(said: str, width: float, look: Type) -> list[str]:
    """Cut between words so that no line is wider than `width`, unless one word is."""
    lines: list[str] = []
    for word in said.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, look) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def width_of(said: str, look: Type) -> float:
    """In points, for letters as wide as Helvetica's."""
    letters = _UNSEEN.sub("", said)
    thousandths = sum(
        _WIDTHS.get(letter, _USUAL) * (_BOLD if look.is_bold and letter.islower() else 1)
        for letter in letters
    )
    return thousandths / 1000 * look.size


def _light() -> dict[str, str]:
    """The page's colours by name; they stand in its style sheet once for all."""
    sheet = files("treue.report").joinpath("templates", "style.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", sheet.partition("}")[0]))
