"""A server or a storage fails by half: the widget asks a few times by itself, then the visitor."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Chat
from tests.widget.stand_in import Handler, StandIn

pytestmark = pytest.mark.slow

OPEN = "POST /conversations"
READ = "GET /conversation"
SEND = "POST /conversation/messages"
HANDFUL = 7  # the first, and six that follow by themselves in one minute
# Pauses are short; the patience with a server stays as it is.
HURRY = """
  const inTime = setTimeout;
  window.setTimeout = (work, time) => inTime(work, time === 20000 ? time : time / 40);
"""
KEY = "clusters-chat "


def unauthorised(handler: Handler) -> None:
    handler.problem(401, "no-conversation")


def not_found(handler: Handler) -> None:
    handler.problem(404, "not-found")


def conflict(handler: Handler) -> None:
    handler.problem(409, "full")


def failed(handler: Handler) -> None:
    handler.answer(500)


def page_of_html(handler: Handler) -> None:
    handler.answer(200, b"<!doctype html><p>Connectez-vous au Wi-Fi", "text/html")


def nothing(handler: Handler) -> None:
    handler.answer(200, b"", "application/json")


def circle(handler: Handler) -> None:
    handler.answer(307, Location=handler.path)


def cut(handler: Handler) -> None:
    """The connection ends in the middle of the answer."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"token": "abc", "turns": [{"turn": "x", "bub')
    handler.close_connection = True


def other(said):
    """JSON that is not what the contract says."""

    def answer(handler: Handler) -> None:
        handler.tell(200, said)

    answer.__name__ = f"other({json.dumps(said)})"
    return answer


FAULTS = [
    unauthorised,
    not_found,
    conflict,
    failed,
    page_of_html,
    nothing,
    circle,
    cut,
    other(None),
    other([]),
    other({"token": None, "turns": []}),
    other({"token": "de\nux", "turns": [], "more": False}),
    other({"token": "abc", "turns": [{"turn": "x"}], "more": True}),
]


@pytest.fixture
def chat(stand_in: StandIn, bare_page) -> Chat:
    bare_page.add_init_script(HURRY)
    bare_page.goto(stand_in.address)
    return Chat(bare_page)


def keep(chat: Chat, text: str) -> None:
    """Puts something into the storage before the page is loaded."""
    origin = urlsplit(chat.page.url)
    key = f"{KEY}{origin.scheme}://{origin.netloc}"
    chat.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])
    chat.page.reload()


def quiet(chat: Chat, server: StandIn) -> int:
    """How many requests there are when nothing more comes."""
    before = -1
    while before != len(server.asked):
        before = len(server.asked)
        chat.page.wait_for_timeout(1500)  # the longest pause, in a hurry, is less
    return before


def retry(chat: Chat):
    return chat.panel.get_by_role("button", name="Réessayer").first


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_an_opening_that_fails_is_not_tried_again(chat, stand_in, fault):
    stand_in.faults[OPEN] = fault
    chat.launcher.click()
    expect(retry(chat)).to_be_visible()
    assert quiet(chat, stand_in) == 1
    del stand_in.faults[OPEN]
    retry(chat).click()
    expect(chat.items).to_have_count(1)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_message_that_is_not_answered_waits_for_the_visitor(chat, stand_in, fault):
    chat.open()
    stand_in.faults[SEND] = fault
    stand_in.forget()
    chat.say("bonjour")
    assert quiet(chat, stand_in) <= HANDFUL
    assert stand_in.count(OPEN) <= 2  # and the one before
    del stand_in.faults[SEND]
    if fault is not_found:  # no use to try: it stands in the field again
        expect(chat.input).to_have_value("bonjour")
        chat.input.press("Enter")
    else:
        retry(chat).click()
    expect(chat.items.last).to_contain_text("Écho : bonjour")
    assert (
        sum(turn["said"] == "bonjour" for turns in stand_in.talks.values() for turn in turns) == 1
    )


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_history_that_is_not_read_leaves_the_choice(chat, stand_in, fault):
    stand_in.faults[READ] = fault
    keep(chat, json.dumps({"token": stand_in.open(3)["token"]}))
    chat.launcher.click()
    if fault is unauthorised:  # that conversation is gone: another is opened
        expect(chat.items).to_have_count(1)
        assert quiet(chat, stand_in) == 2
        return
    expect(retry(chat)).to_be_visible()
    assert quiet(chat, stand_in) == 1
    del stand_in.faults[READ]
    retry(chat).click()
    expect(chat.items).to_have_count(7)


def test_a_server_that_forgets_everything_is_left_alone(chat, stand_in):
    for what in (READ, SEND):
        stand_in.faults[what] = unauthorised
    chat.launcher.click()
    expect(chat.items).to_have_count(1)
    chat.say("bonjour")
    expect(retry(chat)).to_be_visible()
    quiet(chat, stand_in)
    assert stand_in.count(OPEN) == 3
    assert stand_in.count(SEND) == 3
    chat.page.evaluate("dispatchEvent(new Event('online'))")
    chat.say("encore")
    quiet(chat, stand_in)
    assert stand_in.count(OPEN) == 3  # only the visitor's own button goes on
    stand_in.faults.clear()
    retry(chat).click()
    expect(chat.items.last).to_contain_text("Écho : encore")
    assert stand_in.count(OPEN) == 4


