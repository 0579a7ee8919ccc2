"""What is left of an expression when some of its tables have no rows.

A shop that never delivered refunds pays nothing for them: joins and unions with what is not there go before
any SQL is written, so that no engine reads, copies or sorts on its behalf.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import ibis.expr.operations as ops

from treue.warehouse.tables import Expression

_ROW_BY_ROW = (ops.Project, ops.Filter, ops.Sort, ops.Limit, ops.Distinct, ops.DropColumns, ops.Reference)
"""Relations that have no rows if the one they stand on has none."""
_KEEPING = ("left", "any_left", "outer", "anti")
"""Joins that keep the left rows where the right side has none."""


def without_absent(expression: Expression, absent: Collection[str]) -> Expression | None:
    """The same rows from a shorter expression.

    Args:
        expression: over tables by name.
        absent: names of tables that have no rows.

    Returns:
        None if it has no rows itself.
    """
    rewriting = _Rewriting(frozenset(absent))
    root = expression.op().replace(rewriting.of)
    return None if root in rewriting.empty else root.to_expr()


@dataclass(frozen=True, slots=True)
class _Rewriting:
    """Rewrites a tree from its tables upwards, and remembers which relations have no rows."""

    absent: frozenset[str]
    empty: set[ops.Node] = field(default_factory=set)

    def of(self, node: ops.Node, changed: Mapping[str, object] | None) -> ops.Node:
        """The node over what its parts became."""
        node = node.__recreate__(changed) if changed else node
        if isinstance(node, ops.UnboundTable) and node.name in self.absent:
            return self._nothing(node)
        if isinstance(node, (*_ROW_BY_ROW, ops.Aggregate)) and node.parent in self.empty:
            return node if isinstance(node, ops.Aggregate) and not node.groups else self._nothing(node)
        if isinstance(node, ops.Union) and not node.distinct:
            return self._union(node)
        if isinstance(node, ops.JoinChain):
            return self._join(node)
        return node

    def _nothing(self, node: ops.Node) -> ops.Node:
        self.empty.add(node)
        return node

    def _union(self, node: ops.Union) -> ops.Node:
        there = [side for side in (node.left, node.right) if side not in self.empty]
        return node if len(there) == 2 else there[0] if there else self._nothing(node)

    def _join(self, node: ops.JoinChain) -> ops.Node:
        gone = [link for link in node.rest if link.table in self.empty]
        if any(link.how not in _KEEPING for link in gone):
            return self._nothing(node) if self._is_plain(node) else node
        if node.first in self.empty:
            return self._nothing(node) if self._is_plain(node) else node
        kept = [link for link in node.rest if link not in gone]
        lost = {link.table for link in gone}
        rest = [link.copy(predicates=[_blank(each, lost) for each in link.predicates]) for link in kept]
        values = {name: _blank(value, lost) for name, value in node.values.items()}
        if rest or not gone:
            return node.copy(rest=rest, values=values) if gone else node
        alone = {node.first: node.first.parent}
        return ops.Project(node.first.parent, {name: each.replace(alone) for name, each in values.items()})

    @staticmethod
    def _is_plain(node: ops.JoinChain) -> bool:
        """Whether no table of the chain brings rows of its own, as the right side of an outer join does."""
        return all(link.how not in ("outer", "right") for link in node.rest)


def _blank(value: ops.Value, lost: Collection[ops.Node]) -> ops.Value:
    """The value with nothing in place of the columns of joined tables that are gone."""

    def of(node: ops.Node, changed: Mapping[str, object] | None) -> ops.Node:
        if isinstance(node, ops.Field) and node.rel in lost:
            return ops.Literal(None, dtype=node.dtype.copy(nullable=True))
        return node.__recreate__(changed) if changed else node

    return value.replace(of, filter=ops.Value)
