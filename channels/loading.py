"""Puts the assistant together: model, actions, catalogue, trackers."""

from __future__ import annotations

import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import structlog
from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.exc import SQLAlchemyError

from actions.cluster_catalogue.engine import ROOT
from channels.assistant import Assistant
from channels.lean_rasa.local_actions import LocalActions
from channels.lean_rasa.local_agent import LocalAgent
from channels.lean_rasa.memory_store import MemoryStore
from components.content import ContentError

logger = logging.getLogger(__name__)

ACTIONS_AT_ONCE = 32  # threads; they wait for a database, or hang
MODEL = ROOT / "models" / "assistant.tar.gz"


class NoModelError(Exception):
    """There is no trained model that can be read; the message (French) says what to do."""


def load_assistant(model: Path = MODEL) -> Assistant:
    """The assistant with `model`; it forgets its conversations when it ends.

    Raises:
        NoModelError: the file is missing or spoilt.
    """
    return Assistant(load_agent(model))


def load_agent(model: Path = MODEL, tracker_store: TrackerStore | None = None) -> Agent:
    """Rasa's agent with `model`, its custom actions in this process.

    Args:
        model: the trained model.
        tracker_store: where conversations are kept; in memory when it is not given.

    Raises:
        NoModelError: the file is missing or spoilt.
    """
    if not model.exists():
        raise NoModelError(
            f"Il n’y a pas de modèle entraîné ({model.name}) : lancez « make setup »."
        )
    executor = ActionExecutor()
    executor.register_package("actions")
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    agent = LocalAgent(
        generator=endpoints.nlg,
        tracker_store=tracker_store or MemoryStore(),
        action_endpoint=LocalActions(executor, ThreadPoolExecutor(ACTIONS_AT_ONCE, "action")),
    )
    try:
        agent.load_model(model)
    except SQLAlchemyError:
        raise
    except Exception as error:  # whatever a spoilt archive makes Rasa and its components raise
        mistake = _mistake_in_content(error)
        if mistake:
            raise NoModelError(f"{mistake}\nCorrigez ce fichier, puis relancez.") from error
        logger.exception("the model does not load")  # or what a fault of ours does
        raise NoModelError(
            f"Le modèle {model.name} est illisible ({type(error).__name__}) : supprimez-le, puis "
            "lancez « make setup »."
        ) from error
    return agent


def _mistake_in_content(error: BaseException | None) -> ContentError | None:
    """The editor's mistake that Rasa wrapped in `error`, if it is one."""
    while error is not None and not isinstance(error, ContentError):
        error = error.__cause__ or error.__context__
    return error


def configure_logs(level: int = logging.WARNING) -> None:
    """Sends what is logged from `level` on to standard error, Rasa's structured events too."""
    logging.basicConfig(
        level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
