"""Actions inside the process do what they do behind a server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from rasa.core.actions.action import RemoteAction, action_for_name_or_text
from rasa.core.actions.forms import FormAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from channels.lean_rasa.local_actions import LocalAction, LocalActions, LocalForm, local

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [definition]
actions: [action_look, action_look_up: {send_domain: true}]
slots:
  secteur: {type: text, mappings: [{type: custom}]}
forms:
  recherche: {required_slots: [secteur]}
responses:
  utter_bonjour: [{text: "Bonjour {nom}"}]
"""
)


class Look(Action):
    """Notes what it is given, and answers in all ways."""

    def __init__(self, name: str = "action_look") -> None:  # the SDK makes all that it finds
        self._name = name
        self.given: list = []
        self.events: object = [{"event": "slot", "name": "secteur", "value": "bois"}]

    def name(self):
        return self._name

    def run(self, dispatcher, tracker, domain):
        self.given.append(
            (
                tracker.current_state() | {"events": list(tracker.events)},
                [event["event"] for event in reversed(tracker.events)],
                [event.get("text") for event in tracker.events[-2:]],
                tracker.get_last_event_for("user"),
                tracker.latest_message,
                tracker.get_slot("secteur"),
                domain,
            )
        )
        tracker.add_slots([{"event": "slot", "name": "secteur", "value": "verre"}])  # as forms do
        self.given[-1] += (tracker.events[-1]["value"], tracker.get_slot("secteur"))
        dispatcher.utter_message(response="utter_bonjour", nom="Zoé")
        dispatcher.utter_message(text="et voilà", buttons=[{"title": "a", "payload": "/b"}])
        return self.events


@pytest.fixture(params=["action_look", "action_look_up"])
def look(request) -> Look:
    return Look(request.param)


@pytest.fixture
def endpoint(look) -> LocalActions:
    executor = ActionExecutor()
    executor.register_action(look)
    return LocalActions(executor, ThreadPoolExecutor(1))


def run(action) -> list:
    tracker = DialogueStateTracker.from_events(
        "a",
        [
            ActionExecuted("action_listen"),
            UserUttered("oui", {"name": "definition", "confidence": 0.9}),
            SlotSet("secteur", "métal"),
            BotUttered("dites"),
        ],
        DOMAIN.slots,
    )
    nlg = TemplatedNaturalLanguageGenerator(DOMAIN.responses)
    events = asyncio.run(action.run(CollectingOutputChannel(), nlg, tracker, DOMAIN))
    return [
        {key: value for key, value in event.as_dict().items() if key != "timestamp"}
        for event in events
    ]


def untimed(value):
    """`value` without times, which differ from one tracker to the next."""
    if isinstance(value, dict):
        return {
            key: untimed(inner)
            for key, inner in value.items()
            if key not in ("timestamp", "latest_event_time")
        }
    return [untimed(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def test_an_action_sees_and_does_the_same_as_behind_a_server(look, endpoint):
    remote = run(RemoteAction(look.name(), endpoint))
    here = run(LocalAction(look.name(), endpoint))
    assert here == remote
    assert [event["event"] for event in here] == ["bot", "bot", "slot"]
    given_remote, given_here = look.given
    assert untimed(given_here) == untimed(given_remote)
    assert bool(look.given[0][6]) == (look.name() == "action_look_up")  # the domain


def test_what_rasa_picks_is_run_here(endpoint):
    def picked(name):
        return local(action_for_name_or_text(name, DOMAIN, endpoint))

    assert type(picked("action_look")) is LocalAction
    assert type(picked("recherche")) is LocalForm
    assert picked("utter_bonjour").name() == "utter_bonjour"
    # A turn must not pay for Rasa's check of the schema (rasa/core/actions/action.py, line 704).
    assert LocalAction.run is not RemoteAction.run
    assert LocalForm.validate_slots is not FormAction.validate_slots


@pytest.mark.parametrize("events", [None, [], [42], "nonsense", [{"no": "event"}]])
def test_what_is_no_event_is_left_out(endpoint, look, events):
    look.events = events
    assert [event["event"] for event in run(LocalAction(look.name(), endpoint))] == ["bot"] * 2


@pytest.mark.parametrize("events", [42, [{"event": "no such event"}]])
def test_what_cannot_be_read_is_an_error_and_not_silence(endpoint, look, events):
    look.events = events
    with pytest.raises((TypeError, ValueError)):
        run(LocalAction(look.name(), endpoint))
