"""Settings changed from a page: kept whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from treue.errors import BadSetting
from treue.loop.home import SETTINGS, Home, open_home
from treue.loop.keeping import is_fixed, keep


@pytest.fixture
def shop(tmp_path: Path) -> Home:
    (tmp_path / SETTINGS).write_text('# ours\n[shop]\nname = "Alt"\n', encoding="utf-8")
    (tmp_path / SETTINGS).chmod(0o640)
    return open_home(tmp_path)


def text_of(shop: Home) -> str:
    return (shop.folder / SETTINGS).read_text(encoding="utf-8")


def test_several_settings_are_kept_and_hold_for_whoever_opens_the_home(shop: Home) -> None:
    after = keep(shop, {"shop.name": "Neu", "value.margin": "35%", "costs.service_hour": "36.50"})
    assert (after.settings.shop.name, after.settings.value.margin) == ("Neu", 0.35)
    assert open_home(shop.folder).settings.origins["costs.service_hour"] == str(shop.folder / SETTINGS)
    assert text_of(shop).startswith('# ours\n[shop]\nname = "Neu"\n')
    assert (shop.folder / SETTINGS).stat().st_mode & 0o777 == 0o640
    assert not list(shop.folder.glob(".treue*"))


def test_none_of_them_is_kept_where_one_is_wrong(shop: Home) -> None:
    before = text_of(shop)
    with pytest.raises(BadSetting, match=r"value\.margin is 'much'; allowed is a share"):
        keep(shop, {"shop.name": "Neu", "value.margin": "much"})
    assert text_of(shop) == before


def test_what_the_environment_says_is_not_changed_here(shop: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREUE_SHOP_NAME", "Fest")
    opened = open_home(shop.folder)
    assert is_fixed(opened, "shop.name")
    assert not is_fixed(opened, "shop.zone")
    with pytest.raises(BadSetting, match="TREUE_SHOP_NAME, which wins"):
        keep(opened, {"shop.name": "Neu"})


def test_a_secret_never_gets_into_the_file(shop: Home) -> None:
    with pytest.raises(BadSetting, match="secrets do not belong in a file"):
        keep(shop, {"secret.mail": "smtp://a:b@host"})
    assert "smtp" not in text_of(shop)


def test_the_usual_value_comes_back(shop: Home) -> None:
    assert keep(shop, {"shop.name": None}).settings.shop.name == "Shop"
    assert '# name = "Alt"' in text_of(shop)


def test_an_unknown_setting_is_refused(shop: Home) -> None:
    with pytest.raises(BadSetting, match="is not a setting"):
        keep(shop, {"shop.nmae": "Neu"})
