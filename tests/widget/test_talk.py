"""A visitor talks: mouse, keyboard, options, reload, second tab, server restart."""

import json

import pytest
from playwright.sync_api import expect

from tests.channels.web.test_server import attacks
from tests.widget.conftest import Chat

pytestmark = pytest.mark.slow


def test_nothing_is_kept_before_the_chat_is_opened(chat):
    assert chat.page.evaluate("localStorage.length + sessionStorage.length") == 0
    chat.open()
    assert chat.page.evaluate("localStorage.length") == 1
    chat.shoot("ouvert")


def test_a_whole_talk_by_keyboard_alone(chat):
    page = chat.page
    for _ in range(40):
        page.keyboard.press("Tab")
        if "Une question" in chat.focused():
            break
    page.keyboard.press("Enter")
    expect(chat.input).to_be_focused()
    expect(chat.items).to_have_count(1)
    page.keyboard.type("la liste")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("des clusters")
    assert chat.input.input_value() == "la liste\ndes clusters"
    page.keyboard.press("Enter")
    expect(chat.items).to_have_count(3)
    expect(chat.items.nth(1)).to_have_text("Vous\u00a0:la liste\ndes clusters")
    expect(chat.items.last).to_contain_text("PLASTIWIN")
    expect(chat.input).to_be_focused()
    choices = chat.panel.get_by_role("group", name="Choix proposés").get_by_role("button")
    last = choices.last.inner_text()
    page.keyboard.press("Shift+Tab")  # the last choice is the stop next to the field
    assert chat.focused() == last
    page.keyboard.press("Enter")
    expect(chat.items).to_have_count(5)
    expect(chat.items.nth(3)).to_have_text(f"Vous\u00a0:{last}")
    expect(chat.input).to_be_focused()
    page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_buttons_become_part_of_the_talk(chat):
    chat.open()
    chat.panel.get_by_role("button", name="Qu’est-ce qu’un cluster").click()
    expect(chat.items).to_have_count(3)
    expect(chat.items.nth(1)).to_contain_text("Qu’est-ce qu’un cluster")
    expect(chat.panel.get_by_role("button", name="Qu’est-ce qu’un cluster")).to_have_count(0)
    chat.shoot("reponse_et_choix")


def test_links_open_in_another_tab(chat, context):
    context.route("http://clusters.wallonie.be/**", lambda route: route.fulfill(body="portail"))
    chat.page.evaluate("addEventListener('handoff', (event) => (window.handed = event.detail.url))")
    chat.open()
    chat.ask("C’est quoi TWEED ?")
    with context.expect_page() as opened:
        chat.panel.get_by_role("link", name="Ouvrir le site").click()
    assert opened.value.url == "http://clusters.wallonie.be/"
    assert opened.value.evaluate("opener") is None
    assert chat.page.evaluate("handed") == "http://clusters.wallonie.be"


def test_somebody_in_need_can_tap_the_numbers(chat):
    chat.open()
    answer = chat.ask("je veux en finir, aidez-moi")
    numbers = answer.locator('a[href^="tel:"]')
    assert {number.get_attribute("href") for number in numbers.all()} == {
        "tel:112",
        "tel:107",
        "tel:080032123",
    }
    expect(answer.get_by_role("button")).to_have_count(0)  # no thumb, no choice
    assert not chat.violations()
    chat.shoot("detresse")


def test_the_talk_survives_reload_navigation_a_second_tab_and_the_server(chat, context, server):
    chat.open()
    chat.ask("C’est quoi un cluster ?")
    before = chat.items.all_inner_texts()
    chat.page.reload()
    expect(chat.items).to_have_count(3)  # it stood open, so it opens again
    assert chat.items.all_inner_texts() == before
    assert chat.focused() == ""  # and does not take the focus
    chat.page.goto("/vie-privee.html")
    expect(chat.items).to_have_count(3)
    other = Chat(context.new_page())
    other.page.goto("/")
    other.launcher.click()
    expect(other.items).to_have_count(3)
    answer = other.ask("et ses avantages ?")
    expect(answer).to_contain_text("productivité")
    expect(chat.items).to_have_count(5)  # the first tab follows
    server.stop()
    chat.say("c’est quoi PLASTIWIN ?")
    expect(chat.panel.get_by_text("Pas encore envoyé")).to_be_visible()
    chat.shoot("pas_encore_envoye")
    assert not chat.violations()
    server.start()
    chat.page.evaluate("dispatchEvent(new Event('online'))")  # or at its next try by itself
    expect(chat.items).to_have_count(7)
    expect(chat.items.last).to_contain_text("plasturgie")


