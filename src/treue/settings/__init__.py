"""Every setting, typed, read once from treue.toml and the environment; the environment wins.

`shop.currency` is `[shop] currency = "EUR"` in the file and `TREUE_SHOP_CURRENCY` in the environment.
Secrets come from the environment only, as `TREUE_SECRET_X` or as a path in `TREUE_SECRET_X_FILE`.
"""

from treue.settings.editing import edited
from treue.settings.read import (
    Described,
    described,
    read_settings,
    secret_of_source,
    variable_of,
    variable_of_source,
    with_setting,
)
from treue.settings.sections import Engine, Settings, Shop, Value, ValuesProfile, Vat

__all__ = [
    "Described",
    "Engine",
    "Settings",
    "Shop",
    "Value",
    "ValuesProfile",
    "Vat",
    "described",
    "edited",
    "read_settings",
    "secret_of_source",
    "variable_of",
    "variable_of_source",
    "with_setting",
]
