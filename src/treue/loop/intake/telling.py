"""What reading came to, in sentences: columns taken, rows set aside."""

from __future__ import annotations

from collections.abc import Iterator

from treue.errors import DoubtfulInput, Keyed, MissingFigures, TreueWarning
from treue.sources.contract import Delivery


def columns_taken(delivery: Delivery) -> Iterator[str]:
    """One sentence a file: what each column was taken for."""
    files: dict[str, list[str]] = {}
    for taken in delivery.recognised:
        if taken.meaning:
            files.setdefault(taken.file, []).append(f"{taken.meaning} = {taken.column}")
    for file, meanings in files.items():
        yield f"{file}: {', '.join(meanings)}"


def set_aside(delivery: Delivery) -> tuple[TreueWarning, ...]:
    """One warning a kind of input that lost rows, with the rules that took them."""
    return tuple(
        DoubtfulInput(
            f"{account.rows.quarantined:,} of {account.rows.read:,} rows of {kind} were set aside: "
            f"{', '.join(f'{rule} {count:,}' for rule, count in account.rules.items())}; "
            "treue load keeps them with row number and reason."
        )
        for kind, account in delivery.accounts.items()
        if account.rows.quarantined
    )


def vat_unsaid(delivery: Delivery) -> tuple[TreueWarning, ...]:
    """One warning a file whose question about VAT stayed open: for a load, whose orders nobody counts yet."""
    return tuple(
        MissingFigures(
            Keyed(
                "vat_unsaid",
                "{file}: do the amounts include VAT? Nobody said, so they are used as they stand. "
                'Write prices = "gross" or "net" in treue.toml.',
                **question.text.values,
            )
        )
        for question in delivery.questions
        if question.about == "prices" and isinstance(question.text, Keyed)
    )
