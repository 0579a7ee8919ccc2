"""Invents shops whose truth is known, to try things on before real data are at hand."""

from treue.simulation.shop import ShopTruth, write_shop

__all__ = ["ShopTruth", "write_shop"]
