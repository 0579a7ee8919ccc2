"""Which files a delivery consists of."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

from treue.errors import UnreadableFile
from treue.sources.contract import FileMapping


def files_below(path: Path) -> list[tuple[Path, str]]:
    """Each file with the label people see, sorted; a single file is its own delivery.

    Raises:
        UnreadableFile: not there, no permission, or a folder without files.
    """
    try:
        if not path.is_dir():
            return [(path, path.name)]
        found = [
            each
            for each in sorted(path.rglob("*"))
            if each.is_file()
            and not any(part.startswith((".", "~$")) for part in each.relative_to(path).parts)
            and not any(_is_home(parent) for parent in each.parents if parent.is_relative_to(path))
        ]
    except OSError as problem:
        raise UnreadableFile(
            f"{path}: {problem.strerror}; expected a file or folder. Check its permissions."
        ) from None
    if not found:
        raise UnreadableFile(
            f"{path}: a folder without files; expected CSV, Parquet or Excel. Check the path."
        )
    return [(each, str(each.relative_to(path))) for each in found]


def _is_home(folder: Path) -> bool:
    """Whether Treue itself keeps a shop there: its facts are not input."""
    return (folder / "secret.key").exists() and (folder / "facts").is_dir()


def told_about_sheet(sheet: str, file: str, mapping: tuple[FileMapping, ...]) -> FileMapping:
    """The first mapping whose pattern fits a sheet of a workbook, or the workbook.

    Args:
        sheet: its label, as book.xlsx [Kunden].
        file: label of the file it is in.
        mapping: in the order in which it counts.
    """
    for each in mapping:
        if fnmatch(sheet, each.match) or told_about(file, (each,)) is each:
            return each
    return FileMapping()


def told_about(label: str, mapping: tuple[FileMapping, ...]) -> FileMapping:
    """The first mapping whose pattern fits the file's label or name; an empty one if none does."""
    for each in mapping:
        if fnmatch(label, each.match) or fnmatch(Path(label).name, each.match):
            return each
    return FileMapping()
