"""Settings: typed, with their origin, wrong ones refused by name."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from treue.errors import BadSetting
from treue.settings import Settings, described, read_settings
from treue.units import Period


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "treue.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_set_is_a_working_shop() -> None:
    settings = read_settings(None, {})
    assert settings == Settings()
    assert settings.shop.currency == "EUR"


def test_a_file_sets_and_the_environment_wins(tmp_path: Path) -> None:
    text = (
        '[shop]\ncurrency = "CHF"\ncountry = "CH"\n[value]\nmargin = 0.4\nhorizon = "2y"\n'
        "[costs]\nservice_hour = 36.5"
    )
    path = written(tmp_path, text)
    settings = read_settings(path, {"TREUE_SHOP_CURRENCY": "GBP"})
    assert settings.shop.currency == "GBP"
    assert settings.shop.country == "CH"
    assert settings.value.margin == 0.4
    assert settings.costs.service_hour == Decimal("36.5")
    assert settings.value.horizon == Period.parse("2y")
    assert settings.origins["shop.currency"] == "TREUE_SHOP_CURRENCY"
    assert settings.origins["shop.country"] == str(path)


def test_lists_may_be_written_as_lists(tmp_path: Path) -> None:
    path = written(tmp_path, '[value]\nleave_out = ["staff", "test"]\n[vat]\nrates = ["DE=19", "CH=8.1"]')
    settings = read_settings(path, {})
    assert settings.value.leave_out == ("staff", "test")
    assert settings.vat.rates == (("DE", 1900), ("CH", 810))


def test_file_mappings_are_handed_on_as_they_stand(tmp_path: Path) -> None:
    path = written(tmp_path, '[[files]]\nmatch = "orders*"\n[files.columns]\ncustomer = "Kunde"')
    assert read_settings(path, {}).files == ({"match": "orders*", "columns": {"customer": "Kunde"}},)


def test_a_secret_comes_from_the_environment_or_a_file_and_is_masked(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("s3cret\n", encoding="utf-8")
    settings = read_settings(None, {"TREUE_SECRET_KEY_FILE": str(secret)})
    assert settings.secret.key == "s3cret"
    assert "s3cret" not in str(described(settings))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[shop]\ncurrency = 'XEU'", "shop.currency is 'XEU'; allowed is an ISO 4217 code"),
        ("[shop]\ncurency = 'EUR'", "shop.curency is not a setting. Did you mean currency?"),
        ("[shops]\n", "[shops] is not a section. Did you mean shop?"),
        ("[shop]\nzone = 'Berlin'", "shop.zone is 'Berlin'; allowed is an IANA time zone"),
        ("[value]\nmargin = 40", "value.margin is '40'; allowed is a share such as 40% or 0.4"),
        ("[costs]\nservice_hour = '36,50'", "an amount of zero or more with a point: 36.50"),
        ("[costs]\nservice_hour = -1", "an amount of zero or more"),
        ("[costs]\nservice_hour = 'NaN'", "an amount of zero or more"),
        ("[value]\nhorizon = '12'", "a span of 1 or more with its unit"),
        ("[vat]\nrates = 'Germany=19'", "countries with their rate in per cent"),
        ("[secret]\nkey = 'x'", "secrets do not belong in a file"),
        ("files = 3", "files is not a list of tables"),
        ("[shop", "is not valid TOML"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read_settings(written(tmp_path, text), {})
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# ours\n\n[shop]\nname = 'A'\ncurrency = 'XEU'\n", 5),
        ("[shop]\nname = 'A'\n\n[value]\nmargn = '40%'\n", 5),
        ("[vat]\nrates = [\n  'DE=19',\n]\n[web]\nnight_at = 'noon'\n", 6),
        ("[shop]\n\n[shops]\n", 3),
        ("shop.name = 'A'\nplace = 'Kiel'\n", 2),
        ("[shop]\nname = 'A\n", 2),
    ],
)
def test_the_line_that_is_wrong_is_named(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(BadSetting, match=rf"treue\.toml.*line {line}\b"):
        read_settings(written(tmp_path, text), {})


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    path.write_bytes("[shop]\nname = 'Käse'\n".encode("latin-1"))
    with pytest.raises(BadSetting, match=r"treue\.toml, line 2: not written in UTF-8"):
        read_settings(path, {})


def test_a_secret_file_that_is_not_there_is_named() -> None:
    with pytest.raises(BadSetting, match="TREUE_SECRET_KEY_FILE names /nowhere, which cannot be read"):
        read_settings(None, {"TREUE_SECRET_KEY_FILE": "/nowhere"})
