"""The calendar: on which days more is bought, as a clock by which the purchase models run unchanged."""

from __future__ import annotations

from treue.value.calendar.almanac import Almanac
from treue.value.calendar.clock import Clock
from treue.value.calendar.holidays import COUNTRIES
from treue.value.calendar.learned import learn
from treue.value.calendar.stored import load

__all__ = ["COUNTRIES", "Almanac", "Clock", "learn", "load"]
