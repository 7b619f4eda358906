"""What visitors sent against what is kept: nothing lost, nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from channels.web.conversations import Conversations, conversations, events, turns
from tests.faults.load import LIMIT_SECONDS, Attempt, Message, Talk, Wire

# How the assistant's apologies for a failure begin (`utter_panne`, `utter_catalogue_indisponible`).
APOLOGIES = ("Désolé, je n’ai pas pu préparer", "Désolé, je ne peux pas consulter la liste")
UNKNOWN_SHARE = 0.03  # of the answers may say that the question was not understood: not a fault

History = Callable[[Talk], Sequence[dict[str, Any]]]


@dataclass
class Account:
    """What became of all messages of a load.

    Attributes:
        accepted: messages that were answered with 200.
        unknown: those whose answer is that the question was not understood.
        retried: those that were sent again because the first try was refused or cut.
        apologies: those that were answered with an apology.
        expired: those that were refused because the conversation's token had expired.
        given_up: those that were never answered.
        lost: accepted messages that do not stand in the conversation as they were answered.
        twice: messages that stand there more than once, or had two answers.
        longest: seconds of the longest attempt.
        faults: whatever else is wrong, in words.
    """

    accepted: int = 0
    unknown: int = 0
    retried: int = 0
    apologies: int = 0
    expired: int = 0
    given_up: int = 0
    lost: int = 0
    twice: int = 0
    longest: float = 0.0
    faults: list[str] = field(default_factory=list)


def reconcile(talks: Sequence[Talk], attempts: Sequence[Attempt], history: History) -> Account:
    """Compares each conversation as it was lived with what is kept of it."""
    account = Account()
    for talk in talks:
        kept = [turn for turn in history(talk) if turn["key"] is not None]
        for message in talk.messages:
            _enter(account, message, [turn for turn in kept if turn["key"] == message.key])
        _in_order(account, talk, kept)
        _nothing_else(account, talk, kept)
    if account.unknown > UNKNOWN_SHARE * account.accepted + 1:
        account.faults.append(f"{account.unknown} answers do not fit their questions")
    account.longest = max((attempt.seconds for attempt in attempts), default=0.0)
    account.faults += [attempt.fault for attempt in attempts if attempt.fault]
    late = Counter(attempt.status for attempt in attempts if attempt.seconds > LIMIT_SECONDS)
    if late:
        account.faults.append(f"longer than {LIMIT_SECONDS} s, by status: {dict(late)}")
    return account


def apologised(bubbles: Sequence[dict[str, Any]]) -> bool:
    """Whether the answer says that something failed."""
    return any(bubble["text"].startswith(APOLOGIES) for bubble in bubbles)


def _enter(account: Account, message: Message, kept: list[dict[str, Any]]) -> None:
    account.retried += message.retried
    account.twice += len(kept) > 1 or len({turn["turn"] for turn in message.answers}) > 1
    if not message.accepted:
        account.expired += message.expired
        account.given_up += not message.expired
        return
    account.accepted += 1
    account.lost += not all(answer in kept for answer in message.answers)
    bubbles = message.answers[0]["bubbles"]
    if apologised(bubbles):
        account.apologies += 1
    elif message.topic not in [bubble["topic"] for bubble in bubbles]:
        account.unknown += 1
    if not all(bubble["text"].strip() for bubble in bubbles):
        account.faults.append(f"{message.text!r} has an answer without words")


def _in_order(account: Account, talk: Talk, kept: list[dict[str, Any]]) -> None:
    told = [turn["key"] for turn in kept]
    sent = [message.key for message in talk.messages if message.key in told]
    if list(dict.fromkeys(told)) != sent:
        account.faults.append("a conversation is not kept in the order in which it was held")


def _nothing_else(account: Account, talk: Talk, kept: list[dict[str, Any]]) -> None:
    strangers = {turn["key"] for turn in kept} - {message.key for message in talk.messages}
    if strangers:
        account.faults.append(f"{len(strangers)} turns that nobody sent")
    said = Counter(turn["said"] for turn in kept)
    account.twice += sum(
        count > 1 and len({turn["key"] for turn in kept if turn["said"] == text}) > 1
        for text, count in said.items()
    )


def by_http(port: int) -> History:
    """The conversations as the server shows them, whole or by pages."""
    wire = Wire()

    def history(talk: Talk) -> Sequence[dict[str, Any]]:
        turns: list[dict[str, Any]] = []
        path = "/conversation"
        while True:
            attempt, content = wire.ask(port, "GET", path, Authorization=f"Bearer {talk.token}")
            assert attempt.status == 200, f"a conversation cannot be read: {attempt.status}"
            turns = content["turns"] + turns
            if not content.get("more"):  # releases that know no pages do not say
                return turns
            path = f"/conversation?before={turns[0]['turn']}"

    return history


def by_database(engine: Engine, session: Callable[[str], str]) -> History:
    """The conversations as the database has them, also those whose token has expired."""
    kept = Conversations(engine)
    return lambda talk: [turn.as_dict() for turn in kept.history(session(talk.token)).turns]


def orphans(engine: Engine) -> int:
    """Conversations in which Rasa's events tell of more or fewer messages than the turns do."""
    messages = (
        select(turns.c.session, func.count().label("messages"))
        .where(turns.c.key.isnot(None))
        .group_by(turns.c.session)
        .subquery()
    )
    heard = (
        select(events.c.sender_id, func.count().label("heard"))
        .where(events.c.type_name == "user")
        .group_by(events.c.sender_id)
        .subquery()
    )
    everyone = (
        select(
            func.coalesce(messages.c.messages, 0).label("messages"),
            func.coalesce(heard.c.heard, 0).label("heard"),
        )
        .select_from(conversations)
        .outerjoin(messages, messages.c.session == conversations.c.session)
        .outerjoin(heard, heard.c.sender_id == conversations.c.session)
    )
    stray = select(func.count()).where(
        events.c.type_name == "user", events.c.sender_id.notin_(select(conversations.c.session))
    )
    engine.dispose()  # its connections may be older than the fault
    with engine.connect() as connection:
        rows = connection.execute(everyone).all()
        strays = connection.execute(stray).scalar_one()
    return sum(row.messages != row.heard for row in rows) + strays
