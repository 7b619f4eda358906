import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import text

from actions.cluster_catalogue.engine import build_engine
from actions.cluster_catalogue.load import load_catalogue
from doctor.catalogue import document as look_at
from doctor.catalogue import loaded
from tests.conftest import DOCUMENT
from tests.doctor.findings import marks, only


@pytest.fixture
def address(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'clusters.db'}"
    load_catalogue(DOCUMENT, build_engine(address, create=True))
    return address


def test_the_base_has_what_was_written(address):
    assert marks(loaded(address, DOCUMENT)) == "✓"


def test_the_file_was_changed_since(address, document):
    assert marks(loaded(address, document("TWEED", "TWEEDS"))) == "!"


def test_no_catalogue_and_an_empty_one(address, tmp_path):
    assert marks(loaded(f"sqlite:///{tmp_path / 'none.db'}", DOCUMENT)) == "✗"
    assert not (tmp_path / "none.db").exists()
    with build_engine(address).begin() as connection:
        connection.execute(text("DELETE FROM catalogue_edition"))
    assert marks(loaded(address, DOCUMENT)) == "✗"


def test_what_nobody_looked_at_for_a_year():
    assert marks(look_at(DOCUMENT, dt.date.today())) == ""
    found = only(look_at(DOCUMENT, dt.date.today() + dt.timedelta(days=800)))
    assert (found.level.value, "de plus" in found.text) == ("!", True)


def test_a_file_that_cannot_be_read_names_the_line(document, address):
    path = document("slug: ", "slug: É ")
    found = only(look_at(path, dt.date.today()))
    assert (found.level.value, "ligne" in found.text) == ("✗", True)
    assert marks(loaded(address, path)) == ""
