import sqlite3

import pytest
from sqlalchemy import event

from actions.cluster_catalogue.catalogue import Catalogue, CatalogueUnavailableError
from actions.cluster_catalogue.engine import build_engine
from actions.cluster_catalogue.load import load_catalogue
from actions.cluster_catalogue.models import WordingKind


def test_clusters_stand_in_the_order_of_the_page(catalogue):
    assert [one.name for one in catalogue.clusters()] == [
        "CAP 2020",
        "ECO-CONSTRUCTION",
        "PLASTIWIN",
        "L’INFOPOLE Cluster TIC",
        "TWEED",
        "TWIST",
    ]
    assert catalogue.clusters()[0].presentation == "le cluster de la construction"


def test_clusters_are_picked_in_the_order_asked(catalogue):
    found = catalogue.clusters_named(["twist", "nowhere", "cap2020"])
    assert [one.slug for one in found] == ["twist", "cap2020"]


def test_a_pole_is_no_cluster(catalogue):
    assert catalogue.clusters_named(["wagralim"]) == []
    assert catalogue.poles_named(["wagralim"])[0].name == "Wagralim"


def test_a_network_that_the_page_does_not_know_has_a_fact_and_no_trade(catalogue):
    (h2o,) = catalogue.networks_named(["h2o", "tweed"])
    assert "2022" in h2o.facts[0].text
    networks = {one.slug for one in catalogue.networks()}
    assert not networks & {activity.slug for activity in catalogue.activities()}


def test_names_facts_and_activities_come_along(catalogue):
    infopole = catalogue.clusters_named(["infopole"])[0]
    names = ["L’INFOPOLE Cluster TIC", "INFOPOLE Cluster TIC", "INFOPOLE"]
    assert infopole.worded(WordingKind.NAME) == names
    assert "2013" in infopole.facts[0].text
    assert "Gosselies" in infopole.said_of("lieu")[0]
    assert infopole.said_of("direction") == []
    phrases = {(one.phrase, one.slug) for one in catalogue.activities()}
    assert ("couvreur", "cap2020") in phrases
    assert any(slug is None for _, slug in phrases)


def test_an_empty_database_is_said_to_be_empty(engine, document):
    load_catalogue(document(), engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM catalogue_edition")
        connection.exec_driver_sql("DELETE FROM catalogue_organisation")
    catalogue = Catalogue(engine)
    with pytest.raises(CatalogueUnavailableError, match="empty"):
        catalogue.version()
    with pytest.raises(CatalogueUnavailableError, match="no cluster"):
        catalogue.clusters()


def test_a_missing_file_is_an_error_until_it_is_there(tmp_path, document):
    url = f"sqlite:///{tmp_path}/c.db"
    catalogue = Catalogue(build_engine(url))
    with pytest.raises(CatalogueUnavailableError, match="unable to open"):
        catalogue.clusters()
    assert not (tmp_path / "c.db").exists()
    load_catalogue(document(), build_engine(url, create=True))
    assert len(catalogue.clusters()) == 6


def test_a_locked_file_is_an_error_until_it_is_free(tmp_path, document):
    url = f"sqlite:///{tmp_path}/c.db"
    load_catalogue(document(), build_engine(url, create=True))
    catalogue = Catalogue(build_engine(url))
    holder = sqlite3.connect(tmp_path / "c.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CatalogueUnavailableError, match="locked"):
        catalogue.clusters()
    holder.execute("ROLLBACK")
    holder.close()
    assert len(catalogue.clusters()) == 6


def test_a_file_name_may_hold_a_space_and_a_question_mark(tmp_path, document):
    url = f"sqlite:///{tmp_path}/a b%3F.db"
    load_catalogue(document(), build_engine(url, create=True))
    assert len(Catalogue(build_engine(url)).clusters()) == 6


def test_what_was_read_is_read_again_when_it_changes(tmp_path, document):
    engine = build_engine(f"sqlite:///{tmp_path}/c.db", create=True)
    load_catalogue(document(), engine)
    catalogue = Catalogue(engine)
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    catalogue.clusters().clear()  # whoever gets the list may do with it what they like
    first = len(asked)
    assert len(catalogue.clusters()) == 6
    assert len(asked) - first < first
    load_catalogue(document("nom: TWIST", "nom: HYDROWIN"), engine)
    assert [one.name for one in catalogue.clusters()][-1] == "HYDROWIN"
