"""Visitors who talk all the time, and know what became of each of their messages."""

from __future__ import annotations

import http.client
import itertools
import json
import random
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

API = "/api/v1"
TURN_SECONDS = 10  # CHAT_TURN_SECONDS of the servers
LIMIT_SECONDS = TURN_SECONDS + 2  # what a visitor waits for an answer, whatever it is
DEADLINE_SECONDS = 90  # for a message, with all its retries
LONGEST_WAIT = 5  # seconds before a retry
TALK_MESSAGES = 30  # in a conversation; then the visitor opens another one
READ_AGAIN = 11  # messages after which the visitor reads the conversation again
MESSAGES = 4000  # of one visitor: a load is bounded
LOST = 0  # the status of an attempt whose connection was refused or cut
AGAIN = (LOST, 429, 503, 504)  # what a retry of the same message is the answer to

# What is asked, and the topic that its answer has.
QUESTIONS = (
    ("Quels sont les clusters ?", "liste_clusters"),
    ("C’est quoi un cluster ?", "definition"),
    ("C’est quoi TWEED ?", "detail_cluster"),
    ("Qui finance les clusters ?", "soutien_public"),
    ("Quels sont les avantages d’un cluster ?", "avantages"),
)
_numbers = itertools.count(1000)


@dataclass
class Attempt:
    """One request.

    Attributes:
        port: of the process that was asked.
        sent: when, in seconds of the monotonic clock.
        seconds: until the answer, or the end of the connection.
        status: of HTTP; `LOST` when there was none.
        fault: what is wrong with the way it was refused; empty when nothing is.
    """

    port: int
    sent: float
    seconds: float
    status: int
    fault: str = ""

    @property
    def done(self) -> float:
        return self.sent + self.seconds


@dataclass
class Message:
    """What a visitor says, once, however often it is sent.

    Attributes:
        text: no other message has the same.
        topic: of the answer that fits.
        key: the idempotency key.
        attempts: in the order of their ends.
        answers: the turns that were given back, one for each 200.
    """

    text: str
    topic: str
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    attempts: list[Attempt] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        return bool(self.answers)

    @property
    def expired(self) -> bool:
        """Whether it was refused because the conversation has ended."""
        return any(attempt.status == 401 for attempt in self.attempts)

    @property
    def retried(self) -> bool:
        return any(attempt.status in AGAIN for attempt in self.attempts)


@dataclass
class Talk:
    """One conversation as the visitor knows it."""

    token: str
    messages: list[Message] = field(default_factory=list)


