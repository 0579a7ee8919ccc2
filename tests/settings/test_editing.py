"""One line of a settings file is changed; all that people wrote around it stays."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treue.errors import BadSetting
from treue.settings import edited

FILE = """\
# Our shop; ask Jana before you change anything here.

[shop]
name = "Wolle & Garn"  # as on the invoice
staff = [
  "wolle.example",  # all of us
  "friends",
]  # since spring
# currency = "EUR"

  [ value ]   # how we count
margin = 0.4
# margin = "38%" was last year's

[[files]]
path = "export/*.csv"
name = "not the shop's"
"""


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_a_line_is_replaced_where_it_stands_and_keeps_its_comment() -> None:
    after = edited(FILE, "shop.name", 'Garn "Nr. 1" # neu')
    assert changed_lines(FILE, after) == (
        ['name = "Wolle & Garn"  # as on the invoice'],
        ['name = "Garn \\"Nr. 1\\" # neu"  # as on the invoice'],
    )
    assert after.index("Nr. 1") < after.index("staff")


def test_a_value_over_several_lines_is_replaced_whole() -> None:
    after = edited(FILE, "shop.staff", "wolle.example, family")
    assert 'staff = "wolle.example, family"  # since spring\n# currency' in after


def test_an_open_line_is_filled_in() -> None:
    after = edited(FILE, "shop.currency", "CHF")
    assert changed_lines(FILE, after) == (['# currency = "EUR"'], ['currency = "CHF"'])


def test_a_header_may_be_written_with_blanks_and_a_comment() -> None:
    after = edited(FILE, "value.margin", "35%")
    assert tomllib.loads(after)["value"] == {"margin": "35%"}
    assert '# margin = "38%" was last year\'s' in after


def test_a_new_line_goes_to_the_end_of_its_section() -> None:
    after = edited(FILE, "value.horizon", "24mo")
    assert 'margin = 0.4\nhorizon = "24mo"\n' in after


def test_a_new_section_goes_to_the_end_also_behind_lists_of_tables() -> None:
    after = edited(FILE, "costs.service_hour", "36.50")
    assert after == FILE + '\n[costs]\nservice_hour = "36.50"\n'
    assert edited("", "shop.name", "Neu") == '[shop]\nname = "Neu"\n'


def test_taking_a_line_back_leaves_it_readable_and_open() -> None:
    once = edited('[value]\nmargin = "40%"\n', "value.margin", None)
    assert once == '[value]\n# margin = "40%"\n'
    assert edited(once, "value.margin", "45%") == '[value]\nmargin = "45%"\n'
    assert edited(once, "value.margin", None) == once
    assert tomllib.loads(edited(FILE, "shop.staff", None))["shop"] == {"name": "Wolle & Garn"}


def test_line_ends_of_windows_stay() -> None:
    after = edited(FILE.replace("\n", "\r\n"), "shop.currency", "CHF")
    assert "\n" not in after.replace("\r\n", "")


@pytest.mark.parametrize(
    "layout",
    [
        'shop.name = "A"\n',
        'shop = { name = "A" }\n',
    ],
)
def test_a_layout_that_we_do_not_master_is_left_alone(layout: str) -> None:
    with pytest.raises(BadSetting, match=r"Write it by hand as name = ... below \[shop\]"):
        edited(layout, "shop.name", "B")


def test_a_key_in_quotes_is_found() -> None:
    assert edited('[shop]\n"name" = "A"\n', "shop.name", "B") == '[shop]\nname = "B"\n'


def test_a_broken_file_is_not_made_worse() -> None:
    with pytest.raises(BadSetting, match="not valid TOML"):
        edited("[shop\nname = 1", "shop.name", "B")


def test_a_text_that_looks_like_a_header_is_none() -> None:
    text = '[shop]\nname = """\n[value]\nmargin = 1\n"""\n'
    after = edited(text, "value.margin", "40%")
    assert tomllib.loads(after) == {"shop": {"name": "[value]\nmargin = 1\n"}, "value": {"margin": "40%"}}


@given(value=st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_text_comes_back_as_it_was_written(value: str) -> None:
    once = edited(FILE, "shop.name", value)
    assert tomllib.loads(once)["shop"]["name"] == value
    assert edited(once, "shop.name", "Wolle & Garn") == FILE
