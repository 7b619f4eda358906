import pytest

from bench.peers.command import effort_of, read_options
from bench.peers.contestant import Contestant, PreparationError
from bench.peers.contestants import all_contestants, chosen, prepare
from bench.peers.effort import Effort
from bench.peers.results import keep_results, read_results
from bench.peers.training import digest, keep_trained


def test_the_contestants_are_five():
    names = [contestant.name for contestant in all_contestants()]
    assert names == ["assistant", "rasa-defaut", "fabnumdef", "tfidf-lineaire", "nlp.js"]
    assert [one.name for one in chosen(None)] == names


def test_some_alone_may_be_compared():
    assert [one.name for one in chosen(["nlp.js", "assistant"])] == ["assistant", "nlp.js"]
    with pytest.raises(PreparationError, match="rasa-default"):
        chosen(["rasa-default"])


def test_options_say_how_much():
    assert effort_of(read_options([])) == Effort()
    assert effort_of(read_options(["--runs", "7"])).runs == 7
    assert effort_of(read_options(["--quick"])) == Effort().quick()


def test_who_cannot_be_prepared_is_left_out_and_named():
    class Broken(Contestant):
        name = "broken"
        understanding = None

        def prepare(self) -> None:
            raise PreparationError("no network")

    class Fine(Broken):
        name = "fine"

        def prepare(self) -> None:
            pass

    said: list[str] = []
    Broken.__abstractmethods__ = Fine.__abstractmethods__ = frozenset()
    ready, absent = prepare([Broken(), Fine()], said.append)
    assert [one.name for one in ready] == ["fine"]
    assert absent == ["broken"]
    assert any("no network" in line for line in said)


def test_a_half_takes_the_place_of_the_former_one(tmp_path):
    path = tmp_path / "new" / "results.json"
    assert read_results(path) == {}
    keep_results(path, {"speed": 1, "understanding": 2})
    assert keep_results(path, {"speed": 3}) == {"speed": 3, "understanding": 2}
    assert read_results(path) == {"speed": 3, "understanding": 2}


def test_a_peer_is_trained_again_only_when_what_it_is_made_of_changes(tmp_path):
    model, source = tmp_path / "model", tmp_path / "source"
    trained = []

    def train() -> None:
        trained.append(source.read_text())
        model.write_text("model")

    for content in ("a", "a", "b"):
        source.write_text(content)
        keep_trained(model, digest([source], "1.0"), train)
    assert trained == ["a", "b"]
    keep_trained(model, digest([source], "1.1"), train)
    assert len(trained) == 3


def test_training_that_fails_is_tried_again(tmp_path):
    def fail() -> None:
        raise PreparationError("no memory")

    (tmp_path / "model").write_text("old")
    for _ in range(2):
        with pytest.raises(PreparationError):
            keep_trained(tmp_path / "model", "new", fail)
