"""The terminal: one file per command; data to stdout, talk to stderr."""

from __future__ import annotations

import gc
import importlib.metadata
import os
import sys

from cyclopts import App, CycloptsError

from treue.errors import InputError, TreueError
from treue.loop.stopping import listening

DONE, OURS, YOURS = 0, 1, 2

app = App(
    name="treue",
    help="Know what every customer is worth, act on it, and prove that it paid.",
    help_epilogue="Start with: treue demo, or treue value your-orders.csv",
    version=lambda: f"treue {importlib.metadata.version('treue')}",
)
COMMANDS = (
    (
        "value",
        "Say what the customers in a file of orders are worth, and how sure that is.",
        "treue value orders.csv --margin 40% --out customers.csv",
    ),
    (
        "backtest",
        "Forecast a past we know, with every model and four naive forecasts beside them.",
        "treue backtest orders.csv --split 2025-06-30 --horizon 39w",
    ),
    ("load", "Bring a file or a folder of files into the facts of a shop.", "treue load export/ --home shop"),
    ("undo", "Take the last load back.", "treue undo --home shop"),
    ("run", "One night: value every customer and publish a new snapshot.", "treue run --home shop"),
    (
        "calm",
        "Say that there is no reason to worry about a customer.",
        "treue calm 7F3KQ-29QXM --until 2026-09-30 --home shop",
    ),
    (
        "segment",
        "Show the tiers, and who would move under other limits.",
        'treue segment --home shop --limits "most 100 400 1000"',
    ),
    (
        "entries",
        "Show the ledger's entries behind a figure.",
        "treue entries --home shop --tier platinum --kind refund --month 2026-03",
    ),
    (
        "table",
        "Show a table of the latest run, or write it to a file.",
        "treue table customers --where tier=platinum --out platinum.csv --home shop",
    ),
    (
        "report",
        "Write one page about a shop's latest snapshot.",
        "treue report --home shop --out report.html --language en",
    ),
    (
        "simulate",
        "Invent a shop whose truth is known, as a home.",
        "treue simulate shop --preset grocery --customers 5000",
    ),
    (
        "twin",
        "Make a shop like yours, of people who do not exist.",
        "treue twin --home shop --out twin --language en",
    ),
    ("serve", "Serve the pages; on an empty folder they ask for your files.", "treue serve --home shop"),
    (
        "user",
        "Let somebody in to the pages, list who may come in, or shut somebody out.",
        "treue user invite anna@shop.de --role marketer --home shop",
    ),
    (
        "worker",
        "Do in the background what the pages ask for, and the night at its hour.",
        "treue worker --home shop",
    ),
    (
        "morning",
        "Send what the page Today says as a mail, without names.",
        "treue morning --home shop",
    ),
    ("demo", "Look at everything with an invented shop.", "treue demo --language en"),
    (
        "person",
        "List merged accounts, take one out, or write all that is held of somebody.",
        "treue person 10023 --pack person.zip --home shop",
    ),
    (
        "questionnaire",
        "Write what to ask customers about their values, ready to use.",
        "treue questionnaire --language en --out questionnaire.html",
    ),
    (
        "forget",
        "Forget a customer for good; their sales stay, of nobody.",
        "treue forget 10023 --home shop",
    ),
    (
        "key",
        "Make, list or end a key with which a program asks and tells us.",
        "treue key make warehouse --scope read --home shop",
    ),
    (
        "backup",
        "Put all of a shop that cannot be made again into one file.",
        "treue backup --to /backups --home shop",
    ),
    (
        "restore",
        "Make a home of a backup again, or look whether one is whole.",
        "treue restore /backups/treue-shop-20261129-023000.zip --home shop",
    ),
    ("settings", "Print every setting with its value and origin.", "treue settings --config shop/treue.toml"),
    (
        "doctor",
        "Look at the machine, the engine and the home, and say what to mend.",
        "treue doctor --home shop",
    ),
)
"""Name, what it does, an example. Loaded by name, so that a command loads what it needs and nothing else."""

for _name, _help, _example in COMMANDS:
    app.command(f"treue.cli.{_name}:{_name}", name=_name, help=_help, help_epilogue=f"Example: {_example}")


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0 for done, 1 for our fault, 2 for the caller's; 130 after Ctrl-C, 143 after SIGTERM.
    """
    with listening() as asked:
        try:
            code = _answer(arguments)
        except BaseException:  # whatever a stopped query or library raises on the way out
            if asked.by is None:
                raise
            code = asked.exit_code
        return code if asked.by is None or code == DONE else _tell(str(asked), asked.exit_code)


def _answer(arguments: list[str] | None) -> int:
    # Looking for circles while modules load costs a tenth of a second and finds none.
    gc.set_threshold(50_000)
    try:
        app(arguments, exit_on_error=False, print_error=True, result_action="return_value")
    except CycloptsError:
        return YOURS
    except TreueError as error:
        return _tell(str(error), YOURS if isinstance(error, InputError) else OURS)
    except BrokenPipeError:
        return _hang_up()
    except OSError as error:
        return _tell(f"{error.filename or 'the system'}: {error.strerror or error}.", YOURS)
    return DONE


def _hang_up() -> int:
    """The reader of our output went away, as `| head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _tell(sentence: str, code: int) -> int:
    print(f"treue: {sentence}", file=sys.stderr)
    return code
