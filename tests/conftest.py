"""What every test may ask for."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import django
import pytest
from hypothesis import settings

from disks import NOT_HERE
from ledgers import Ledger
from shop import Shop
from treue.loop.invented.demo import show
from treue.value.ledger_terms import LedgerTerms

# A busy machine is no defect; a slow example is the benches' business.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

CHECKOUT = Path(__file__).resolve().parents[1]
MakeLedger = Callable[[Shop, LedgerTerms], Ledger]


# Django is set up once per process, before any test's records are imported; a test points it to its own home.
_FOLDER = tempfile.TemporaryDirectory(prefix="treue-tests-")
os.environ |= {"TREUE_HOME": _FOLDER.name, "DJANGO_SETTINGS_MODULE": "treue.web.django_settings"}
django.setup()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped, a skip is a failure; public sets and the right to mount may be away."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("TREUE_SKIP_NOTHING") != "1" or reporter is None:
        return
    skipped = [str(each.longrepr) for each in reporter.stats.get("skipped", [])]
    away = ("public sets not found", NOT_HERE)
    if unexpected := [reason for reason in skipped if not any(each in reason for each in away)]:
        reporter.write_line(f"skipped, which is not allowed here: {unexpected}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the machine speaks: a test that wants German says so."""
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture(scope="session")
def public_data() -> Path:
    """The folder of public sets, which we may read but not ship."""
    folder = Path(os.environ.get("TREUE_DATA", CHECKOUT.parent / "shared" / "data"))
    if not (folder / "cdnow").is_dir():
        pytest.skip(f"public sets not found in {folder}; set TREUE_DATA")
    return folder


@pytest.fixture(scope="session")
def shop_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of 2,000 customers, made once."""
    folder = tmp_path_factory.mktemp("pages")
    show(folder, 2_000, "de", lambda _: None)
    return folder / "home"


@pytest.fixture
def ledger_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeLedger]:
    """All tables of a shop under some terms, on an engine that ends with the test."""
    with ExitStack() as ends:

        def make(shop: Shop, terms: LedgerTerms) -> Ledger:
            made = Ledger(shop, tmp_path_factory.mktemp("facts"), terms)
            ends.callback(made.close)
            return made

        yield make
