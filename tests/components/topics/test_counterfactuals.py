from itertools import chain

import pytest
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.text.folding import fold
from components.text.noisy_copies import ORIGINAL
from components.topics.counterfactuals import Counterfactuals
from components.topics.nouns import Noun
from components.topics.question_subject import Subjects
from components.topics.world import WORLD as WORLD_FILE
from components.topics.world import World, fill

WORLD = World(
    subjects={"cluster": [Noun.read("un cluster")], "pole": [Noun.read("le pôle")]},
    domains=[[Noun.read("un club"), Noun.read("un syndicat"), Noun.read("le yoga")]],
    frames=["Comment entrer {à un} ?"],
    said={"adhesion": ["Comment entrer dans {un} ?"]},
    unsaid={"tous": ["Qui dirige {le} ?"], "pole": ["Où est {le} ?"]},
    unknown=["le cluster {nom}"],
)
CONFIG = {"intents": ["definition", "difference"], "share": 1.0, "filled": 2}
UNSAID = "info_absente"


def made(*examples, **config):
    """The examples that are made of `examples` (text, intent), without the filled frames."""
    config = {**Counterfactuals.get_default_config(), **CONFIG, "filled": 0, **config}
    subjects = Subjects(["cluster", "clusters", "pôle"])
    component = Counterfactuals(config, lambda: (WORLD, subjects))
    data = TrainingData([Message({TEXT: text, INTENT: intent}) for text, intent in examples])
    return component.process_training_data(data).training_examples[len(examples) :]


def test_a_question_of_something_else_is_out_of_scope():
    (other,) = made(("c’est quoi un cluster ?", "definition"))
    assert other.get(INTENT) == "hors_sujet"
    assert other.get(ORIGINAL)
    assert not {"cluster", "clusters"} & set(fold(other.get(TEXT)).split())


def test_a_question_without_an_object_stays_in_scope():
    assert made(("combien ça coûte ?", "definition")) == []


def test_other_intents_are_left_alone():
    assert made(("merci le cluster", "remercier")) == []


def test_what_is_unsaid_of_all_subjects_is_asked_of_each():
    unsaid = [one.get(TEXT) for one in made(filled=1, noisy=0.0) if one.get(INTENT) == UNSAID]
    assert "Qui dirige le cluster ?" in unsaid
    assert "Qui dirige le pôle ?" in unsaid
    assert "Où est le pôle ?" in unsaid
    assert "Où est le cluster ?" not in unsaid


def test_the_mirror_stays_in_scope():
    mirrored = [one for one in made(filled=1, noisy=0.0) if one.get(INTENT) == "adhesion"]
    assert [one.get(TEXT) for one in mirrored] == ["Comment entrer dans un cluster ?"]


def test_names_of_the_catalogue_are_subjects_too():
    named = WORLD.with_names({"pole": ["Skywin"]})
    assert [noun.text for noun in named.subjects["pole"]] == ["pôle", "Skywin"]


def test_unknown_names_are_unsaid():
    unknown = [one for one in made(filled=1, noisy=0.0) if one.get(TEXT)[:11] == "le cluster "]
    assert {one.get(INTENT) for one in unknown} == {"nom_inconnu"}


def test_the_same_seed_makes_the_same_whatever_stands_around():
    one = ("c’est quoi un cluster ?", "definition")
    alone, among = made(one), made(("à quoi sert un pôle ?", "definition"), one)
    assert alone[0].get(TEXT) in [example.get(TEXT) for example in among]


def test_an_example_that_follows_an_answer_is_left_alone():
    config = {**Counterfactuals.get_default_config(), **CONFIG, "filled": 0}
    component = Counterfactuals(config, lambda: (WORLD, Subjects(["cluster"])))
    after = {"intent": {"apres": "avantages"}}
    data = TrainingData([Message({TEXT: "un cluster", INTENT: "definition", METADATA: after})])
    assert len(component.process_training_data(data).training_examples) == 1


def test_frames_are_filled_with_nouns():
    filled = [one for one in made(filled=2) if one.get(INTENT) == "hors_sujet"]
    assert len(filled) == 2


def test_two_things_of_a_frame_differ():
    nouns = iter([Noun.read("un club"), Noun.read("le yoga")])
    assert fill("{un} ou {le} ?", nouns) == "un club ou le yoga ?"


@pytest.fixture(scope="module")
def world() -> World:
    return World.read(WORLD_FILE)


def test_the_world_of_the_project_is_large_and_says_nothing_twice(world):
    nouns = [fold(f"{noun.article} {noun.text}") for domain in world.domains for noun in domain]
    assert len(nouns) == len(set(nouns)) > 1000
    assert all(len(domain) > 2 for domain in world.domains)


def test_no_noun_of_the_world_is_a_subject_of_the_page(world):
    subjects = Subjects(world.heads())
    assert not [n.text for domain in world.domains for n in domain if subjects.find(n.text)]


def test_every_frame_has_a_place(world):
    by_kind = chain(world.unsaid.values(), world.said.values())
    framed = [*world.frames, *world.unknown, *chain.from_iterable(by_kind)]
    for frame in framed:
        filled = fill(frame, iter(world.domains[0] * 2))
        assert filled != frame
        assert "{" not in filled
