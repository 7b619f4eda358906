"""The revisions themselves, and what is set about them."""

from __future__ import annotations

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from actions.cluster_catalogue.catalogue import Catalogue
from actions.cluster_catalogue.engine import build_engine
from actions.cluster_catalogue.load import load_catalogue
from actions.cluster_catalogue.schema import CATALOGUE
from channels.web.schema import CONVERSATIONS
from migrations.schema import FOLDER
from migrations.version import Version
from settings import SettingsError, read_settings


@pytest.mark.parametrize("schema", [CONVERSATIONS, CATALOGUE], ids=lambda schema: schema.name)
def test_versions_follow_each_other_under_their_names(schema):
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("version_locations", str(schema.folder))
    config.set_main_option("path_separator", "newline")
    scripts = ScriptDirectory.from_config(config)
    revisions = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    assert revisions == [version.name for version in schema.versions]
    assert [version.number for version in schema.versions] == list(range(1, len(revisions) + 1))
    for before, after in zip(schema.versions, schema.versions[1:]):
        assert before.serves <= after.serves <= after.number


def test_a_version_is_read_in_its_name():
    assert Version.named("0012_serves_0003") == Version(12, 3)
    assert Version(12, 3).name == "0012_serves_0003"
    for name in ("", "12_serves_3", "0012", "0012_serves_0003_"):
        with pytest.raises(ValueError, match="nom d’une version"):
            Version.named(name)


def test_upgrading_at_the_start_is_a_choice(monkeypatch):
    assert read_settings().upgrade_at_start is False
    for word, wanted in (("oui", True), ("1", True), ("non", False), ("0", False)):
        monkeypatch.setenv("CHAT_UPGRADE_AT_START", word)
        assert read_settings().upgrade_at_start is wanted
    monkeypatch.setenv("CHAT_UPGRADE_AT_START", "parfois")
    with pytest.raises(SettingsError, match="CHAT_UPGRADE_AT_START .* il faut oui ou non"):
        read_settings()


def test_a_load_makes_the_catalogue_s_tables_in_the_newest_version(
    place, document, upgrade, capsys
):
    engine = build_engine(place.url, create=True)
    load_catalogue(document(), engine)
    with place.changing() as connection:
        assert CATALOGUE.version(connection) == CATALOGUE.newest
    place.run("ALTER TABLE catalogue_fact ADD COLUMN mood VARCHAR(20)")
    place.run("UPDATE alembic_catalogue SET version_num = '0009_serves_0009'")
    load_catalogue(document(), engine)  # an older program after a rollback: it makes its own
    with place.changing() as connection:
        assert CATALOGUE.version(connection) == CATALOGUE.newest
    assert len(Catalogue(engine).clusters()) == 6


def test_a_catalogue_of_no_known_version_is_to_be_loaded_again(
    place, document, upgrade, monkeypatch, capsys
):
    monkeypatch.setenv("DATABASE_URL", place.url)
    engine = build_engine(place.url, create=True)
    load_catalogue(document(), engine)
    place.run("DROP TABLE alembic_catalogue")  # as an older release left it
    assert upgrade() == 0
    place.run("DROP TABLE alembic_catalogue")
    place.run("ALTER TABLE catalogue_fact ADD COLUMN mood VARCHAR(20)")
    capsys.readouterr()
    assert upgrade() == 1
    told = capsys.readouterr().err
    assert "catalogue_fact n’est d’aucune version connue" in told
    assert "bin/load-catalogue" in told