def test_unread_answers_are_counted(chat, server):
    chat.page.route(
        "**/messages", lambda route: (chat.page.wait_for_timeout(300), route.continue_())
    )
    chat.open()
    chat.say("C’est quoi TWEED ?")
    chat.page.keyboard.press("Escape")
    expect(chat.launcher).to_have_accessible_name("Une question\u00a0? 1 nouveau message")
    chat.shoot("non_lu")
    assert not chat.violations()
    chat.launcher.click()
    expect(chat.items).to_have_count(3)
    chat.page.keyboard.press("Escape")
    expect(chat.launcher).to_have_accessible_name("Une question\u00a0?")


def test_the_field_counts_and_stops(chat):
    chat.open()
    chat.input.fill("x" * 399)
    expect(chat.panel.get_by_text("/ 500")).to_be_hidden()
    chat.input.fill("x" * 450)
    expect(chat.panel.get_by_text("450 / 500 caractères")).to_be_visible()
    chat.input.fill("")
    chat.input.press_sequentially("y")
    chat.page.evaluate(
        """() => {
          const root = document.querySelector("clusters-chat").shadowRoot;
          const enter = new KeyboardEvent("keydown", {key: "Enter", isComposing: true});
          root.querySelector("textarea").dispatchEvent(enter);
        }"""
    )  # an input method takes this Enter for itself
    expect(chat.items).to_have_count(1)
    chat.input.fill("   ")
    chat.input.press("Enter")
    expect(chat.items).to_have_count(1)


def test_an_opinion_with_a_word(chat):
    chat.open()
    chat.ask("C’est quoi un cluster ?")
    chat.panel.get_by_role("button", name="Réponse utile").click()
    expect(chat.panel.get_by_role("button", name="Réponse utile")).to_have_attribute(
        "aria-pressed", "true"
    )
    word = chat.panel.get_by_role("textbox", name="Un mot")
    word.fill("très clair")
    chat.shoot("avis")
    assert not chat.violations()
    word.press("Enter")
    expect(chat.panel.get_by_text("Merci de votre avis.")).to_be_visible()
    chat.page.reload()
    expect(chat.panel.get_by_role("button", name="Réponse utile")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_copy_print_and_begin_anew(chat, context, server):
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.address)
    chat.open()
    chat.ask("C’est quoi un cluster ?")
    chat.option("Copier la conversation")
    expect(chat.status).to_contain_text("Conversation copiée.")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert "Vous\u00a0: C’est quoi un cluster ?" in copied
    assert "Assistant automatique\u00a0: " in copied
    chat.option("Imprimer la conversation")
    frame = chat.page.frames[-1]
    assert "C’est quoi un cluster ?" in frame.locator("body").inner_text()
    chat.option("Nouvelle conversation")
    expect(chat.items).to_have_count(1)


def test_erasing_takes_everything_away(chat, server):
    chat.open()
    chat.ask("C’est quoi un cluster ?")
    kept = json.loads(chat.page.evaluate("Object.values(localStorage)[0]"))
    chat.option("Effacer la conversation")
    assert chat.focused() == "Annuler"
    chat.shoot("effacer")
    chat.panel.get_by_role("button", name="Effacer", exact=True).click()
    expect(chat.items).to_have_count(1)
    expect(chat.status).to_contain_text("Conversation effacée")
    answer = chat.page.request.get(
        "/api/v1/conversation", headers={"Authorization": f"Bearer {kept['token']}"}
    )
    assert answer.status == 401


def test_attacks_are_shown_as_plain_text(chat):
    chat.page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    chat.open()
    for attack in attacks():
        text = attack.encode("utf-8", "ignore").decode().strip()[:500]
        if not text.strip("\x00\ufeff\u200b\u200c\u200d\u2060 "):
            continue
        chat.say(text)
        expect(chat.panel.locator(".typing")).to_be_hidden()
    assert chat.log.locator("img, script, iframe, b:not(.card b)").count() == 0
    assert "<img src=x onerror=alert(1)>" in chat.log.inner_text()
