"""The page Heute as a mail at seven: without names, for mail lies around."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage

from treue.loop.home import Home
from treue.loop.shelf import Opened
from treue.people.log import log
from treue.report.unusual import sentence
from treue.report.voice import Voice
from treue.report.warned import said
from treue.web.overdue import overdue
from treue.web.today import looked_after
from treue.web.today_rows import Needing, Worth, needing, unusual_of, worth_of
from treue.web.voice import voice_of, voice_over

_MOST = 5


@dataclass(frozen=True, slots=True)
class Morning:
    """What the mail says."""

    subject: str
    text: str


def morning_of(home: Home, opened: Opened, now: datetime) -> Morning:
    """The mail of today, in the shop's language; codes instead of names, what is missing first."""
    shop = home.settings.shop
    voice = voice_over(voice_of(shop.language, shop.currency), opened.run.missing)
    rows, say = needing(opened, looked_after(opened), most=_MOST), voice.words.say
    link = _link(home)
    parts = [
        *_overdue(home, now, voice, link),
        _worth(worth_of(opened), voice),
        "\n".join([say("web.today.needing"), *(_row(row, link, voice) for row in rows)])
        if rows
        else say("web.today.nobody"),
        *_unusual(opened, voice),
        say("web.mail.end", {"day": voice.figures.day(opened.until), "link": link}),
    ]
    key = "web.mail.subject" if rows else "web.mail.subject_nobody"
    count = voice.figures.number(len(rows))
    subject = (
        voice.words.count(key, len(rows), {"count": count, "shop": shop.name})
        if rows
        else say(key, {"shop": shop.name})
    )
    return Morning(subject, "\n\n".join(parts) + "\n")


def send(home: Home, opened: Opened, now: datetime) -> int:
    """Send it to everybody who is to get it.

    Args:
        home: the shop's.
        opened: its snapshot.
        now: aware.

    Returns:
        To how many.
    """
    told, to = morning_of(home, opened, now), home.settings.web.mail_to
    for address in to:
        EmailMessage(told.subject, told.text, home.settings.web.mail_from, [address]).send()
    if to:
        log("night", "mailed", detail={"what": "today", "to": len(to)})
    return len(to)


def _overdue(home: Home, now: datetime, voice: Voice, link: str) -> list[str]:
    """Which deliveries are missing, where any is."""
    lines = [each.told for each in overdue(home, now, voice)]
    return ["\n".join([*lines, f"{link}/data/"])] if lines else []


def _unusual(opened: Opened, voice: Voice) -> list[str]:
    """What is different from usual, where anything is."""
    found = [sentence(each, voice) for each in (unusual_of(opened) or ())[:_MOST]]
    return ["\n".join([voice.words.say("web.today.unusual"), *found])] if found else []


def _worth(worth: Worth, voice: Voice) -> str:
    say = voice.words.say
    write = voice.figures.about if worth.is_money else voice.figures.about_count
    told = [
        f"{say('web.today.worth' if worth.is_money else 'web.today.worth_orders')} {write(worth.mean)},",
        f"{say('web.today.between', {'low': write(worth.low), 'high': write(worth.high)})}.",
    ]
    if worth.since is not None:
        way = "more" if worth.change >= 0 else "less"
        told.append(
            f"{say('web.today.since', {'day': voice.figures.day(worth.since)})}: "
            f"{say(f'web.today.{way}', {'amount': write(abs(worth.change))})}."
        )
    return " ".join(told)


def _row(row: Needing, link: str, voice: Voice) -> str:
    tier = voice.words.name("tier", row.tier) if row.tier else ""
    amount = voice.words.say("web.customer.stake", {"amount": voice.figures.whole(row.at_stake_minor)})
    return (
        f"\n{row.code} ({tier}): {amount} {' '.join(said(row.reasons, voice))}\n{link}/customers/{row.code}/"
    )


def _link(home: Home) -> str:
    web = home.settings.web
    if web.hosts:
        return f"{'https' if web.https == 'yes' else 'http'}://{web.hosts[0]}"
    return f"http://{web.address}:{web.port}"
