"""A brief tracker says what the whole one says, however long the talk was."""

import random

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from actions.cluster_catalogue.engine import ROOT
from channels.lean_rasa.brief_tracker import BriefTracker, brief


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


def a_talk(domain: Domain, turns: int, seed: int = 3) -> list:
    """Events of a long talk in which slots are set and the guided search comes and goes."""
    chance = random.Random(seed)
    names = [slot.name for slot in domain.slots if slot.type_name == "text"]
    events: list = [ActionExecuted("action_session_start"), SessionStarted()]
    events.append(ActionExecuted("action_listen"))
    loop = None
    for number in range(turns):
        events.append(UserUttered(f"question {number}", {"name": "definition", "confidence": 1.0}))
        if chance.random() < 0.2 and loop is None:
            loop = "recherche_form"
            events.append(ActiveLoop(loop))
        if chance.random() < 0.3:
            events.append(SlotSet(chance.choice(names), f"valeur {number}"))
        if loop and chance.random() < 0.3:
            loop = None
            events.append(ActiveLoop(None))
        events += [BotUttered(f"réponse {number}"), ActionExecuted("action_listen")]
    return events


@pytest.mark.parametrize("seed", range(8))
def test_the_state_is_the_same(domain, seed):
    events = a_talk(domain, 60, seed)
    whole = DialogueStateTracker.from_events("a", events, domain.slots)
    short = BriefTracker.from_events("a", brief(events, 20), domain.slots)
    assert short.current_slot_values() == whole.current_slot_values()
    assert short.active_loop_name == whole.active_loop_name
    assert short.latest_message.text == whole.latest_message.text
    assert short.latest_action_name == whole.latest_action_name
    said = [event.text for event in short.events if isinstance(event, UserUttered)]
    assert said == [f"question {number}" for number in range(40, 60)]
    assert len(short.events) < len(whole.events) / 2


def test_a_short_talk_stays_as_it_is(domain):
    events = a_talk(domain, 5)
    assert brief(events, 20) == events


def test_the_rules_see_the_same_last_state(domain):
    events = a_talk(domain, 60)
    whole = DialogueStateTracker.from_events("a", events, domain.slots)
    short = BriefTracker.from_events("a", brief(events, 20), domain.slots)
    seen = short.past_states(domain, omit_unset_slots=True)
    assert seen[-1] == whole.past_states(domain, omit_unset_slots=True)[-1]
    assert len(seen) < 12


def test_a_copy_goes_its_own_way(domain):
    tracker = BriefTracker.from_events("a", a_talk(domain, 5), domain.slots)
    name = next(slot.name for slot in domain.slots if slot.type_name == "text")
    twin = tracker.copy()
    twin.update(SlotSet(name, "autre"))
    assert twin.get_slot(name) == "autre"
    assert tracker.get_slot(name) != "autre"
    assert len(twin.events) == len(tracker.events) + 1
