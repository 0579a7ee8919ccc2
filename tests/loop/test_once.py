from __future__ import annotations

import threading
import time

import pytest

from treue.loop.once import Once


def test_many_who_ask_at_once_get_the_one_thing() -> None:
    once, made, got = Once(), [], []

    def make() -> object:
        time.sleep(0.05)
        made.append(object())
        return made[-1]

    threads = [threading.Thread(target=lambda: got.append(once.get("a", make))) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(made) == 1
    assert got == made * 8


def test_what_failed_is_tried_again() -> None:
    once = Once()
    with pytest.raises(ZeroDivisionError):
        once.get("a", lambda: 1 // 0)
    assert "a" not in once
    assert once.get("a", lambda: 2) == 2


def test_the_oldest_goes_when_there_are_many() -> None:
    once = Once(most=2)
    for key in "abc":
        once.get(key, lambda key=key: key)  # type: ignore[misc]  # a default in a lambda
    assert [key in once for key in "abc"] == [False, True, True]
