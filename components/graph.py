"""What the project's graph components share: how Rasa makes them, how they keep what they learn."""

from __future__ import annotations

import abc
from typing import Any, Dict

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

STORED = "learned.joblib"


class PlainComponent(GraphComponent):
    """A component that learns nothing; `configured` makes it with what its constructor wants."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """Creates the component for Rasa."""
        return cls.configured({**config, "name": execution_context.node_name})

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> GraphComponent:
        """The component with `config`, and the name of its node as `name`."""
        return cls(config)  # type: ignore[call-arg]


class Shelf:
    """Where a component keeps what it has learned: one file of its own in the model.

    Args:
        storage: of the model.
        resource: the component's name in it.
    """

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        self._storage = storage
        self.resource = resource

    def put(self, learned: Any) -> None:
        """Keeps `learned`, which joblib must be able to write."""
        with self._storage.write_to(self.resource) as directory:
            joblib.dump(learned, directory / STORED)

    def take(self) -> Any:
        """What was put here."""
        with self._storage.read_from(self.resource) as directory:
            return joblib.load(directory / STORED)


class LearningComponent(GraphComponent, abc.ABC):
    """A component that learns from the training data and keeps that in the model.

    Args:
        config: its section of `config.yml`, over its defaults.
        name: of its node in Rasa's graph.
        shelf: where it keeps what it learns.
    """

    def __init__(self, config: Dict[str, Any], name: str, shelf: Shelf) -> None:
        self._config = config
        self._shelf = shelf

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LearningComponent:
        """Creates an untrained component for Rasa."""
        return cls(config, execution_context.node_name, Shelf(model_storage, resource))

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LearningComponent:
        """Loads a trained component from the model for Rasa."""
        component = cls.create(config, model_storage, resource, execution_context)
        component.use(component._shelf.take())
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples, keeps it and uses it."""
        learned = self.learn(training_data)
        self._shelf.put(learned)
        self.use(learned)
        return self._shelf.resource

    @abc.abstractmethod
    def learn(self, training_data: TrainingData) -> Any:
        """What is learned from the examples, as it is kept."""

    @abc.abstractmethod
    def use(self, learned: Any) -> None:
        """Works from now on with what `learn` returned."""
