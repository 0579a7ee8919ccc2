"""`treue run`: one night, from facts to a published snapshot."""

from __future__ import annotations

from pathlib import Path

from treue.cli.summary import print_manifest, warn_of
from treue.cli.terminal import print_json, silent
from treue.cli.voice import voice_of
from treue.loop.home import open_home
from treue.loop.nightly import nightly


def run(*, home: Path = Path("treue-home"), tournament: bool = False, json: bool = False) -> None:
    """Compute what every customer is worth, and publish it as a new snapshot.

    A run that is killed leaves the published snapshot as it was; run again to finish.

    Args:
        home: the shop's folder.
        tournament: try all forecasts on the shop's own past again now, not only once a week.
        json: the run's manifest, for programs.
    """
    opened = open_home(home)
    voice = voice_of(opened.settings)
    published = nightly(opened, silent if json else voice.pass_on, again=tournament)
    if json:
        print_json(published.manifest)
    else:
        print_manifest(published.manifest, voice)
        warn_of(published.manifest, voice)
