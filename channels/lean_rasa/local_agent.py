"""Rasa's agent as one process runs it: actions inside, nothing done twice."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.core.actions.action import Action
from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain

from channels.lean_rasa.local_actions import local
from channels.lean_rasa.ordered_graph_runner import OrderedGraphRunner


class LocalProcessor(MessageProcessor):
    """Rasa's processor with the actions of this process, and the graph in a fixed order."""

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        with TemporaryDirectory() as folder:
            metadata, runner = load_predict_graph_runner(
                Path(folder), Path(model_path), LocalModelStorage, OrderedGraphRunner
            )
        return Path(model_path).name, metadata, runner

    async def _run_action(self, action: Action, *args: Any, **kwargs: Any) -> bool:
        return await super()._run_action(local(action), *args, **kwargs)


class LocalAgent(Agent):
    """Rasa's agent with a processor of its own."""

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Loads the model; see `Agent`."""
        self.processor = LocalProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        self.nlg.responses = self.domain.responses

    @staticmethod
    def _create_tracker_store(store: TrackerStore, domain: Domain) -> TrackerStore:
        # Not wrapped: Rasa's wrapper goes on with an empty conversation when the database is
        # away, and the visitor's would be lost.
        return store
