"""The terminal: one file per command; data to stdout, talk to stderr."""

from __future__ import annotations

import os
import sys

from cyclopts import App, CycloptsError

from treue.errors import InputError, TreueError

DONE, OURS, YOURS, INTERRUPTED = 0, 1, 2, 130

app = App(
    name="treue",
    help="Know what every customer is worth, act on it, and prove that it paid.",
    help_epilogue="Start with: treue demo, or treue value your-orders.csv",
    version="treue 0.1.0",
)
# By name, so that a command loads what it needs and nothing else.
for _command in ("value", "backtest", "load", "run", "demo", "person", "settings", "doctor"):
    app.command(f"treue.cli.{_command}:{_command}", name=_command)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 for done, 1 for our fault, 2 for the caller's."""
    try:
        app(arguments, exit_on_error=False, print_error=True, result_action="return_value")
    except CycloptsError:
        return YOURS
    except InputError as error:
        return _tell(error, YOURS)
    except TreueError as error:
        return _tell(error, OURS)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return DONE


def _tell(error: TreueError, code: int) -> int:
    print(f"treue: {error}", file=sys.stderr)
    return code
