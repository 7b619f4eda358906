"""The graph gives what Rasa's own runner gives, and says as clearly what is missing."""

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from channels.lean_rasa.ordered_graph_runner import OrderedGraphRunner


class Add(GraphComponent):
    """Adds what it is given, and notes that it ran."""

    ran: list = []

    def __init__(self, more: int) -> None:
        self._more = more

    @classmethod
    def create(cls, config, model_storage, resource, execution_context):
        return cls(config["more"])

    def add(self, first: int, second: int = 0) -> int:
        self.ran.append(self._more)
        return first + second + self._more


def node(more: int, target: bool = False, **needs: str) -> SchemaNode:
    return SchemaNode(needs, Add, "create", "add", {"more": more}, eager=True, is_target=target)


SCHEMA = GraphSchema(
    {
        "last": node(1000, True, first="left", second="right"),
        "left": node(10, first="start"),
        "right": node(100, first="start", second="left"),
        "start": node(1, first="__input__"),
        "unasked": node(9, first="start"),
    }
)


@pytest.fixture(params=[DaskGraphRunner, OrderedGraphRunner])
def runner(request, tmp_path):
    Add.ran.clear()
    context = ExecutionContext(graph_schema=SCHEMA)
    return request.param.create(SCHEMA, LocalModelStorage(tmp_path), context)


def test_the_outputs_are_those_of_the_targets(runner):
    for value in (5, 6):
        assert runner.run({"__input__": value}) == {"last": 3 * value + 1123}
    assert Add.ran == [1, 10, 100, 1000] * 2
    assert runner.run({"__input__": 5}, targets=["left", "unasked"]) == {"left": 16, "unasked": 15}
    assert Add.ran[8:].count(1) == 1


def test_what_is_missing_is_said(runner):
    with pytest.raises(GraphRunError, match="Missing input to run node 'start'"):
        runner.run({})
