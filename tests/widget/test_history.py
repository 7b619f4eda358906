"""A long talk: it comes by pages, whole on paper, and other tabs ask for what is new alone."""

import json

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Chat
from tests.widget.stand_in import StandIn

pytestmark = pytest.mark.slow

READ = "GET /conversation"
LONG = 300


@pytest.fixture
def token(stand_in: StandIn) -> str:
    """Of a conversation in which much was said."""
    return str(stand_in.open(LONG)["token"])


@pytest.fixture
def chat(stand_in: StandIn, bare_page, token) -> Chat:
    return take_up(bare_page, stand_in, token)


def take_up(page, server: StandIn, token: str) -> Chat:
    """The visitor comes back to a conversation."""
    kept = json.dumps({"token": token})
    page.goto(server.address)
    page.evaluate(
        "([key, kept]) => localStorage.setItem(key, kept)",
        [f"clusters-chat {server.address}", kept],
    )
    page.reload()
    chat = Chat(page)
    chat.launcher.click()
    expect(chat.items).not_to_have_count(0)
    return chat


def earlier(chat: Chat):
    return chat.panel.get_by_role("button", name="Messages précédents")


def at_the_end(chat: Chat) -> bool:
    return chat.log.evaluate("log => log.scrollHeight - log.clientHeight - log.scrollTop < 3")


def test_the_last_turns_come_first_and_the_others_by_keyboard(chat, stand_in):
    expect(chat.items).to_have_count(100)
    assert (stand_in.count(READ), stand_in.given) == (1, [50])
    expect(chat.items.last).to_contain_text("Écho : question 299")
    chat.page.wait_for_timeout(100)
    assert at_the_end(chat)
    assert not chat.violations()
    spoken = chat.listen()
    chat.log.focus()
    chat.page.keyboard.press("Tab")
    assert chat.focused() == "Messages précédents"
    chat.page.keyboard.press("Enter")
    expect(chat.items).to_have_count(200)
    assert stand_in.given == [50, 50]
    assert chat.focused() == "Messages précédents"
    for _ in range(10):
        if not earlier(chat).is_visible():
            break
        before = chat.items.count()
        chat.page.keyboard.press("Enter")
        expect(chat.items).not_to_have_count(before)
    expect(chat.items).to_have_count(1 + 2 * LONG)
    assert chat.items.first.inner_text().endswith("assistant automatique.")
    assert chat.focused() == chat.log.evaluate("log => log.getAttribute('aria-label')")
    assert len(stand_in.given) == 7
    chat.page.wait_for_timeout(200)
    assert set(spoken()) == {"Messages précédents affichés."}


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_what_is_read_stays_in_its_place(chat, motion):
    chat.page.emulate_media(reduced_motion=motion)
    chat.log.evaluate("log => log.scrollTo({top: 0, behavior: 'instant'})")
    for start in (0, 120):  # at the very top browsers hold nothing, further down they may
        chat.log.evaluate("(log, top) => log.scrollTo({top, behavior: 'instant'})", start)
        chat.page.wait_for_timeout(200)  # what was under way before has come to rest
        item = chat.items.nth(2)
        text, top = item.inner_text(), item.bounding_box()["y"]
        before = chat.items.count()
        earlier(chat).evaluate("button => button.click()")
        expect(chat.items).to_have_count(before + 100)
        chat.page.wait_for_timeout(300)
        item = chat.items.nth(102)
        assert item.inner_text() == text
        assert abs(item.bounding_box()["y"] - top) < 2


def test_a_page_that_does_not_come_is_told_and_asked_for_again(chat, stand_in):
    stand_in.faults[READ] = lambda handler: handler.answer(500)
    earlier(chat).click()
    expect(chat.panel.get_by_text("n’ont pas pu être chargés")).to_be_visible()
    chat.option("Imprimer la conversation")
    assert len(chat.page.frames) == 1  # half a conversation is not printed
    expect(chat.items).to_have_count(100)
    del stand_in.faults[READ]
    earlier(chat).click()
    expect(chat.items).to_have_count(200)


