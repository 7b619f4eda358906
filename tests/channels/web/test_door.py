"""The door before the real assistant: sessions, once-only, limits."""

import asyncio
import json

import pytest

from channels.assistant import Assistant
from channels.bubble import Bubble
from channels.web import door as doors
from channels.web.conversations import Conversations
from channels.web.database import build_engine
from channels.web.locks import ProcessLocks
from channels.web.messages import Asked, Said, Thumb
from channels.web.metrics import project_metrics
from channels.web.problems import Problem
from channels.web.rates import OwnRate
from channels.web.tokens import Tokens

HERE = "192.0.2.1"


class SlowAssistant:
    """Stands in for the assistant where it must hang: the real one cannot be made to."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.turns = 0

    async def open(self, session):
        return (Bubble("Bonjour"),)

    async def say(self, session, text):
        await asyncio.sleep(self._seconds)
        self.turns += 1
        return doors.Turn(text, (Bubble("Voilà"),), "definition", 1.0, 1.0)


def build(folder, assistant, **changed):
    limits = {
        "text_chars": 500,
        "word_chars": 500,
        "turn_seconds": 10.0,
        "turns_at_once": 32,
        "session": "1000/minute",
        "address": "1000/minute",
        "opening": "1000/minute",
        "opening_total": "1000/minute",
        "address_day": "1000/day",
        "conversation_turns": 300,
        **changed,
    }
    for name in ("session", "address", "opening", "opening_total", "address_day"):
        limits[name] = OwnRate(limits[name])
    logged = []
    conversations = Conversations(build_engine(f"sqlite:///{folder}/conversations.db"))
    door = doors.Door(
        assistant,
        conversations,
        Tokens("k" * 32, 3600),
        doors.Limits(**limits),
        ProcessLocks(),
        lambda event, **fields: logged.append((event, fields)),
        project_metrics(),
    )
    return door, logged


def key(number: int) -> str:
    return f"cle-{number:016}"


async def status(work) -> int:
    try:
        await work
    except Problem as problem:
        return problem.status
    return 200


@pytest.mark.slow
def test_a_message_is_answered_once_however_often_it_comes(tmp_path, assistant: Assistant, loop):
    async def talk():
        door, logged = build(tmp_path, assistant)
        token = (await door.open(HERE))["token"]
        said = Said(text="C’est quoi un cluster ?")
        twins = [door.send(token, key(1), said, HERE) for _ in range(5)]
        first, *others = await asyncio.gather(*twins)
        assert len({json.dumps(answer) for answer in (first, *others)}) == 1
        assert json.dumps(await door.send(token, key(1), said, HERE)) == json.dumps(first)
        assert await status(door.send(token, key(1), Said(text="autre"), HERE)) == 422
        whole = await door.history(token, Asked(), HERE)
        assert [turn["said"] for turn in whole["turns"]] == [None, said.text]
        assert json.dumps(whole["turns"][1]) == json.dumps(first)
        assert [event for event, _ in logged] == ["opened", "answered"]
        assert "cluster" not in str(logged)

    loop.run_until_complete(talk())


@pytest.mark.slow
def test_a_button_shows_its_title_and_only_offered_ones_act(tmp_path, assistant, loop):
    async def talk():
        door, _ = build(tmp_path, assistant)
        opened = await door.open(HERE)
        token, (first,) = opened["token"], opened["turns"]
        button = first["bubbles"][-1]["buttons"][0]
        pressed = await door.send(token, key(1), Said(payload=button["payload"]), HERE)
        assert pressed["said"] == button["title"]
        assert pressed["bubbles"][0]["topic"] == "definition"
        forged = await door.send(token, key(2), Said(payload="/restart"), HERE)
        assert forged["said"] == "restart"  # text, and not obeyed
        assert forged["bubbles"]
        after = await door.send(token, key(3), Said(text="et ses avantages ?"), HERE)
        assert "assistant automatique" not in after["bubbles"][0]["text"]  # it did not restart

    loop.run_until_complete(talk())


def test_an_erased_conversation_is_nobodys(tmp_path):
    async def talk():
        door, _ = build(tmp_path, SlowAssistant(0.05))
        token = (await door.open(HERE))["token"]
        sending = asyncio.ensure_future(door.send(token, key(1), Said(text="a"), HERE))
        waiting = asyncio.ensure_future(status(door.send(token, key(2), Said(text="b"), HERE)))
        await asyncio.sleep(0.01)
        erasing = asyncio.ensure_future(door.erase(token, HERE))
        await sending
        await erasing
        await waiting
        assert await status(door.history(token, Asked(), HERE)) == 401
        assert await status(door.send(token, key(3), Said(text="c"), HERE)) == 401

    asyncio.run(talk())


def test_a_turn_that_hangs_ends_in_time_and_can_be_asked_again(tmp_path):
    async def talk():
        slow = SlowAssistant(1.0)
        door, logged = build(tmp_path, slow, turn_seconds=0.05)
        token = (await door.open(HERE))["token"]
        assert await status(door.send(token, key(1), Said(text="a"), HERE)) == 504
        assert ("too slow", {}) in logged
        slow._seconds = 0
        assert await status(door.send(token, key(1), Said(text="a"), HERE)) == 200
        assert slow.turns == 1

    asyncio.run(talk())


def test_who_hangs_up_finds_the_answer_when_they_come_back(tmp_path):
    async def talk():
        slow = SlowAssistant(0.05)
        door, _ = build(tmp_path, slow)
        token = (await door.open(HERE))["token"]
        sending = asyncio.ensure_future(door.send(token, key(1), Said(text="a"), HERE))
        await asyncio.sleep(0.01)
        sending.cancel()
        await asyncio.sleep(0.1)
        assert await status(door.send(token, key(1), Said(text="a"), HERE)) == 200
        assert slow.turns == 1

    asyncio.run(talk())


def test_there_is_room_for_so_many_turns_at_once(tmp_path):
    async def talk():
        door, _ = build(tmp_path, SlowAssistant(0.1), turns_at_once=2)
        tokens = [(await door.open(HERE))["token"] for _ in range(3)]
        asked = [status(door.send(token, key(1), Said(text="a"), HERE)) for token in tokens]
        assert sorted(await asyncio.gather(*asked)) == [200, 200, 503]
        assert await status(door.send(tokens[0], key(2), Said(text="a"), HERE)) == 200

    asyncio.run(talk())


@pytest.mark.parametrize(
    ("limit", "expected"),
    [("session", [200, 200, 429, 200]), ("address", [200, 200, 429, 429])],
)
def test_rates_are_kept(tmp_path, limit, expected):
    async def talk():
        door, _ = build(tmp_path, SlowAssistant(0), **{limit: "2/minute"})
        mine, other = (await door.open(HERE))["token"], (await door.open(HERE))["token"]
        found = []
        for number, token in enumerate([mine, mine, mine, other]):
            found.append(await status(door.send(token, key(number), Said(text="a"), HERE)))
        assert found == expected

    asyncio.run(talk())


def test_an_address_opens_only_so_many_conversations(tmp_path):
    async def talk():
        door, _ = build(tmp_path, SlowAssistant(0), opening="2/minute")
        assert [await status(door.open(HERE)) for _ in range(3)] == [200, 200, 429]
        assert await status(door.open("192.0.2.2")) == 200

    asyncio.run(talk())


def test_all_together_open_only_so_many_conversations(tmp_path):
    async def talk():
        door, _ = build(tmp_path, SlowAssistant(0), opening_total="2/minute")
        found = [await status(door.open(f"192.0.2.{number}")) for number in range(3)]
        assert found == [200, 200, 429]

    asyncio.run(talk())


def test_an_address_has_only_so_much_kept_in_a_day(tmp_path):
    async def talk():
        door, _ = build(tmp_path, SlowAssistant(0), address_day="3/day")
        opened = await door.open(HERE)
        token, turn = opened["token"], opened["turns"][0]["turn"]
        said = Said(text="a")
        assert await status(door.send(token, key(1), said, HERE)) == 200
        assert await status(door.send(token, key(1), said, HERE)) == 200  # it is kept already
        assert await status(door.rate(token, Thumb(turn=turn, useful=True), HERE)) == 200
        assert await status(door.send(token, key(2), said, HERE)) == 429
        assert await status(door.rate(token, Thumb(turn=turn, useful=True), HERE)) == 429
        assert await status(door.history(token, Asked(), HERE)) == 200  # reading keeps nothing
        assert await status(door.send(token, key(2), said, "192.0.2.2")) == 200

    asyncio.run(talk())


def test_a_conversation_at_its_cap_can_be_read_and_erased_but_not_go_on(tmp_path):
    async def talk():
        door, _ = build(tmp_path, SlowAssistant(0), conversation_turns=3)
        token = (await door.open(HERE))["token"]
        said = Said(text="a")
        found = [await status(door.send(token, key(n), said, HERE)) for n in range(3)]
        assert found == [200, 200, 409]
        assert await status(door.send(token, key(1), said, HERE)) == 200  # answered before
        page = await door.history(token, Asked(last=2), HERE)
        assert (len(page["turns"]), page["more"]) == (2, True)
        first = Asked(last=2, before=page["turns"][0]["turn"])
        assert len((await door.history(token, first, HERE))["turns"]) == 1
        assert await status(door.history(token, Asked(since="x"), HERE)) == 404
        await door.erase(token, HERE)
        assert await status(door.history(token, Asked(since="x"), HERE)) == 401

    asyncio.run(talk())


def test_one_conversation_does_not_take_every_place(tmp_path):
    async def talk():
        door, _ = build(tmp_path, SlowAssistant(0.05), turns_at_once=doors.AT_ONCE + 1)
        mine, other = [(await door.open(HERE))["token"] for _ in range(2)]
        said = Said(text="a")
        many = [status(door.send(mine, key(n), said, HERE)) for n in range(doors.AT_ONCE + 5)]
        flood = asyncio.gather(*many)
        await asyncio.sleep(0)
        assert await status(door.send(other, key(1), said, HERE)) == 200
        assert sorted(await flood) == [200] * doors.AT_ONCE + [429] * 5
        assert door.under_way == 0

    asyncio.run(talk())


def test_messages_have_a_length_and_a_key(tmp_path):
    async def talk():
        door, _ = build(tmp_path, SlowAssistant(0))
        token = (await door.open(HERE))["token"]
        assert await status(door.send(token, key(1), Said(text="x" * 501), HERE)) == 422
        assert await status(door.send(token, key(1), Said(text=" \n "), HERE)) == 422
        for bad in ("", "court", "x" * 65, "cle avec espaces 123", "é" * 20):
            assert await status(door.send(token, bad, Said(text="a"), HERE)) == 400
        turn = (await door.send(token, key(1), Said(text="a\x00b\nc"), HERE))["turn"]
        assert (await door.history(token, Asked(), HERE))["turns"][1]["said"] == "a b\nc"
        await door.rate(token, Thumb(turn=turn, useful=False, word="bof"), HERE)
        assert (await door.history(token, Asked(), HERE))["turns"][1]["useful"] is False
        assert await status(door.rate(token, Thumb(turn="x", useful=True), HERE)) == 404
        long = Thumb(turn=turn, useful=True, word="x" * 501)
        assert await status(door.rate(token, long, HERE)) == 422

    asyncio.run(talk())
