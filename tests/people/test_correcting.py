"""What a hand wrote of a person stands above what sources tell; a former address stays known as theirs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from treue.consent.keeping import keep as keep_evidence
from treue.consent.records import Evidence
from treue.loop.database import open_database
from treue.loop.home import Home, open_home
from treue.loop.rights.forgetting import hide
from treue.loop.rights.personal_keys import own_keys
from treue.people.contacts import bounds_of, cards_of, keys_of, persons_called
from treue.people.correcting import FIELDS, correct, follow
from treue.people.keeping import Reached, drop, keep
from treue.people.records import Contact, FormerMailbox, Logged

THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = THEN + timedelta(days=5)
ANA, GUEST = 7, 9


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Ana under a number, and later as a guest under another name and address."""
    opened = open_home(tmp_path / "home", create=True)
    open_database(opened)
    told = {"last_name": "Berg", "mail": "ana@example.org", "mailbox": 71}
    keep([Reached(ANA, ANA, "shop", THEN, "10023", "Ana", **told)])
    keep([Reached(GUEST, ANA, "shop", LATER, last_name="Burg", mail="burg@example.org", mailbox=GUEST)])
    return opened


def told(key: int, **changed: str) -> dict[str, str]:
    row = Contact.objects.get(key=key)
    return {name: getattr(row, name) for name in FIELDS} | changed


BOXES = {"new@example.org": 72, "newer@example.org": 73, "ana@example.org": 71, "burg@example.org": GUEST}


def box(mail: str) -> int:
    return BOXES[mail]


@pytest.mark.usefixtures("home")
def test_what_was_corrected_stands_above_a_newer_number() -> None:
    assert cards_of([ANA])[ANA].name == "Ana Burg"
    assert correct(ANA, told(ANA, last_name="Bergmann"), box, "user:7", LATER) == ("last_name",)
    assert cards_of([ANA])[ANA].name == "Ana Bergmann"
    assert persons_called("bergm ana", 5) == [ANA]
    follow(ANA, "user:7")
    assert cards_of([ANA])[ANA].name == "Ana Burg"


@pytest.mark.usefixtures("home")
def test_the_log_names_fields_and_no_values() -> None:
    correct(ANA, told(ANA, last_name="Bergmann", town="Köln"), box, "user:7", LATER)
    line = Logged.objects.get()
    assert (line.what, line.by, line.customer) == ("corrected", "user:7", ANA)
    assert line.detail == {"fields": ["last_name", "town"]}


@pytest.mark.usefixtures("home")
def test_a_yes_counts_after_the_correction_for_a_number_and_never_for_the_former_address() -> None:
    assert bounds_of([ANA]) == {ANA: {}}
    correct(ANA, told(ANA, mail="new@example.org"), box, "user:7", THEN)
    correct(ANA, told(ANA, mail="newer@example.org"), box, "user:7", LATER)
    never = datetime.max.replace(tzinfo=UTC)
    assert bounds_of([ANA]) == {ANA: {ANA: LATER, 71: never, 72: never}}
    assert keys_of([ANA])[ANA] == {ANA, GUEST, 71, 72, 73}
    correct(ANA, told(ANA, mail="ana@example.org"), box, "user:7", LATER)
    assert bounds_of([ANA]) == {ANA: {}}


@pytest.mark.usefixtures("home")
def test_a_guest_whose_address_was_wrong_has_no_yes_left() -> None:
    correct(GUEST, told(GUEST, mail="new@example.org"), box, "user:7", LATER)
    assert bounds_of([ANA])[ANA] == {GUEST: datetime.max.replace(tzinfo=UTC)}


def test_former_addresses_go_with_the_person(home: Home) -> None:
    correct(ANA, told(ANA, mail="new@example.org"), box, "user:7", LATER)
    given = {"channel": "mail", "purpose": "newsletter", "kind": Evidence.Kind.GIVEN, "source": "shop"}
    keep_evidence([Evidence(key=71, at=THEN, **given)])
    hide(home, own_keys(home, ANA), "user:7", LATER)
    assert not Evidence.objects.exists()
    assert not FormerMailbox.objects.exists()


@pytest.mark.usefixtures("home")
def test_former_addresses_go_with_their_entry() -> None:
    correct(ANA, told(ANA, mail="new@example.org"), box, "user:7", LATER)
    drop([ANA])
    assert not FormerMailbox.objects.exists()
