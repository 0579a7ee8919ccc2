"""How a command speaks: tables for eyes, JSON for programs, talk on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence

from treue.errors import TreueWarning


def say(sentence: str) -> None:
    """Talk to the person, not to the pipe."""
    print(sentence, file=sys.stderr)


def silent(_sentence: str) -> None:
    """Say nothing: for programs, which read warnings from the JSON."""


def say_warnings(warnings: Iterable[TreueWarning]) -> None:
    """Each warning once, with its kind."""
    for warning in dict.fromkeys(warnings):
        say(f"{warning.kind}: {warning}")


def warnings_as_json(warnings: Iterable[TreueWarning]) -> list[dict[str, str]]:
    """Kind and text of each warning, once."""
    return [{"kind": warning.kind, "text": str(warning)} for warning in dict.fromkeys(warnings)]


def print_json(data: object) -> None:
    """One JSON document to stdout; NaN is refused, it is not JSON."""
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]], title: str | None = None) -> None:
    """A table to stdout, as wide as the terminal; numbers to the right."""
    # Loaded here because --json never needs it.
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", show_edge=False)
    listed = [tuple(row) for row in rows]
    for position, name in enumerate(head):
        numbers = bool(listed) and all(_is_number(row[position]) for row in listed)
        table.add_column(name, justify="right" if numbers else "left", overflow="fold")
    for row in listed:
        table.add_row(*row)
    width = None if sys.stdout.isatty() else 200
    Console(highlight=False, markup=False, width=width).print(table)


def choose(
    question: str,
    answers: Sequence[str],
    meant: Callable[[str], str] = str,
    called: Callable[[str], str] = str,
) -> str:
    """Ask a person until one of the answers is given; the last one is what Enter means.

    Args:
        question: as a sentence.
        answers: one of which is returned.
        meant: turns what was typed into one of them, where it is another word for it.
        called: turns one of them into what it is called in the question.
    """
    while True:
        print(f"{question} [{'/'.join(map(called, answers))}] ", end="", file=sys.stderr, flush=True)
        given = meant(sys.stdin.readline().strip().lower()) or answers[-1]
        if given in answers:
            return given


def is_terminal() -> bool:
    """Whether a person sits at both ends and can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _is_number(text: str) -> bool:
    return text == "" or text[0].isdigit() or text[0] in "-+–"
