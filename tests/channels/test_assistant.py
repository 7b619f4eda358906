"""The assistant with its trained model, and what happens when parts of it fail."""

import asyncio
import sqlite3
import time
import uuid

import pytest

from actions.cluster_catalogue.engine import build_engine
from actions.cluster_catalogue.load import load_catalogue
from channels.assistant import Assistant
from channels.loading import NoModelError, load_assistant
from components.entities.fresh import RECHECK_SECONDS

pytestmark = pytest.mark.slow


@pytest.fixture
def session() -> str:
    return uuid.uuid4().hex


def test_the_first_words_say_that_this_is_an_automatic_assistant(assistant, loop, session):
    (first,) = loop.run_until_complete(assistant.open(session))
    assert "assistant automatique" in first.text
    assert first.buttons
    turn = loop.run_until_complete(assistant.say(session, "Quels avantages ?"))
    assert [bubble.topic for bubble in turn.bubbles] == ["avantages"]


def test_a_conversation_that_was_not_opened_starts_with_them_too(assistant, loop, session):
    turn = loop.run_until_complete(assistant.say(session, "Quels avantages ?"))
    assert "assistant automatique" in turn.bubbles[0].text
    assert not turn.bubbles[0].buttons
    assert len(turn.bubbles[1].buttons) == 3


def test_an_action_that_breaks_down_gives_an_apology(assistant, loop, session, monkeypatch, caplog):
    def break_down(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("actions.list_clusters.ListClusters.answer", break_down)
    turn = loop.run_until_complete(assistant.say(session, "la liste des clusters"))
    assert "Désolé" in turn.bubbles[-1].text
    assert turn.bubbles[-1].links
    assert "out of order" in caplog.text
    monkeypatch.undo()
    turn = loop.run_until_complete(assistant.say(session, "la liste des clusters"))
    assert turn.bubbles[-1].topic == "liste_clusters"


def test_actions_that_are_all_away_give_an_apology(assistant, loop, session, monkeypatch):
    async def break_down(*_: object, **__: object) -> None:
        raise OSError("no action server")

    monkeypatch.setattr("channels.lean_rasa.local_actions.LocalActions.request", break_down)
    turn = loop.run_until_complete(assistant.say(session, "la liste des clusters"))
    assert "Désolé" in turn.bubbles[-1].text


def test_a_turn_that_breaks_down_gives_an_apology(assistant, loop, session, monkeypatch, caplog):
    async def break_down(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(assistant._processor, "handle_message", break_down)
    turn = loop.run_until_complete(assistant.say(session, "la liste des clusters"))
    assert "Désolé" in turn.bubbles[-1].text
    assert "a turn failed" in caplog.text


def test_never_the_same_not_understood_sentence_twice_running(assistant, loop, session):
    loop.run_until_complete(assistant.open(session))
    bubbles = []
    for nonsense in (
        "wxcvb qsdf",
        "météo à Namur",
        "poiuy treza",
        "mlkjh nbvcx",
        "un, deux, 3",
    ) * 2:
        turn = loop.run_until_complete(assistant.say(session, nonsense))
        bubbles.append(turn.bubbles[-1])
    assert {bubble.topic for bubble in bubbles} <= {"hors_sujet", "choix"}
    assert all(bubble.links for bubble in bubbles)
    assert all(one.text != following.text for one, following in zip(bubbles, bubbles[1:]))


@pytest.fixture(scope="module")
def moving(tmp_path_factory, loop):
    """An assistant on a database of its own, and that database's file and address."""
    folder = tmp_path_factory.mktemp("moving")
    url = f"sqlite:///{folder}/c.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        yield load_assistant(), folder / "c.db", url


def load(path, url: str) -> None:
    """Loads the file, and waits as long as understanding may take to see it."""
    load_catalogue(path, build_engine(url, create=True))
    time.sleep(RECHECK_SECONDS)


def ask(assistant: Assistant, loop: asyncio.AbstractEventLoop, text: str):
    return loop.run_until_complete(assistant.say(uuid.uuid4().hex, text)).bubbles


def test_a_running_assistant_lives_through_changes_of_its_database(moving, loop, document, caplog):
    assistant, file, url = moving

    assert "Désolé" in ask(assistant, loop, "la liste des clusters")[-1].text
    assert "unable to open database file" in caplog.text

    load(document(), url)
    assert len(ask(assistant, loop, "la liste des clusters")[-1].clusters) == 6

    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert "Désolé" in ask(assistant, loop, "c’est quoi TWEED ?")[-1].text
    holder.execute("ROLLBACK")
    holder.close()
    assert ask(assistant, loop, "c’est quoi TWEED ?")[1].clusters == ("tweed",)

    file.unlink()
    assert "Désolé" in ask(assistant, loop, "la liste des clusters")[-1].text
    load(document(), url)
    assert len(ask(assistant, loop, "la liste des clusters")[-1].clusters) == 6


NEW_CLUSTER = """  - slug: apiwin
    nom: APIWIN
    presentation: le cluster de l’apiculture
    lien: http://clusters.wallonie.be
    source: essai
    verifie_le: 2026-11-23
    metiers: [apiculteur, miel, ruches, apiculture, élevage d’abeilles]

poles:
"""


def test_a_cluster_and_a_trade_that_are_loaded_are_known_at_the_next_turn(moving, loop, document):
    assistant, _, url = moving
    load(document(), url)
    assert not ask(assistant, loop, "je suis apiculteur, quel cluster ?")[-1].clusters

    load(document("poles:\n", NEW_CLUSTER), url)
    for text in ("je suis apiculteur, quel cluster ?", "apiculteur", "ruches"):
        assert ask(assistant, loop, text)[-1].clusters[0] == "apiwin"
    for text in ("c’est quoi APIWIN ?", "que fait apiwim", "apiwin"):
        bubble = ask(assistant, loop, text)[1]
        assert (bubble.topic, bubble.clusters) == ("detail_cluster", ("apiwin",))
    bubble = ask(assistant, loop, "combien y a-t-il de clusters ?")[-1]
    assert "sept clusters" in bubble.text
    assert "APIWIN" in bubble.text


def test_without_a_model_it_says_what_to_do(tmp_path):
    with pytest.raises(NoModelError, match="make setup"):
        load_assistant(tmp_path / "assistant.tar.gz")


def test_a_mistake_of_an_editor_is_not_taken_for_a_spoilt_model(tmp_path, monkeypatch):
    path = tmp_path / "precisions.yml"
    path.write_text("- reponse: oui\n  sujets: [definition]\n", encoding="utf-8")
    monkeypatch.setattr("components.topics.precision_finder.PRECISIONS", path)
    with pytest.raises(NoModelError, match="precisions.yml, ligne 1, champ mots"):
        load_assistant()