def test_paper_and_clipboard_take_all_of_it(chat, stand_in, bare_context):
    bare_context.grant_permissions(["clipboard-read", "clipboard-write"], origin=stand_in.address)
    chat.option("Copier la conversation")
    expect(chat.status).to_contain_text("Conversation copiée.")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert all(f"Vous\u00a0: question {number}\n" in copied for number in range(LONG))
    assert len(stand_in.given) == 7
    expect(chat.items).to_have_count(1 + 2 * LONG)
    expect(chat.items.last).to_be_in_viewport()
    chat.option("Imprimer la conversation")
    printed = chat.page.frames[-1].locator("body").inner_text()
    assert "question 0\n" in printed
    assert len(stand_in.given) == 7  # nothing is missing any more


def test_a_message_in_one_tab_is_one_turn_for_the_other(chat, stand_in, bare_context, token):
    other = take_up(bare_context.new_page(), stand_in, token)
    stand_in.forget()
    chat.say("bonjour")
    expect(chat.items).to_have_count(102)
    expect(other.items).to_have_count(102)
    expect(other.items.last).to_contain_text("Écho : bonjour")
    assert stand_in.given == [1]
    assert stand_in.count(READ) == 1
    for number in range(5):
        other.say(f"et {number}")
        expect(chat.items.last).to_contain_text(f"Écho : et {number}")
    assert stand_in.given == [1] * 6
    chat.say("encore")
    expect(other.items.last).to_contain_text("Écho : encore")
    assert stand_in.given == [1] * 7
    assert chat.items.all_inner_texts() == other.items.all_inner_texts()


def test_a_tab_that_missed_much_catches_up_by_pages(chat, stand_in, token):
    """A telephone said it: only its last message is told here."""
    turns = stand_in.talks[token]
    turns += [stand_in.turn(f"ailleurs {number}", f"{number:_>32}") for number in range(120)]
    stand_in.forget()
    chat.page.evaluate(
        """([name, turn]) => new BroadcastChannel(name).postMessage({what: "changed", turn})""",
        [f"clusters-chat {stand_in.address}", turns[-1]["turn"]],
    )
    expect(chat.items).to_have_count(100 + 240)
    assert stand_in.given == [50, 50, 20]


def test_turns_of_two_tabs_stand_in_the_order_of_the_server(chat, stand_in, bare_context, token):
    """The first tab is answered before it hears of what was said in the second, before."""
    other = take_up(bare_context.new_page(), stand_in, token)
    known = stand_in.talks[token][-1]["turn"]
    first = stand_in.turn("en premier", "a" * 32)
    stand_in.talks[token].append(first)
    chat.say("en second")
    expect(chat.items).to_have_count(102)
    stand_in.forget()
    chat.page.evaluate(
        "([name, told]) => new BroadcastChannel(name).postMessage(told)",
        [
            f"clusters-chat {stand_in.address}",
            {"what": "changed", "turn": first["turn"], "after": known},
        ],
    )
    expect(chat.items).to_have_count(104)
    expect(chat.items.last).to_contain_text("en second")
    expect(chat.items.nth(101)).to_contain_text("en premier")
    expect(other.items.last).to_contain_text("en second")
    assert sum(stand_in.given) <= 4


def test_a_thumb_in_one_tab_shows_in_the_other_without_a_word_to_the_server(
    chat, stand_in, bare_context, token
):
    other = take_up(bare_context.new_page(), stand_in, token)
    stand_in.forget()
    chat.items.last.get_by_role("button", name="Réponse utile").click()
    theirs = other.items.last.get_by_role("button", name="Réponse utile")
    expect(theirs).to_have_attribute("aria-pressed", "true")
    other.items.last.get_by_role("button", name="Réponse inutile").click()
    mine = chat.items.last.get_by_role("button", name="Réponse utile")
    expect(mine).to_have_attribute("aria-pressed", "false")
    assert stand_in.asked == ["POST /conversation/feedback"] * 2


def test_beginning_anew_and_erasing_are_followed(chat, stand_in, bare_context, token):
    other = take_up(bare_context.new_page(), stand_in, token)
    for name in ("Nouvelle conversation", "Effacer la conversation"):
        chat.option(name)
        if name.startswith("Effacer"):
            chat.panel.get_by_role("button", name="Effacer", exact=True).click()
        expect(chat.items).to_have_count(1)
        expect(other.items).to_have_count(1)
        other.say(name)
        expect(chat.items).to_have_count(3)
    assert stand_in.count("POST /conversations") == 2
    assert len(stand_in.talks) == 2  # the first was left, the second was erased
