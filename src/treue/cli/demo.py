"""`treue demo`: look at everything with an invented shop."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from treue.cli.asking import Language, settings_from
from treue.cli.summary import print_manifest
from treue.cli.terminal import is_terminal, print_json, silent
from treue.cli.voice import voice_of
from treue.errors import BadOption
from treue.loop.home import open_home
from treue.loop.invented.demo import show


def demo(
    *,
    folder: Path = Path("treue-demo"),
    customers: int = 20_000,
    language: Language = "de",
    until: date | None = None,
    json: bool = False,
) -> None:
    """Invent a shop, load its exports, value its customers, write a report page and serve the app.

    Where nobody sits at the terminal, it ends when the report is written.

    Args:
        folder: where; an earlier demo there is replaced.
        customers: how many to invent.
        language: of the report.
        until: last day of the exports; yesterday unless told. The same day and size give the same figures.
        json: the run's manifest, for programs.
    """
    settings = settings_from(None)
    voice = voice_of(settings)
    today = datetime.now(ZoneInfo(settings.shop.zone)).date()
    last = until or today - timedelta(days=1)
    if last > today:
        raise BadOption(
            f"--until {last}: orders of days to come would be set aside; name a day that has come."
        )
    shown = show(folder, customers, language, silent if json else voice.pass_on, last)
    if json:
        print_json(shown.snapshot.manifest)
        return
    print_manifest(shown.snapshot.manifest, voice)
    print(voice.text("demo.report", report=shown.report))
    print(voice.text("demo.look", home=shown.home, exports=shown.exports))
    if not is_terminal():
        print(voice.text("demo.serve", home=shown.home))
        return
    from treue.web.serving import serve

    serve(open_home(shown.home))
