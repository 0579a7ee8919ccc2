"""`treue demo`: look at everything with an invented shop."""

from __future__ import annotations

from pathlib import Path

from treue.cli.asking import Language, settings_from
from treue.cli.summary import print_manifest
from treue.cli.terminal import print_json, silent
from treue.cli.voice import voice_of
from treue.loop.demo import show


def demo(
    *,
    folder: Path = Path("treue-demo"),
    customers: int = 20_000,
    language: Language = "de",
    json: bool = False,
) -> None:
    """Invent a shop, load its exports, value its customers and write a report page.

    Args:
        folder: where; an earlier demo there is replaced.
        customers: how many to invent.
        language: of the report.
        json: the run's manifest, for programs.
    """
    voice = voice_of(settings_from(None))
    shown = show(folder, customers, language, silent if json else voice.pass_on)
    if json:
        print_json(shown.snapshot.manifest)
        return
    print_manifest(shown.snapshot.manifest, voice)
    print(voice.text("demo.report", report=shown.report))
    print(voice.text("demo.look", home=shown.home, exports=shown.exports))
