"""The components that make misspelt messages look like what was meant."""

from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_yaml_file

from components.features.lexical_featurizer import LexicalFeaturizer, understood_text
from components.text.french_tokenizer import FrenchTokenizer
from components.text.noisy_copies import ORIGINAL
from components.text.spelling_mender import SpellingMender

CONFIG = Path(__file__).parents[3] / "config.yml"
TOKENIZER = FrenchTokenizer(FrenchTokenizer.get_default_config())


def read(text: str, **more: str) -> Message:
    """A message in words."""
    message = Message({TEXT: text, INTENT: "avantages", **more})
    return TOKENIZER.process([message])[0]


EXAMPLES = [
    "les avantages du cluster",
    "Avantages ?",
    "quoi, des avantages",
    "quoi, un cluster",
    "des avantages, quoi",
    "un cluster, quoi",
]


def trained(kind, folder: Path, data: TrainingData, **config):
    """A component trained on `data`, and the same loaded anew."""
    config = {**kind.get_default_config(), **config}
    context = ExecutionContext(GraphSchema({}), node_name="one")
    where = (config, LocalModelStorage(folder), Resource("one"), context)
    first = kind.create(*where)
    first.train(data)
    return first, kind.load(*where)


def test_slips_are_mended_and_copies_teach_no_word(tmp_path):
    copies = [read("les avantagez", **{ORIGINAL: "les avantages"}) for _ in range(9)]
    data = TrainingData([read(text) for text in EXAMPLES] + copies)
    for mender in trained(SpellingMender, tmp_path, data, common=3):
        message = mender.process([read("les AVNATAGES, les avantagez")])[0]
        assert understood_text(message) == "les avantages , les avantages"
        assert message.get(TEXT) == "les AVNATAGES, les avantagez"


def test_what_is_foreign_stays_as_it_was_typed(tmp_path):
    data = TrainingData([read(text) for text in EXAMPLES])
    for mender in trained(SpellingMender, tmp_path, data, common=3):
        message = read("the advantages")
        message.set(ENTITIES, [{"entity": "langue", "value": "en"}])
        assert understood_text(mender.process([message])[0]) == "the advantages"
        message.set(ENTITIES, [{"entity": "cluster", "value": "tweed"}])
        assert understood_text(mender.process([message])[0]) == "the avantages"


def test_the_language_is_known_before_words_are_mended_and_counted():
    """Rasa runs the components in the order of `config.yml`."""
    names = [entry["name"].rpartition(".")[2] for entry in read_yaml_file(CONFIG)["pipeline"]]
    wanted = ["LanguageDetector", "SpellingMender", "LexicalFeaturizer"]
    assert sorted(wanted, key=names.index) == wanted


def test_training_examples_are_mended_too(tmp_path):
    data = TrainingData([read(text) for text in EXAMPLES])
    mender, _ = trained(SpellingMender, tmp_path, data, common=3)
    copy = read("avnatages", **{ORIGINAL: "avantages"})
    mender.process_training_data(TrainingData([copy]))
    assert understood_text(copy) == "avantages"


@pytest.mark.parametrize("by_ear", [True, False])
def test_by_ear_what_sounds_alike_has_the_same_features(tmp_path, by_ear):
    data = TrainingData([read(text) for text in EXAMPLES])
    for featurizer in trained(LexicalFeaturizer, tmp_path, data, by_ear=by_ear):
        messages = featurizer.process([read("koi, dé avantaje"), read("quoi, des avantages")])
        heard, meant = (one.features[0].features.toarray() for one in messages)
        assert meant.any()
        assert np.array_equal(heard, meant) == by_ear


@pytest.mark.parametrize("by_ear", [True, False])
def test_by_ear_the_borders_of_words_are_not_heard(tmp_path, by_ear):
    """A block of features has unit length: two texts that share a whole one are alike by 1."""
    data = TrainingData([read(text) for text in EXAMPLES])
    for featurizer in trained(LexicalFeaturizer, tmp_path, data, by_ear=by_ear):
        messages = featurizer.process([read("koiun"), read("quoi un")])
        glued, apart = (one.features[0].features.toarray()[0] for one in messages)
        assert (glued @ apart >= 0.999) == by_ear
