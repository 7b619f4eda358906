"""The contract of `bin/ask`: one JSON line in, one JSON line out."""

from __future__ import annotations

import json
from typing import Any

from channels.assistant import Assistant, Turn


async def answer_line(assistant: Assistant, line: bytes) -> dict[str, Any]:
    """The record that answers one line of input.

    Args:
        assistant: the conversations.
        line: a JSON object in UTF-8 with `session`, and `text` (typed) or `payload` (a button);
            `id` is given back, other fields are ignored.

    Returns:
        `id`, `session`, `replies`, `intent`, `confidence`, `ms`; or `error` (and `id` where there
        is one) when the line is no question.
    """
    try:
        question = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return {"error": "not a line of UTF-8"}
    except (ValueError, RecursionError):
        return {"error": "not a line of JSON"}
    if not isinstance(question, dict):
        return {"error": "a JSON object is expected"}
    known = {"id": question["id"]} if isinstance(question.get("id"), (str, int)) else {}
    wrong = _wrong(question)
    if wrong:
        return {**known, "error": wrong}
    turn = await _turn(assistant, question)
    return {**known, "session": question["session"], **_record(turn)}


def _wrong(question: dict[str, Any]) -> str | None:
    if not isinstance(question.get("id", ""), (str, int)):
        return "field 'id' is neither text nor a whole number"
    if not (isinstance(question.get("session"), str) and question["session"]):
        return "field 'session' is missing, empty or no text"
    if not any(isinstance(question.get(field), str) for field in ("text", "payload")):
        return "field 'text' or 'payload' is missing, or is no text"
    return None


async def _turn(assistant: Assistant, question: dict[str, Any]) -> Turn:
    if isinstance(question.get("payload"), str):
        return await assistant.press(question["session"], question["payload"])
    return await assistant.say(question["session"], question["text"])


def _record(turn: Turn) -> dict[str, Any]:
    return {
        "replies": [bubble.as_dict() for bubble in turn.bubbles],
        "intent": turn.intent,
        "confidence": turn.confidence,
        "ms": round(turn.milliseconds, 1),
    }
