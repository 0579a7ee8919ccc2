"""Writes what a shop wants to know about its customers as one page that opens anywhere."""

from treue.report.page import write_report

__all__ = ["write_report"]
