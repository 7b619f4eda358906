"""Catalogue and conversations on a real PostgreSQL server, from Debian's packages."""

from collections.abc import Iterator

import pytest
from rasa.shared.core.domain import Domain

from actions.cluster_catalogue.catalogue import Catalogue, CatalogueUnavailableError
from actions.cluster_catalogue.document import DocumentError
from actions.cluster_catalogue.engine import build_engine
from actions.cluster_catalogue.load import load_catalogue
from channels.web import database
from channels.web.conversations import Conversations, KeptTurn, Standing, now
from channels.web.tracker_store import ConversationTrackerStore
from tests.actions.test_load import dump
from tests.services import Postgres

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    server = Postgres()
    server.start()
    yield server
    server.remove()


def test_the_catalogue_reads_the_same_as_on_sqlite(server, document, catalogue):
    engine = build_engine(server.url)
    load_catalogue(document(), engine)
    load_catalogue(document(), engine)
    there = Catalogue(engine)
    assert [(one.slug, one.presentation) for one in there.clusters()] == [
        (one.slug, one.presentation) for one in catalogue.clusters()
    ]
    assert len(there.activities()) == len(catalogue.activities())
    assert there.version() == catalogue.version()


def test_a_bad_file_leaves_the_server_s_tables_as_they_were(server, document):
    engine = build_engine(server.url)
    load_catalogue(document(), engine)
    before = dump(engine)
    with pytest.raises(DocumentError):
        load_catalogue(document("    nom: TWIST\n", ""), engine)
    assert dump(engine) == before


def test_a_server_that_goes_and_comes_back(server, document):
    engine = build_engine(server.url)
    load_catalogue(document(), engine)
    catalogue = Catalogue(engine)
    assert len(catalogue.clusters()) == 6
    server.stop()
    with pytest.raises(CatalogueUnavailableError, match="does not answer"):
        catalogue.clusters()
    server.start()
    assert len(catalogue.clusters()) == 6


def test_conversations_are_kept_and_erased_there(server):
    conversations = Conversations(database.build_engine(server.url))
    store = ConversationTrackerStore(domain=Domain.empty(), host=server.url)
    first = KeptTurn("t0", now(), None, [{"text": "L’été"}])
    conversations.open("a", first, [])
    second = KeptTurn("t1", now(), "dites", [], "cle", "empreinte")
    assert conversations.add("a", first.time, second, [{"sender_id": "a", "type_name": "user"}])
    assert not conversations.add("a", first.time, second, [])
    conversations.rate("a", "t1", True, "clair", now())
    assert [turn.useful for turn in conversations.history("a").turns] == [None, True]
    assert conversations.history("a").turns[0] == first
    conversations.erase("a")
    assert not conversations.exists("a")
    with store.session_scope() as session:
        assert session.query(store.SQLEvent).count() == 0


def test_a_restart_costs_no_message(server):
    conversations = Conversations(database.build_engine(server.url))
    first = KeptTurn("u0", now(), None, [])
    conversations.open("b", first, [])
    server.stop()
    server.start()  # the connections in the pool are dead now
    assert conversations.standing("b", "") == Standing(first.time, 1, None)
    server.stop()
    server.start()
    assert conversations.add("b", first.time, KeptTurn("u1", now(), "dites", [], "c", "d"), [])
    assert len(conversations.history("b").turns) == 2