class Wire:
    """Kept connections to several ports, as a reverse proxy or a browser has them.

    Args:
        patience: seconds until an answer is no longer waited for.
    """

    def __init__(self, patience: float = LIMIT_SECONDS) -> None:
        self._patience = patience
        self._connections: dict[int, http.client.HTTPConnection] = {}

    def ask(
        self, port: int, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[Attempt, Any]:
        """One request; None in place of the content when it was not answered well."""
        sent = time.monotonic()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            named["Content-Type"] = "application/json"
        connection = self._connections.pop(port, None) or http.client.HTTPConnection(
            "127.0.0.1", port, timeout=self._patience
        )
        try:
            connection.request(method, f"{API}{path}", data, named)
            answer = connection.getresponse()
            content = answer.read()
        except (http.client.HTTPException, OSError):
            connection.close()
            return Attempt(port, sent, time.monotonic() - sent, LOST), None
        self._connections[port] = connection
        attempt = Attempt(port, sent, time.monotonic() - sent, answer.status)
        if answer.status < 400:
            return attempt, json.loads(content) if content else {}
        attempt.fault = refusal_fault(answer.status, dict(answer.getheaders()), content)
        return attempt, answer.headers.get("Retry-After")

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()


def refusal_fault(status: int, headers: dict[str, str], content: bytes) -> str:
    """What is wrong with a refusal; empty when it is one that a visitor may be shown."""
    named = {name.lower(): value for name, value in headers.items()}
    if status not in (401, 429, 503, 504):
        return f"status {status}"
    if named.get("content-type") != "application/problem+json":
        return f"status {status} without a problem document"
    if named.get("content-language") != "fr":
        return f"status {status} not in French"
    try:
        document = json.loads(content)
    except ValueError:
        return f"status {status} with a problem document that cannot be read"
    if not (document.get("title") and document.get("detail")):
        return f"status {status} without a word for the visitor"
    if status in (429, 503) and not named.get("retry-after", "").isdigit():
        return f"status {status} without Retry-After"
    return ""


class Visitor:
    """Talks until told to stop, one message after the other.

    Every fifth message is sent again once it is answered, every seventh at two places at once;
    after every eleventh the conversation is read, as a page does that is loaded again.

    Args:
        ports: of the processes, tried in turn.
        questions: what is asked, with the topic of the answer.
        pause: seconds between an answer and the next question.
        patience: seconds until they ask elsewhere.
        talk_messages: how many they say until they open another conversation.
    """

    def __init__(
        self,
        ports: Sequence[int],
        questions: Sequence[tuple[str, str]] = QUESTIONS,
        pause: float = 0.05,
        patience: float = LIMIT_SECONDS,
        talk_messages: int = TALK_MESSAGES,
    ) -> None:
        self.talks: list[Talk] = []
        self.others: list[Attempt] = []  # to open conversations, and to read them
        self._ports = itertools.cycle(random.sample(list(ports), len(ports)))
        self._questions = questions
        self._pause = pause
        self._talk_messages = talk_messages
        self._stop = threading.Event()
        self._wire, self._second_wire = Wire(patience), Wire(patience)
        self._second = ThreadPoolExecutor(1)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """No further message after the one under way."""
        self._stop.set()

    def join(self) -> None:
        self._thread.join(DEADLINE_SECONDS + 2 * LIMIT_SECONDS)
        assert not self._thread.is_alive(), "a visitor does not come to an end"
        self._second.shutdown()
        self._wire.close()
        self._second_wire.close()

    @property
    def messages(self) -> list[Message]:
        return [message for talk in self.talks for message in talk.messages]

    def served_since(self, moment: float) -> float | None:
        """When the first answer came to a request sent after `moment`."""
        done = [
            attempt.done
            for message in self.messages
            for attempt in list(message.attempts)
            if attempt.status == 200 and attempt.sent >= moment
        ]
        return min(done, default=None)

    def open(self) -> Talk:
        """A new conversation, without `start`."""
        talk = self._open()
        assert talk is not None, "no conversation can be opened"
        return talk

    def ask_once(self, talk: Talk) -> tuple[Attempt, Any]:
        """One message in a conversation, without `start`: what became of it."""
        message = self._new_message()
        talk.messages.append(message)
        return self._send(self._wire, next(self._ports), talk, message)

    def _run(self) -> None:
        talk = None
        for _ in range(MESSAGES):
            if self._stop.is_set():
                return
            if talk is None or len(talk.messages) >= self._talk_messages:
                talk = self._open()
            if talk is None:
                continue
            message = self._new_message()
            talk.messages.append(message)
            self._deliver(talk, message)
            if len(talk.messages) % READ_AGAIN == 0:
                self._read(talk)
            if message.expired:
                talk = None
            self._stop.wait(self._pause)

    def _new_message(self) -> Message:
        number = next(_numbers)
        text, topic = random.choice(list(self._questions))
        return Message(f"{text} ({number})", topic)

    def _open(self) -> Talk | None:
        end = time.monotonic() + DEADLINE_SECONDS
        while time.monotonic() < end:
            attempt, content = self._wire.ask(next(self._ports), "POST", "/conversations")
            self.others.append(attempt)
            if attempt.status == 201:
                talk = Talk(content["token"])
                self.talks.append(talk)
                return talk
            if self._stop.wait(wait_of(attempt, content)):
                return None
        return None

    def _deliver(self, talk: Talk, message: Message) -> None:
        number = len(self.messages)
        twin = None
        if number % 7 == 0:
            twin = self._second.submit(
                self._send, self._second_wire, next(self._ports), talk, message
            )
        end = time.monotonic() + DEADLINE_SECONDS
        while not message.accepted and time.monotonic() < end:
            attempt, content = self._send(self._wire, next(self._ports), talk, message)
            if attempt.status not in AGAIN:
                break
            time.sleep(wait_of(attempt, content))
        if twin is not None:
            twin.result(timeout=2 * LIMIT_SECONDS)
        if number % 5 == 0 and message.accepted:
            self._send(self._wire, next(self._ports), talk, message)

    def _read(self, talk: Talk) -> None:
        attempt, content = self._wire.ask(
            next(self._ports), "GET", "/conversation", Authorization=f"Bearer {talk.token}"
        )
        answered = [message.key for message in talk.messages if message.accepted]
        if attempt.status == 200 and answered:
            shown = [turn["key"] for turn in content["turns"]]
            if answered[-1] not in shown:
                attempt.fault = "the last answer is not shown when the conversation is read again"
        self.others.append(attempt)

    def _send(
        self, wire: Wire, port: int, talk: Talk, message: Message
    ) -> tuple[Attempt, dict[str, Any] | str | None]:
        attempt, content = wire.ask(
            port,
            "POST",
            "/conversation/messages",
            {"text": message.text},
            Authorization=f"Bearer {talk.token}",
            Idempotency_Key=message.key,
        )
        message.attempts.append(attempt)
        if attempt.status == 200:
            message.answers.append(content)
        return attempt, content


def wait_of(attempt: Attempt, told: Any) -> float:
    """Seconds before a retry: as told, or shortly."""
    if isinstance(told, str) and told.isdigit():
        return min(int(told), LONGEST_WAIT)
    return 0.2 if attempt.status == LOST else 1.0


class Load:
    """A number of visitors at once.

    Args:
        ports: of the processes.
        visitors: how many.
        settings: see `Visitor`.
    """

    def __init__(self, ports: Sequence[int], visitors: int = 6, **settings: Any) -> None:
        self.visitors = [Visitor(ports, **settings) for _ in range(visitors)]

    def __enter__(self) -> Load:
        for visitor in self.visitors:
            visitor.start()
        return self

    def __exit__(self, *_: object) -> None:
        for visitor in self.visitors:
            visitor.stop()
        for visitor in self.visitors:
            visitor.join()

    @property
    def talks(self) -> list[Talk]:
        return [talk for visitor in self.visitors for talk in list(visitor.talks)]

    @property
    def attempts(self) -> list[Attempt]:
        others = [attempt for visitor in self.visitors for attempt in visitor.others]
        return others + [
            attempt
            for talk in self.talks
            for message in list(talk.messages)
            for attempt in list(message.attempts)
        ]

    def wait_until_served(self, moment: float, patience: float = 60) -> float:
        """Waits until each visitor has an answer to a request sent after `moment`.

        Returns:
            How many seconds after `moment` the last of them had it.
        """
        self._wait(lambda: None not in self._served(moment), moment + patience)
        served = self._served(moment)
        waiting = served.count(None)
        assert not waiting, f"{waiting} visitors have had no answer for {patience} s"
        return max(when for when in served if when is not None) - moment

    def lost_between(self, start: float, end: float) -> int:
        """Requests whose connection ended without an answer in this time."""
        return sum(
            attempt.status == LOST and start <= attempt.done <= end for attempt in self.attempts
        )

    def _served(self, moment: float) -> list[float | None]:
        return [visitor.served_since(moment) for visitor in self.visitors]

    @staticmethod
    def _wait(condition: Callable[[], bool], end: float) -> None:
        while time.monotonic() < end and not condition():
            time.sleep(0.05)
