"""WCAG 2.2 AA as far as a machine can tell: axe, the tree that screen readers get, the focus."""

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Chat

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (360, 740), (320, 256)])
def test_axe_finds_nothing_in_any_state(chat, scheme, size):
    """320 x 256 is a window of 1280 x 1024 at 400 %."""
    page = chat.page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    name = f"{scheme}_{size[0]}"
    assert not chat.violations()
    chat.shoot(f"ferme_{name}")
    chat.open()
    assert not chat.violations()
    chat.ask("C’est quoi TWEED ?")
    chat.shoot(f"reponse_{name}")
    assert not chat.violations()
    chat.panel.get_by_role("button", name="Options").click()
    assert not chat.violations()
    chat.shoot(f"options_{name}")
    chat.panel.get_by_role("button", name="Effacer la conversation").click()
    assert not chat.violations()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for part in (".log", ".panel"):
        assert chat.page.locator(part).evaluate("part => part.scrollWidth <= part.clientWidth")


@pytest.mark.parametrize("name", ["", "integration.html", "vie-privee.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages(page, name, scheme):
    page.emulate_media(color_scheme=scheme)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/{name}")
        assert not Chat(page).violations()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    Chat(page).shoot(f"page_{name or 'accueil'}_{scheme}")


def test_forced_colours_keep_borders(chat):
    chat.page.emulate_media(forced_colors="active")
    chat.open()
    chat.ask("C’est quoi un cluster ?")
    assert not chat.violations()
    bubble = chat.panel.locator(".bubble").first
    assert bubble.evaluate("bubble => getComputedStyle(bubble).borderTopStyle") == "solid"
    chat.shoot("couleurs_forcees")


def test_the_tree_that_screen_readers_get(chat):
    chat.open()
    chat.ask("C’est quoi un cluster ?")
    expect(chat.page.locator("clusters-chat")).to_match_aria_snapshot(
        """
        - region "Assistant":
          - dialog "Assistant des clusters":
            - heading "Assistant des clusters" [level=2]
            - button "Options"
            - button "Fermer"
            - log "Conversation":
              - list:
                - listitem:
                  - paragraph: /Assistant automatique/
                - listitem:
                  - paragraph: /Vous :/
                  - paragraph: C’est quoi un cluster ?
                - listitem:
                  - paragraph: /Assistant automatique/
                  - button "Réponse utile"
                  - button "Réponse inutile"
              - group "Choix proposés":
                - button
            - textbox "Votre question"
            - button "Envoyer"
            - paragraph:
              - link "Données personnelles (nouvel onglet)"
          - status
        """
    )
    root = chat.page.locator("clusters-chat .root")
    assert root.get_attribute("lang") == "fr"


def test_each_answer_is_spoken_once_and_history_never(chat):
    spoken = chat.listen()
    chat.open()
    chat.page.wait_for_timeout(300)
    assert spoken() == []
    chat.ask("C’est quoi un cluster ?")
    chat.page.wait_for_timeout(300)
    assert len(spoken()) == 1
    assert "réseau d’entreprises" in spoken()[0]
    assert "choix proposés." in spoken()[0]
    assert chat.log.get_attribute("aria-live") == "off"
    chat.page.route(
        "**/messages", lambda route: (chat.page.wait_for_timeout(1400), route.continue_())
    )
    chat.ask("la liste des clusters")
    chat.page.wait_for_timeout(300)
    assert spoken()[1] == "L’assistant écrit…"
    assert len(spoken()) == 3


def test_full_screen_keeps_the_focus_inside_and_a_window_does_not(chat):
    page = chat.page
    page.set_viewport_size({"width": 360, "height": 740})
    chat.open()
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    for _ in range(30):
        page.keyboard.press("Tab")
        assert chat.focused() != ""
    page.keyboard.press("Escape")
    expect(chat.launcher).to_be_focused()
    page.set_viewport_size({"width": 1280, "height": 800})
    chat.launcher.click()
    expect(chat.panel).to_have_attribute("aria-modal", "false")
    page.evaluate("document.querySelector('.brand').focus()")
    assert chat.focused() == ""


def test_escape_closes_the_options_first(chat):
    chat.open()
    chat.panel.get_by_role("button", name="Options").click()
    assert chat.focused() == "Imprimer la conversation"
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_visible()
    assert chat.focused() == "Options"
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()


def test_targets_are_large_and_text_spacing_breaks_nothing(chat):
    chat.open()
    chat.ask("C’est quoi TWEED ?")
    small = chat.page.evaluate(
        """() => [...document.querySelector("clusters-chat").shadowRoot
            .querySelectorAll("button, .card, textarea")]
          .map((target) => [target.textContent, target.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
          .map(([name]) => name)"""
    )
    assert small == []
    chat.page.evaluate(
        """() => document.querySelector("clusters-chat").shadowRoot.querySelector(".root")
          .style.cssText = "line-height: 1.5; letter-spacing: .12em; word-spacing: .16em" """
    )  # WCAG 1.4.12
    box = chat.panel.locator(".log")
    assert box.evaluate("log => log.scrollWidth <= log.clientWidth")
    expect(chat.panel.get_by_role("button", name="Envoyer")).to_be_in_viewport()
    chat.shoot("espacement")
