"""Puts the door together: what is kept, who may ask how often, and the routes."""

from __future__ import annotations

from dataclasses import dataclass

from rasa.core.agent import Agent

from actions.cluster_catalogue.catalogue import Catalogue
from actions.cluster_catalogue.engine import ROOT
from channels.assistant import Assistant
from channels.web.application import Application
from channels.web.conversations import Conversations
from channels.web.database import shared_engine
from channels.web.disk_reserve import disk_reserve
from channels.web.door import Door, Limits
from channels.web.metrics import Metrics, project_metrics
from channels.web.operators import OperatorsApplication
from channels.web.readiness import Readiness
from channels.web.release import release
from channels.web.shared_state import shared_state
from channels.web.tokens import Tokens
from channels.web.turn_log import turn_log
from settings import Settings


@dataclass(frozen=True)
class Applications:
    """What one process serves, as ASGI.

    Attributes:
        public: what browsers reach.
        local: what operators ask.
        metrics: what both of them count.
    """

    public: Application
    local: OperatorsApplication
    metrics: Metrics


def build_applications(agent: Agent, settings: Settings, key: str) -> Applications:
    """The door before `agent`, and what operators see of it.

    Args:
        agent: Rasa's agent with its model.
        settings: limits, origins, databases.
        key: signs the tokens.

    Raises:
        SQLAlchemyError: the database is away.
    """
    engine = shared_engine(settings.conversations_address)
    conversations = Conversations(engine, disk_reserve(engine))
    metrics = project_metrics()
    door = _door(agent, settings, conversations, metrics, key)
    metrics.under_way(lambda: door.under_way, settings.turns_at_once)
    metrics.openings_at_most(settings.opening_total)
    model = agent.processor.model_metadata.model_id if agent.processor else ""
    readiness = Readiness(release(ROOT), model, conversations, Catalogue.from_environment())
    return Applications(
        Application(settings, door, readiness, metrics),
        OperatorsApplication(metrics, readiness),
        metrics,
    )


def _door(
    agent: Agent,
    settings: Settings,
    conversations: Conversations,
    metrics: Metrics,
    key: str,
) -> Door:
    shared = shared_state(settings.redis_url, metrics.redis_away)
    return Door(
        Assistant(agent),
        conversations,
        Tokens(key, settings.session_hours * 3600),
        Limits(
            text_chars=settings.text_chars,
            word_chars=settings.word_chars,
            turn_seconds=settings.turn_seconds,
            turns_at_once=settings.turns_at_once,
            conversation_turns=settings.conversation_turns,
            session=shared.limit(settings.session_rate, "session"),
            address=shared.limit(settings.address_rate, "address"),
            opening=shared.limit(settings.opening_rate, "opening"),
            opening_total=shared.limit(settings.opening_total, "opening-total"),
            address_day=shared.limit(settings.address_day, "address-day"),
        ),
        shared.locks,
        turn_log(),
        metrics,
    )
