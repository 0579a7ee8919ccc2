"""Looking at files that were brought: read as a load would, and nothing is kept in the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import duckdb

from treue.errors import InputError, Keyed, MissingColumn
from treue.loop.delivery.arrivals import ASIDE, files_of, place, write_seen
from treue.loop.delivery.said import exactly, mappings_of, settings_of
from treue.loop.delivery.unpacking import is_archive, unpack
from treue.loop.home import Home
from treue.loop.intake.reading import Files, mappings_of_settings, read_files
from treue.loop.records import Arrival
from treue.loop.scratch import scratch_database
from treue.loop.work.claiming import told_of
from treue.settings import Settings
from treue.sources.contract import Delivery, FileMapping
from treue.sources.files.folder import files_below
from treue.sources.files.judging import Judged
from treue.sources.files.looking import Seen, seen, seen_unread
from treue.sources.files.setting_aside import SET_ASIDE
from treue.warehouse.arrow import literal

_EXAMPLES = 12
_MOST_TROUBLES = 20


def look(home: Home, arrival: Arrival, now: datetime) -> None:
    """Look at a delivery under what was said about it; what was seen is kept beside it until it is loaded.

    A file that cannot be used keeps none of the others from being looked at: it is shown with what is wrong.

    Args:
        home: the shop's.
        arrival: whose files.
        now: aware; written down.

    Raises:
        UnreadableFile: an archive that cannot be taken apart, or nothing that can be looked at.
    """
    if not arrival.folder:
        _unpack(home, arrival)
    path = files_of(home, arrival)
    settings = settings_of(arrival, home.settings)
    mapping = (*mappings_of(arrival), *mappings_of_settings(home.settings))
    with scratch_database(settings) as con:
        found = _Looks(con, path, settings).look(mapping)
        aside = _keep_aside(con, place(home, arrival) / ASIDE)
    write_seen(home, arrival, {"at": now.isoformat(), "zone": settings.shop.zone, **found, "aside": aside})


def _unpack(home: Home, arrival: Arrival) -> None:
    folder = files_of(home, arrival)
    names = list(arrival.names)
    for name in names:
        if (folder / name).is_file() and is_archive(folder / name):
            unpack(folder / name, folder)
    arrival.names = sorted(each.name for each in folder.iterdir())
    arrival.save(update_fields=["names"])


class _Looks:
    """Reads; what stops a load is noted beside its file, and the rest is read without it."""

    def __init__(self, con: duckdb.DuckDBPyConnection, path: Path, settings: Settings) -> None:
        self._con, self._path, self._settings = con, path, settings
        self._seen: list[Seen] = []

    def look(self, mapping: tuple[FileMapping, ...]) -> dict[str, object]:
        troubles: dict[str, dict[str, object]] = {}
        delivery, stopped = self._read(mapping)
        while isinstance(stopped, MissingColumn) and len(troubles) < _MOST_TROUBLES:
            label = _label_of(stopped)
            if not label or label in troubles:
                break
            troubles[label] = told_of(stopped)
            mapping = (FileMapping(match=exactly(label), table="skip"), *mapping)
            delivery, stopped = self._read(mapping)
        skipped = dict(delivery.skipped) if delivery else {}
        unread = [label for label in {**troubles, **skipped} if not self._was_seen(label)]
        if delivery is None and not unread:
            unread = [label for _, label in files_below(self._path) if not self._was_seen(label)]
        files = [asdict(each) for each in self._seen]
        files += [asdict(each) for label in unread for each in self._unread(label)]
        return {
            "files": files,
            "troubles": troubles,
            "unread": self._reasons(unread, skipped),
            "stopped": told_of(stopped) if stopped is not None and not troubles else {},
            **_accounts(delivery),
        }

    def _read(self, mapping: tuple[FileMapping, ...]) -> tuple[Delivery | None, InputError | None]:
        self._seen = []
        peek: Callable[[Judged], None] = lambda judged: self._seen.append(seen(self._con, judged))  # noqa: E731 - typed, as its reader is
        files = Files(self._path, mapping, "shop", lasting_ids=False, contacts=True)
        try:
            return read_files(self._con, files, self._settings, lambda _: None, peek), None
        except InputError as error:
            return None, error

    def _was_seen(self, label: str) -> bool:
        return any(label in (each.label, each.apart_of) for each in self._seen)

    def _unread(self, label: str) -> list[Seen]:
        """Its columns as they stand, under its own label even where it is one sheet of a workbook."""
        for path, name in files_below(self._path):
            if label == name or label.startswith(f"{name} ["):
                found = seen_unread(self._con, path, name)
                return [each for each in found if label in (name, each.label, each.apart_of)]
        return []

    def _reasons(self, unread: list[str], skipped: Mapping[str, str]) -> dict[str, dict[str, object]]:
        """Why a file is not used: nothing that is a table, or a table we do not know."""
        there = {label for label in unread if self._unread(label)}
        return {
            label: {"is_table": label in there, "said": label in skipped and "skip" in skipped[label][:20]}
            | {"error": skipped.get(label, "")}
            for label in unread
        }


def _accounts(delivery: Delivery | None) -> dict[str, object]:
    if delivery is None:
        return {"accounts": {}, "questions": [], "warnings": []}
    warned = [each.args[0] for each in delivery.warnings if each.args]
    return {
        "accounts": {kind: asdict(account) for kind, account in delivery.accounts.items()},
        "questions": sorted({question.about for question in delivery.questions}),
        "warnings": [
            {"key": each.key, "values": dict(each.values), "error": str(each)}
            for each in warned
            if isinstance(each, Keyed)
        ],
    }


def _keep_aside(con: duckdb.DuckDBPyConnection, target: Path) -> list[dict[str, object]]:
    """All rows that would be set aside, for Excel; some of each rule are returned for the page."""
    target.unlink(missing_ok=True)
    try:
        count = con.execute(f"SELECT count(*) FROM {SET_ASIDE}").fetchall()[0][0]
    except duckdb.CatalogException:
        return []
    if not count:
        return []
    con.execute(f'COPY (FROM {SET_ASIDE} ORDER BY file, "row") TO {literal(str(target))} (FORMAT parquet)')
    target.chmod(0o600)
    rows = con.execute(
        f"""SELECT file, "row", rule, left(coalesce(text, ''), 160), money_minor, currency FROM {SET_ASIDE}
        QUALIFY row_number() OVER (PARTITION BY file, rule ORDER BY "row") <= 2
        ORDER BY file, rule, "row" LIMIT {_EXAMPLES}"""
    ).fetchall()
    names = ("file", "row", "rule", "text", "money_minor", "currency")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _label_of(error: MissingColumn) -> str:
    sentence = error.args[0]
    return sentence.values.get("file", "") if isinstance(sentence, Keyed) else str(sentence).partition(":")[0]
