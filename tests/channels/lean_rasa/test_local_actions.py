"""The custom actions inside the process, as the action server would run them."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from rasa.utils.endpoints import ClientResponseError
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from channels.lean_rasa.local_actions import LocalActions


class Greet(Action):
    def name(self):
        return "action_greet"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="bonjour")
        return []


class Refuse(Action):
    def name(self):
        return "action_refuse"

    def run(self, dispatcher, tracker, domain):
        raise ActionExecutionRejection(self.name())


class Hang(Action):
    def name(self):
        return "action_hang"

    def run(self, dispatcher, tracker, domain):
        time.sleep(1)
        return []


def call(name: str, seconds: float = 10):
    executor = ActionExecutor()
    for action in (Greet(), Refuse(), Hang()):
        executor.register_action(action)
    tracker = {"sender_id": "s", "slots": {}, "latest_message": {}, "events": []}
    tracker |= {"paused": False, "followup_action": None, "active_loop": {}}

    async def ask():
        actions = LocalActions(executor, ThreadPoolExecutor(2), seconds)
        return await actions.request(json={"next_action": name, "tracker": tracker})

    return asyncio.run(ask())


def test_an_action_answers_as_the_action_server_would():
    answer = call("action_greet")
    assert answer["events"] == []
    assert answer["responses"][0]["text"] == "bonjour"


@pytest.mark.parametrize(("name", "status"), [("action_refuse", 400), ("action_x", 404)])
def test_a_refusal_or_an_unknown_action_is_an_http_error(name, status):
    with pytest.raises(ClientResponseError) as caught:
        call(name)
    assert caught.value.status == status
    assert name in caught.value.text


def test_an_action_that_hangs_is_waited_for_so_long():
    start = time.monotonic()
    with pytest.raises(asyncio.TimeoutError):
        call("action_hang", seconds=0.1)
    # The loop of this test waits for its thread; the answer did not.
    assert time.monotonic() - start < 5
