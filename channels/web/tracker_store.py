"""Rasa's tracker store, in the same database as the rest of a conversation."""

from __future__ import annotations

from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy.orm import sessionmaker

from channels.web.database import build_engine, conversations_url


class ConversationTrackerStore(SQLTrackerStore):
    """Keeps the events of conversations; named in `endpoints.yml`.

    One database for all that is kept of a conversation, so that erasing it is one transaction;
    Rasa's own class would make an engine that shows what visitors said in its errors.

    Args:
        domain: of the model.
        event_broker: handed on to Rasa.
        host: the database; `conversations_url()` when it is not given.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.engine = build_engine(host or conversations_url())
        self.Base.metadata.create_all(self.engine)
        self.sessionmaker = sessionmaker(bind=self.engine, future=True)
        TrackerStore.__init__(self, domain, event_broker, **kwargs)