def test_an_answer_that_is_cut_is_asked_for_again(chat, stand_in):
    chat.open()

    def once(handler: Handler) -> None:
        del stand_in.faults[SEND]
        turn = stand_in.turn("bonjour", handler.headers["Idempotency-Key"])
        stand_in.talks[handler.token].append(turn)
        cut(handler)

    stand_in.faults[SEND] = once
    chat.say("bonjour")
    expect(chat.items).to_have_count(3)
    assert stand_in.count(SEND) == 2
    assert [len(turns) for turns in stand_in.talks.values()] == [2]


FULL = """
  Storage.prototype.setItem = () => { throw new DOMException("plein", "QuotaExceededError") };
"""
OBLIVIOUS = "Storage.prototype.setItem = () => {};"


@pytest.mark.parametrize("script", [FULL, OBLIVIOUS], ids=["throws", "forgets"])
@pytest.mark.parametrize("older", [None, "gone", "kept"])
def test_a_storage_that_takes_nothing_is_done_without(chat, stand_in, script, older):
    """What stands there from before may be worth nothing, or still be good."""
    if older:
        token = stand_in.open()["token"]
        keep(chat, json.dumps({"token": token}))
        if older == "gone":
            del stand_in.talks[token]
    chat.page.add_init_script(script)
    chat.page.reload()
    chat.open()
    for number in range(1, 6):
        chat.say(f"message {number}")
        expect(chat.items).to_have_count(1 + 2 * number)
    assert stand_in.count(OPEN) == (0 if older == "kept" else 1)
    assert stand_in.count(SEND) == 5
    chat.page.evaluate("document.body.prepend(document.querySelector('clusters-chat'))")
    if script == FULL:
        expect(chat.items).to_have_count(11)
        assert stand_in.count(OPEN) == (0 if older == "kept" else 1)


def test_a_storage_that_the_page_has_filled(chat, stand_in):
    chat.page.evaluate(
        """() => {
          let text = "x".repeat(2 ** 22);
          while (text) {
            try { localStorage.setItem(`page ${localStorage.length}`, text); }
            catch { text = text.slice(text.length / 2 + 1); }
          }
        }"""
    )
    chat.open()
    for number in range(1, 4):
        chat.say(f"message {number}")
        expect(chat.items).to_have_count(1 + 2 * number)
    assert stand_in.count(OPEN) == 1
    assert not chat.page.evaluate(
        "Object.keys(localStorage).some((key) => key.startsWith('clusters'))"
    )


GARBAGE = [
    "null",
    "5",
    "[]",
    '"texte"',
    "{",
    "x" * 1_000_000,
    '{"token": 5, "pending": "non"}',
    '{"token": {}, "pending": {"length": 3}}',
    '{"token": "' + "x" * 100_000 + '"}',
    '{"token": "à\\n", "pending": [null, 5, [], {}, {"key": 1}, {"key": "0123456789abcdef"}]}',
]


@pytest.mark.parametrize("text", GARBAGE, ids=lambda text: text[:40])
def test_a_storage_that_holds_something_else(chat, stand_in, text):
    keep(chat, text)
    chat.open()
    chat.say("bonjour")
    expect(chat.items).to_have_count(3)
    assert stand_in.asked[-2:] == [OPEN, SEND]
    assert len(stand_in.asked) <= 3  # what looks like a token is tried once
    chat.page.reload()
    expect(chat.items).to_have_count(3)


def test_a_message_that_waits_survives_the_garbage_around_it(chat, stand_in):
    good = {"key": "0123456789abcdef", "text": "bonjour", "said": "bonjour"}
    keep(chat, json.dumps({"token": [], "pending": [None, good, {"key": "x"}]}))
    chat.launcher.click()
    expect(chat.items).to_have_count(3)
    assert stand_in.asked == [OPEN, SEND]


@pytest.mark.parametrize("change", ["localStorage.clear()", "localStorage.setItem(key, older)"])
def test_a_storage_that_changes_under_the_talk(chat, stand_in, change):
    """The page clears it; a tab that slept writes the conversation of before."""
    older = json.dumps({"token": stand_in.open()["token"], "pending": []})
    chat.open()
    key = chat.page.evaluate("Object.keys(localStorage)[0]")
    for number in range(1, 4):
        chat.page.evaluate(f"([key, older]) => {change}", [key, older])
        chat.say(f"message {number}")
        expect(chat.items).to_have_count(1 + 2 * number)
    assert stand_in.count(OPEN) == 1
    assert sorted(len(turns) for turns in stand_in.talks.values()) == [1, 4]


def test_erasing_is_told_only_when_it_was_done(chat, stand_in):
    chat.open()
    stand_in.faults["DELETE /conversation"] = other({})
    chat.option("Effacer la conversation")
    chat.panel.get_by_role("button", name="Effacer", exact=True).click()
    expect(chat.status).to_contain_text("L’effacement n’a pas pu se faire.")
    assert stand_in.count(OPEN) == 1
