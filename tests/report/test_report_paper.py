"""Words on a sheet: as wide as the renderer sets them, cut where they must be, escaped."""

from __future__ import annotations

import re
import zlib

import pytest
import vl_convert
from markupsafe import Markup
from pages import outline
from pdf_text import embedded_fonts, text_of

from treue.report.paper import HEIGHT, WIDTH, Paper, Type, lines_of, width_of

SAID = "Größere Überraschung: 1.234,56 € – „Platin“ −5 % [und] Zürich & Co."


@pytest.mark.parametrize("is_bold", [False, True])
def test_our_widths_are_the_renderers(is_bold: bool) -> None:
    look = Type(20, is_bold=is_bold)
    for said in (
        SAID,
        "Deckungsbeitrag der letzten zwölf Monate",
        "How often people order",
        "WMQ 1.000.000 €",
    ):
        paper = Paper()
        paper.words(0, 50, said, look)
        paper.words(WIDTH, 80, said, look, "end")
        pdf = vl_convert.svg_to_pdf(paper.svg())
        content = max(_streams(pdf), key=lambda each: each.count("Tm"))
        places = [(float(x), float(y)) for x, y in re.findall(r"1 0 0 -1 ([\d.-]+) ([\d.-]+) Tm", content)]
        begins = min(x for x, y in places if y == 80)
        assert width_of(said, look) == pytest.approx(WIDTH - begins, rel=0.06)
        assert width_of(said, look) >= (WIDTH - begins) * 0.98


def _streams(pdf: bytes) -> list[str]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream).decode("latin-1"))
        except zlib.error:
            continue
    return found


def test_words_come_out_as_they_went_in_with_their_fonts() -> None:
    paper = Paper()
    paper.words(40, 80, SAID, Type(12))
    paper.words(40, 120, "+\u206012 €", Type(12, is_bold=True))
    pdf = vl_convert.svg_to_pdf(paper.svg())
    assert text_of(pdf) == f"{SAID}+12 €"
    assert embedded_fonts(pdf) == {"LiberationSans", "LiberationSans-Bold"}
    assert f"/MediaBox [0 0 {WIDTH} {HEIGHT}]".encode() in pdf


def test_lines_are_no_wider_than_asked_and_no_word_is_lost() -> None:
    look = Type(9.5)
    said = "Wer etwas zurückschickte, bestellte danach seltener wieder: 50 statt 51 von 100."
    for width in (60, 120, 300, 1_000):
        lines = lines_of(said, width, look)
        assert " ".join(lines) == said
        assert all(width_of(line, look) <= width or " " not in line for line in lines)
    assert len(lines_of(said, 1_000, look)) == 1
    assert lines_of("1.000\u00a0€", 1, look) == ["1.000\u00a0€"]


def test_what_comes_from_outside_is_escaped_and_colours_are_the_pages() -> None:
    paper = Paper()
    paper.words(40, 80, '<b>Müller & "Söhne"</b>', Type(12, "accent"))
    paper.box((0, 0, 10, 10), "notice")
    drawn = paper.svg()
    outline(drawn)
    assert "&lt;b&gt;Müller &amp;" in drawn
    assert "#0c7266" in drawn
    assert "var(" not in drawn


def test_a_drawing_keeps_its_proportions() -> None:
    paper = Paper()
    drawing = Markup('<svg viewBox="0 0 200 50" aria-hidden="true"><rect width="5" height="5"/></svg>')
    assert paper.picture(40, 100, 400, drawing) == 200
    outline(paper.svg())
    with pytest.raises(ValueError, match="expected <svg viewBox"):
        paper.picture(0, 0, 10, "<svg><g/></svg>")
