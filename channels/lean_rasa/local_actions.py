"""Runs the custom actions in this process, without an action server."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from typing import Any

from rasa.core.actions.action import Action, RemoteAction, action_for_name_or_text
from rasa.core.actions.forms import FormAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

ACTION_SECONDS = 4.0  # well below what a turn may take: an apology must still get through


class LocalActions(EndpointConfig):
    """An action endpoint that calls the SDK's executor instead of a server.

    Takes the place of the `action_endpoint` of `endpoints.yml`; the actions are the same, and
    so is what they receive and return. Each runs in a thread, so that one that hangs holds up
    nobody else, and for a limited time.

    Args:
        executor: has the actions registered.
        threads: where they run.
        seconds: that an action may take.
    """

    def __init__(
        self, executor: ActionExecutor, threads: Executor, seconds: float = ACTION_SECONDS
    ) -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = executor
        self._threads = threads
        self._seconds = seconds
        self._loops = threading.local()

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any | None:
        """Runs the action that Rasa asks for.

        Raises:
            ClientResponseError: the action refused to run (400) or does not exist (404), as the
                action server would answer.
            asyncio.TimeoutError: it took too long.
        """
        loop = asyncio.get_running_loop()
        try:
            work = loop.run_in_executor(self._threads, self._run, kwargs["json"])
            return await asyncio.wait_for(work, self._seconds)
        except ActionExecutionRejection as error:
            body = {"error": str(error), "action_name": error.action_name}
            raise ClientResponseError(400, "rejected", json.dumps(body)) from error
        except ActionNotFoundException as error:
            raise ClientResponseError(
                404, "not found", json.dumps({"error": str(error)})
            ) from error

    def _run(self, call: dict[str, Any]) -> Any:
        if not hasattr(self._loops, "own"):  # one a thread: a new one each time takes a millisecond
            self._loops.own = asyncio.new_event_loop()
        return self._loops.own.run_until_complete(self._executor.run(call))


class LocalAction(RemoteAction):
    """A custom action of this process.

    What it returns was made by the SDK a moment ago: Rasa's `RemoteAction` would check it
    against a JSON schema, and that schema against its own, which takes longer than the turn.
    The events of the tracker become plain data only when the action reads them.

    Args:
        name: the action's.
        endpoint: runs it.
    """

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """See `rasa.core.actions.action.Action`."""
        call = self._action_call_format(tracker, domain)
        answer = await self.action_endpoint.request(json=call)
        uttered = await self._utter_responses(answer["responses"], output_channel, nlg, tracker)
        return [*uttered, *deserialise_events(answer["events"])]

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        state = tracker.current_state(EventVerbosity.NONE)
        state["events"] = _PlainEvents(tracker.events)
        call = {"next_action": self.name(), "sender_id": tracker.sender_id, "tracker": state}
        if domain.does_custom_action_explicitly_need_domain(self.name()):
            call["domain"] = domain.as_dict()
        return call


class LocalForm(FormAction):
    """A form whose questions and checks are custom actions of this process."""

    async def validate_slots(
        self,
        slot_candidates: dict[str, Any],
        tracker: DialogueStateTracker,
        domain: Domain,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
    ) -> list[Event]:
        """See `FormAction`."""
        check = f"validate_{self.name()}"
        if check not in domain.action_names_or_texts:
            return []
        candidates: list[Event] = [SlotSet(key, value) for key, value in slot_candidates.items()]
        tried = self._temporary_tracker(tracker, candidates, domain)
        return await LocalAction(check, self.action_endpoint).run(
            output_channel, nlg, tried, domain
        )

    async def _ask_for_slot(
        self,
        domain: Domain,
        nlg: NaturalLanguageGenerator,
        output_channel: OutputChannel,
        slot_name: str,
        tracker: DialogueStateTracker,
    ) -> list[Event]:
        question = self._name_of_utterance(domain, slot_name)
        if not question:
            return []
        asking = local(action_for_name_or_text(question, domain, self.action_endpoint))
        return await asking.run(output_channel, nlg, tracker, domain)


def local(action: Action) -> Action:
    """What does the same as `action` inside this process, without the detour by a server."""
    if type(action) is FormAction:
        return LocalForm(action.name(), action.action_endpoint)
    if type(action) is RemoteAction:
        return LocalAction(action.name(), action.action_endpoint)
    return action


class _PlainEvents(Sequence):
    """The events of a tracker as the SDK knows them, each made plain when it is read.

    Args:
        events: oldest first.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        self._events: list[Event | dict[str, Any]] = list(events)

    def append(self, event: dict[str, Any]) -> None:
        """One more event, plain already: so the SDK notes the slots of a form."""
        self._events.append(event)

    def __len__(self) -> int:
        return len(self._events)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [_plain(event) for event in self._events[at]]
        return _plain(self._events[at])

    def __reversed__(self) -> Iterator[dict[str, Any]]:
        return map(_plain, reversed(self._events))


def _plain(event: Event | dict[str, Any]) -> dict[str, Any]:
    return event.as_dict() if isinstance(event, Event) else event
