"""Follows one message through the components that understand it, with the values at each step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    INTENT,
    INTENT_NAME_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

MESSAGE, TRACKER = "__message__", "__tracker__"  # Rasa's names for what its graph is given
RUN = "run_"  # before the names of the nodes that answer

State = dict[str, str]


def steps(agent: Agent, text: str) -> Iterator[tuple[str, State]]:
    """Each component of `config.yml` that changes what is known of `text`, and what it changes.

    Args:
        agent: with its model.
        text: the first message of a conversation.
    """
    assert agent.processor is not None
    runner = agent.processor.graph_runner
    target = agent.processor.model_metadata.nlu_target
    inputs = {
        MESSAGE: [UserMessage(text)],
        TRACKER: DialogueStateTracker.from_events("follow", []),
    }
    before: State = {}
    for name, value in runner.values(inputs, target):  # type: ignore[attr-defined]
        if name.startswith(RUN) and _are_messages(value):
            now = _state(value)
            changed = {key: told for key, told in now.items() if told != before.get(key)}
            changed |= {key: "–" for key in before if key not in now}
            if changed:
                yield _component(name), changed
            before = now


def as_text(followed: Iterator[tuple[str, State]]) -> str:
    """The steps, one component a paragraph."""
    return "\n\n".join(
        "\n".join([component, *(f"    {key} : {told}" for key, told in state.items())])
        for component, state in followed
    )


def _are_messages(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Message)


def _component(node: str) -> str:
    return node[len(RUN) :].rstrip("0123456789").removeprefix("components.")


def _state(messages: list[Message]) -> State:
    """What is known of the messages; the first is the whole, the others its parts."""
    whole = messages[0]
    tokens = whole.get(TOKENS_NAMES[TEXT]) or []
    intent = whole.get(INTENT) or {}
    told = {
        "morceaux": " | ".join(part.get(TEXT) for part in messages[1:]),
        "mots": " ".join(token.lemma for token in tokens),
        "traits": ", ".join(_features(whole)),
        "intention": _intent(intent) if intent.get(INTENT_NAME_KEY) else "",
        "entités": ", ".join(
            f"{entity[ENTITY_ATTRIBUTE_TYPE]} = {entity[ENTITY_ATTRIBUTE_VALUE]}"
            for entity in whole.get(ENTITIES, [])
        ),
    }
    return {key: value for key, value in told.items() if value}


def _intent(intent: dict[str, Any]) -> str:
    return f"{intent[INTENT_NAME_KEY]} ({intent[PREDICTED_CONFIDENCE_KEY]:.2f})"


def _features(message: Message) -> Iterator[str]:
    for one in message.features:
        filled = getattr(one.features, "nnz", None)
        width = one.features.shape[-1]
        yield f"{filled} de {width}" if filled is not None else f"vecteur de {width}"
