"""A disk that is really full: a small one in memory, mounted for a test."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOT_HERE = "no small disk can be mounted here"


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """An empty disk of that size; skips where the system lets nobody mount one."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip(NOT_HERE)
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip(NOT_HERE)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def filled(disk: Path, left: int = 0) -> Iterator[None]:
    """While somebody else's file takes all of a disk but so many bytes."""
    other = disk / "somebody-elses"
    with other.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - left)
    try:
        yield
    finally:
        other.unlink()
