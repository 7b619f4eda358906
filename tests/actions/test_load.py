from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from actions.cluster_catalogue.catalogue import Catalogue
from actions.cluster_catalogue.command import main
from actions.cluster_catalogue.document import DocumentError
from actions.cluster_catalogue.engine import build_engine
from actions.cluster_catalogue.load import load_catalogue


def dump(engine: Engine) -> list[list[tuple[object, ...]]]:
    tables = ("edition", "organisation", "wording", "fact", "activity")
    with engine.connect() as connection:
        return [
            [tuple(row) for row in connection.execute(text(f"SELECT * FROM catalogue_{name}"))]
            for name in tables
        ]


def test_loading_twice_gives_the_same_database(engine, document):
    path = document()
    load_catalogue(path, engine)
    once = dump(engine)
    load_catalogue(path, engine)
    assert dump(engine) == once


def test_a_bad_file_leaves_the_database_as_it_was(engine, document):
    load_catalogue(document(), engine)
    before = dump(engine)
    with pytest.raises(DocumentError):
        load_catalogue(document("    nom: TWIST\n", ""), engine)
    assert dump(engine) == before


def test_a_load_that_breaks_halfway_leaves_the_database_as_it_was(tmp_path, document, monkeypatch):
    engine = build_engine(f"sqlite:///{tmp_path}/c.db", create=True)
    load_catalogue(document(), engine)
    before = dump(engine)

    def break_down(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("actions.cluster_catalogue.load._activities", break_down)
    with pytest.raises(OSError, match="disk full"):
        load_catalogue(document("- couvreur", "- couvreuse"), engine)
    assert dump(engine) == before


def test_tables_of_an_older_version_are_replaced(tmp_path, document):
    engine = build_engine(f"sqlite:///{tmp_path}/c.db", create=True)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE catalogue_organisation (slug TEXT, old TEXT)"))
    load_catalogue(document(), engine)
    assert len(Catalogue(engine).clusters()) == 6


def test_a_check_of_over_a_year_ago_is_warned_of(engine, document):
    assert load_catalogue(document(), engine, today=date(2026, 12, 1)) == []
    warnings = load_catalogue(document(), engine, today=date(2027, 12, 1))
    assert len(warnings) == 16
    assert "CAP 2020" in warnings[0]
    assert "23/11/2026" in warnings[0]


def test_the_command_loads_and_says_so(tmp_path, document, capsys):
    url = f"sqlite:///{tmp_path}/c.db"
    assert main([str(document())], url) == 0
    assert "est dans la base" in capsys.readouterr().out
    assert len(Catalogue(build_engine(url)).clusters()) == 6


def test_the_command_says_what_is_wrong_in_one_go(tmp_path, document, capsys):
    url = f"sqlite:///{tmp_path}/c.db"
    assert main([str(document("    nom: TWIST\n", ""))], url) == 1
    told = capsys.readouterr().err
    assert "champ clusters.6.nom" in told
    assert "La base n’a pas été changée." in told
    assert main([str(document())], "postgresql://127.0.0.1:1/x") == 1
    assert "base de données ne répond pas" in capsys.readouterr().err
    assert main(["-h"], url) == 2
    assert main(["a", "b"], url) == 2
