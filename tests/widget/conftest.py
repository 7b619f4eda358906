"""A real browser, and the widget in it as a visitor meets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from actions.cluster_catalogue.engine import ROOT
from tests.servers import Server
from tests.widget.stand_in import StandIn

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SCREENSHOTS = ROOT / "results" / "captures"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Chat:
    """The widget in a page: what a visitor sees and does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.launcher = page.get_by_role("button", name="Une question")
        self.panel = page.get_by_role("dialog", name="Assistant des clusters")
        self.input = self.panel.get_by_role("textbox", name="Votre question")
        self.log = self.panel.get_by_role("log")
        self.items = self.log.get_by_role("listitem")
        self.status = page.locator("clusters-chat").get_by_role("status")

    def open(self) -> None:
        self.launcher.click()
        expect(self.items.first).to_contain_text("assistant automatique")

    def say(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def ask(self, text: str) -> Locator:
        """Says it and waits for the answer, which is returned."""
        before = self.items.count()
        self.say(text)
        expect(self.items).to_have_count(before + 2)
        return self.items.last

    def option(self, name: str) -> None:
        self.panel.get_by_role("button", name="Options").click()
        self.panel.get_by_role("button", name=name).click()

    def focused(self) -> str:
        """The name or the text of what has the focus inside the widget."""
        return self.page.evaluate(
            """() => {
              const inner = document.activeElement?.shadowRoot?.activeElement;
              return inner ? inner.getAttribute("aria-label") || inner.id || inner.textContent : "";
            }"""
        )

    def listen(self) -> Callable[[], list[str]]:
        """Gives what screen readers are told from now on."""
        self.page.evaluate(
            """() => {
              const root = document.querySelector("clusters-chat").shadowRoot;
              const status = root.querySelector("[role=status]");
              window.spoken = [];
              new MutationObserver(() => status.textContent && spoken.push(status.textContent))
                .observe(status, {childList: true});
            }"""
        )
        return lambda: list(self.page.evaluate("spoken"))

    def shoot(self, name: str) -> None:
        """A screenshot for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled")

    def violations(self) -> list[str]:
        """What axe has against the page as it stands."""
        found = Axe().run(self.page, options={"runOnly": RULES}).response["violations"]
        return [f"{rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM.exists(), (
        "Chromium manque : « apt-get install chromium » (docs/exploitation.md)"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[Any]:
    context = browser.new_context(
        base_url=server.address,
        viewport={"width": 1280, "height": 800},
        reduced_motion="reduce",
        locale="fr-BE",
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: Any) -> Page:
    """A page of the visitor; what it complains about fails the test."""
    return context.new_page()


@pytest.fixture
def chat(page: Page) -> Chat:
    page.goto("/")
    return Chat(page)


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A server that counts and fails as a test wants it."""
    server = StandIn()
    yield server
    server.stop()


@pytest.fixture
def bare_context(browser: Browser) -> Iterator[Any]:
    """A visitor's browser that knows no server yet."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, reduced_motion="reduce", locale="fr-BE"
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def bare_page(bare_context: Any) -> Page:
    return bare_context.new_page()
