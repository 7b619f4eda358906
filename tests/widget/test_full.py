"""A conversation has reached its last turn: a new one takes the message."""

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Chat
from tests.widget.stand_in import Handler, StandIn

pytestmark = pytest.mark.slow

OPEN = "POST /conversations"
SEND = "POST /conversation/messages"
RENEWED = "Notre conversation est devenue longue\u00a0: en voici une nouvelle."


@pytest.fixture
def chat(stand_in: StandIn, bare_page) -> Chat:
    """A conversation that takes no more."""
    stand_in.cap = 3
    bare_page.goto(stand_in.address)
    chat = Chat(bare_page)
    chat.open()
    chat.ask("première")
    chat.ask("deuxième")
    return chat


def full(handler: Handler) -> None:
    handler.problem(409, "full")


def said(server: StandIn) -> list[list[str]]:
    """What was said in each conversation."""
    return [[turn["said"] for turn in turns[1:]] for turns in server.talks.values()]


def test_the_message_is_said_once_in_a_new_one_below_the_old(chat, stand_in):
    spoken = chat.listen()
    chat.say("troisième")
    expect(chat.items).to_have_count(9)
    expect(chat.items.nth(5)).to_have_text(RENEWED)
    expect(chat.items.nth(6)).to_contain_text("assistant automatique")
    expect(chat.items.last).to_contain_text("Écho : troisième")
    assert said(stand_in) == [["première", "deuxième"], ["troisième"]]
    assert (stand_in.count(OPEN), stand_in.count(SEND)) == (2, 4)
    chat.page.wait_for_timeout(300)
    told = " ".join(spoken())
    assert told.count(RENEWED) == 1
    assert told.index(RENEWED) < told.index("troisième")
    assert not chat.violations()
    chat.shoot("pleine")


def test_a_button_that_the_new_one_has_not_offered_is_said_by_its_title(chat, stand_in):
    chat.panel.get_by_role("button", name="Un bouton").click()
    expect(chat.items).to_have_count(9)
    assert said(stand_in)[-1] == ["Un bouton"]


def test_what_came_before_can_still_be_rated_and_erased(chat, stand_in):
    chat.say("troisième")
    expect(chat.items).to_have_count(9)
    chat.items.nth(2).get_by_role("button", name="Réponse utile").click()
    expect(chat.status).to_contain_text("Merci de votre avis.")
    old, new = stand_in.talks.values()
    assert old[1]["useful"]
    chat.option("Effacer la conversation")
    chat.panel.get_by_role("button", name="Effacer", exact=True).click()
    expect(chat.items).to_have_count(1)
    assert old not in stand_in.talks.values()
    assert new not in stand_in.talks.values()


def test_paper_has_both(chat):
    chat.say("troisième")
    expect(chat.items).to_have_count(9)
    chat.option("Imprimer la conversation")
    printed = chat.page.frames[-1].locator("body").inner_text()
    assert "première" in printed
    assert "troisième" in printed


def test_after_a_reload_the_new_one_goes_on(chat, stand_in):
    chat.say("troisième")
    expect(chat.items).to_have_count(9)
    chat.page.reload()
    expect(chat.items).to_have_count(3)
    expect(chat.items.last).to_contain_text("Écho : troisième")


def test_the_other_tab_comes_along(chat, stand_in, bare_context):
    other = Chat(bare_context.new_page())
    other.page.goto(stand_in.address)
    other.launcher.click()  # which renews the token that is stored
    expect(other.items).to_have_count(5)
    chat.say("troisième")
    for tab in (chat, other):
        expect(tab.items).to_have_count(9)
        expect(tab.items.nth(5)).to_have_text(RENEWED)
    other.say("quatrième")
    expect(chat.items).to_have_count(11)
    assert stand_in.count(OPEN) == 2
    assert said(stand_in)[-1] == ["troisième", "quatrième"]


def test_when_the_new_one_refuses_too_the_visitor_decides(chat, stand_in):
    stand_in.faults[SEND] = full
    chat.say("troisième")
    expect(chat.panel.get_by_text("Pas envoyé")).to_be_visible()
    chat.page.wait_for_timeout(2000)
    assert (stand_in.count(OPEN), stand_in.count(SEND)) == (2, 4)
    assert not chat.violations()
    del stand_in.faults[SEND]
    chat.panel.get_by_role("button", name="Réessayer").click()
    expect(chat.items.last).to_contain_text("Écho : troisième")
    assert said(stand_in)[-1] == ["troisième"]
    assert stand_in.count(OPEN) == 2


def test_when_no_new_one_can_be_opened_the_visitor_decides(chat, stand_in):
    stand_in.faults[OPEN] = lambda handler: handler.answer(503, **{"Retry-After": "5"})
    chat.say("troisième")
    expect(chat.panel.get_by_text("Pas envoyé")).to_be_visible()
    expect(chat.items.nth(2)).to_contain_text("Écho : première")  # it stays in sight
    assert (stand_in.count(OPEN), stand_in.count(SEND)) == (2, 3)
    del stand_in.faults[OPEN]
    chat.panel.get_by_role("button", name="Réessayer").first.click()
    expect(chat.items).to_have_count(9)
    expect(chat.items.nth(5)).to_have_text(RENEWED)
    assert said(stand_in) == [["première", "deuxième"], ["troisième"]]
