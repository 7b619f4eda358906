"""Runs Rasa's graph node by node, in an order that is worked out once."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.runner.dask import DaskGraphRunner


class OrderedGraphRunner(DaskGraphRunner):
    """A graph runner without a scheduler.

    Rasa's own cuts the graph to size and hands it to dask for each message and each prediction,
    to run one node after the other in this thread all the same; that is a tenth of a turn.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._orders: dict[tuple[str, ...], list[tuple[str, list[str]]]] = {}

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """The outputs of `targets`, by name; see `GraphRunner`."""
        wanted = tuple(targets or self._graph_schema.target_names)
        found = dict(self.values(inputs or {}, *wanted))
        return {name: found[name] for name in wanted}

    def values(self, inputs: dict[str, Any], *targets: str) -> Iterator[tuple[str, Any]]:
        """The output of each node that `targets` need, as soon as it is there."""
        # A node takes its inputs as pairs of a name and a value; a name alone is what is missing.
        found: dict[str, Any] = {name: (name, value) for name, value in inputs.items()}
        for name, needs in self._order(targets):
            found[name] = self._instantiated_nodes[name](*(found.get(one, one) for one in needs))
            yield found[name]

    def _order(self, targets: tuple[str, ...]) -> list[tuple[str, list[str]]]:
        if targets not in self._orders:
            nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
            needs = {name: list(node.needs.values()) for name, node in nodes.items()}
            order = TopologicalSorter(needs).static_order()
            self._orders[targets] = [(name, needs[name]) for name in order if name in needs]
        return self._orders[targets]
