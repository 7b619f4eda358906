from actions.cluster_catalogue.catalogue import Catalogue
from actions.cluster_catalogue.engine import build_engine
from actions.cluster_catalogue.load import load_catalogue
from components.entities.cluster_name_extractor import name_index
from components.entities.fresh import RECHECK_SECONDS, Fresh


class Clock:
    """A clock that is past the pause at each look, unless it is stopped."""

    def __init__(self) -> None:
        self.now = 0.0
        self.step = RECHECK_SECONDS

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def test_another_version_is_seen_at_the_next_use(tmp_path, document):
    url = f"sqlite:///{tmp_path}/c.db"
    load_catalogue(document(), build_engine(url, create=True))
    built = []
    fresh = Fresh(
        Catalogue(build_engine(url)), lambda source: built.append(1) or name_index(source), Clock()
    )
    assert fresh.get().find("hydrowin") == []
    assert fresh.get() is fresh.get()
    assert len(built) == 1
    load_catalogue(document("nom: TWIST", "nom: HYDROWIN"), build_engine(url))
    assert [mention.slug for mention in fresh.get().find("et hydrowin ?")] == ["twist"]
    assert len(built) == 2


def test_the_last_version_serves_while_the_database_is_away(tmp_path, document, caplog):
    url = f"sqlite:///{tmp_path}/c.db"
    fresh = Fresh(Catalogue(build_engine(url)), name_index, Clock())
    assert fresh.get() is None
    load_catalogue(document(), build_engine(url, create=True))
    index = fresh.get()
    assert index is not None
    (tmp_path / "c.db").unlink()
    assert fresh.get() is index
    assert "last known catalogue" in caplog.text


def test_the_database_is_asked_once_in_a_while(tmp_path, document):
    url = f"sqlite:///{tmp_path}/c.db"
    load_catalogue(document(), build_engine(url, create=True))
    clock = Clock()
    fresh = Fresh(Catalogue(build_engine(url)), name_index, clock)
    index = fresh.get()
    clock.step = RECHECK_SECONDS / 10
    load_catalogue(document("nom: TWIST", "nom: HYDROWIN"), build_engine(url))
    assert fresh.get() is index
    clock.step = RECHECK_SECONDS
    assert fresh.get() is not index
