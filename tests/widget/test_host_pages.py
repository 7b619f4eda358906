"""Pages of all sorts take the widget in: strict, hostile, foreign, without scripts."""

import gzip
import json

import pytest
from playwright.sync_api import expect

from actions.cluster_catalogue.engine import ROOT
from tests.servers import Site
from tests.widget.conftest import Chat

pytestmark = pytest.mark.slow


TAG = "<clusters-chat></clusters-chat>"


def host(page, site, server, *, head="", tag=TAG, policy="") -> Chat:
    """The widget on a page of another site."""
    site.policy = policy
    site.page = (
        f'<!doctype html><html lang="fr"><title>Hôte</title><link rel="icon" href="data:,">{head}'
        f"<main><h1>Hôte</h1></main>{tag}"
        f'<script type="module" src="{server.address}/widget/clusters-chat.js"></script></html>'
    )
    page.goto(f"{site.origin}/")
    return Chat(page)


def test_a_strict_policy_with_trusted_types(page, server, friend):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    policy = (
        f"default-src 'none'; img-src data:; script-src {server.address}; "
        f"connect-src {server.address}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    chat = host(page, friend, server, policy=policy)
    chat.open()
    chat.ask("C’est quoi TWEED ?")
    chat.option("Imprimer la conversation")
    assert complaints == []


def test_a_page_that_fights_it(page, server, friend):
    style = """<style>
      * { display: none !important; all: unset !important; font: 3px Impact !important;
        pointer-events: none !important; color: red !important }
      clusters-chat { opacity: 0 !important; transform: scale(9) !important; position: absolute }
      html, body, main, h1 { display: block !important }
    </style><script>
      const ours = (event) => { event.preventDefault(); event.stopPropagation(); };
      for (const kind of ["keydown", "keyup", "keypress"]) document.addEventListener(kind, ours);
      Array.prototype.last = () => "page";
      Object.prototype.polluted = "page";
    </script>"""
    chat = host(page, friend, server, head=style)
    chat.open()
    chat.input.press_sequentially("C’est quoi TWEED ?")
    chat.input.press("Enter")
    expect(chat.items).to_have_count(3)
    size = chat.panel.evaluate("panel => getComputedStyle(panel).fontSize")
    assert size == "16px"
    chat.shoot("page_hostile")


def test_two_on_a_page_share_the_talk(page, server, friend):
    tag = TAG + '<clusters-chat position="left" title="Le second"></clusters-chat>'
    host(page, friend, server, tag=tag)
    launchers = page.get_by_role("button", name="Une question")
    expect(launchers).to_have_count(2)
    launchers.nth(1).click()
    second = page.get_by_role("dialog", name="Le second")
    expect(second.get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Une question").click()
    first = page.get_by_role("dialog", name="Assistant des clusters")
    expect(first.get_by_role("listitem")).to_have_count(1)
    second.get_by_role("textbox", name="Votre question").fill("C’est quoi TWEED ?")
    second.get_by_role("button", name="Envoyer").click()
    expect(second.get_by_role("listitem")).to_have_count(3)
    expect(first.get_by_role("listitem")).to_have_count(3)


def test_a_site_that_is_not_listed_gets_the_link(page, server):
    stranger = Site()
    chat = host(page, stranger, server)
    chat.launcher.click()
    expect(chat.panel.get_by_role("link", name="Le portail des clusters")).to_be_visible()
    expect(chat.items).to_have_count(0)
    stranger.stop()


def test_a_sandbox_without_storage(page, server, friend):
    script = f"<script type=module src={server.address}/widget/clusters-chat.js></script>"
    frame = (
        f'<iframe title="bac" sandbox="allow-scripts" srcdoc="{script}<clusters-chat>"></iframe>'
    )
    chat = host(page, friend, server, tag=frame)
    inside = chat.page.frame_locator("iframe")
    inside.get_by_role("button", name="Une question").click()
    # Its origin is "null", which the server never answers: the link is what remains.
    expect(inside.get_by_role("link", name="Le portail des clusters")).to_be_visible()


def test_storage_that_is_forbidden_is_done_without(page, server, friend):
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
             Object.defineProperty(window, name, {get() { throw new DOMException("non"); }});
           delete window.BroadcastChannel;"""
    )
    chat = host(page, friend, server)
    chat.open()
    chat.ask("C’est quoi un cluster ?")


def test_without_scripts_the_link_stands_there(browser, server):
    context = browser.new_context(java_script_enabled=False, base_url=server.address)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("link", name="Une question")).to_be_visible()
    expect(page.get_by_role("heading", name="Avantages des clusters")).to_be_visible()
    context.close()


def test_attributes_and_events(page, server, friend):
    tag = '<clusters-chat language="nl" title="Hulp" position="left" theme="dark"></clusters-chat>'
    host(page, friend, server, tag=tag)
    page.evaluate(
        """() => {
          window.seen = [];
          for (const name of ["opened", "closed", "message", "feedback", "error"])
            addEventListener(name, (event) => seen.push([name, event.detail]));
        }"""
    )
    launcher = page.get_by_role("button", name="Een vraag")
    launcher.click()
    panel = page.get_by_role("dialog", name="Hulp")
    panel.get_by_role("textbox").fill("Bonjour, je m’appelle Zoé")
    panel.get_by_role("textbox").press("Enter")
    expect(panel.get_by_role("listitem")).to_have_count(3)
    page.evaluate("document.querySelector('clusters-chat').open = false")
    page.evaluate("document.querySelector('clusters-chat').hide()")
    expect(panel).to_be_hidden()
    seen = page.evaluate("seen")
    assert [name for name, _ in seen] == ["opened", "message", "message", "closed"]
    assert "Zoé" not in json.dumps(seen)
    page.evaluate("document.querySelector('clusters-chat').setAttribute('open', '')")
    expect(panel).to_be_visible()
    page.evaluate("document.body.prepend(document.querySelector('clusters-chat'))")
    expect(panel.get_by_role("listitem")).to_have_count(3)


def test_live_theming_tells_the_contrast(page):
    page.goto("/integration.html")
    expect(page.locator("#contrast")).to_contain_text("Tous suffisent.")
    page.locator("#accent").fill("#ffffff")
    expect(page.locator("#contrast")).to_contain_text("Trop faible")
    expect(page.locator("#css")).to_contain_text("--clusters-chat-accent: #ffffff;")
    page.locator("#accent").fill("#7a1f3d")
    chat = Chat(page)
    colour = chat.launcher.evaluate("button => getComputedStyle(button).backgroundColor")
    assert colour == "rgb(122, 31, 61)"
    chat.open()
    assert not chat.violations()


def test_it_weighs_less_than_twenty_two_kilobytes():
    files = sorted((ROOT / "widget").glob("*.js"))
    assert len(files) > 5
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) < 22_000


def test_a_visit_asks_nothing_but_the_widget_and_only_our_server(page, server, friend):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    host(page, friend, server)
    expect(page.get_by_role("button", name="Une question")).to_be_visible()
    asked.remove(f"{friend.origin}/")
    widget = {f"{server.address}/widget/{file.name}" for file in (ROOT / "widget").glob("*.js")}
    assert set(asked) - {"data:,"} == widget
