"""Cross-validates an NLU pipeline on the training examples, component by component."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import class_from_module_path
from rasa.shared.utils.io import read_yaml_file
from sklearn.model_selection import StratifiedKFold

from components.dialogue.question_splitter import QuestionSplitter
from components.features.context_featurizer import START, ContextFeaturizer
from components.features.sentence_encoder import SentenceEncoder
from components.topics.example_metadata import context_told

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Prediction:
    """What a pipeline said of one example that it was not trained on.

    Attributes:
        text: the example.
        expected: its intent.
        ranking: intents with their confidence, best first.
    """

    text: str
    expected: str
    ranking: tuple[tuple[str, float], ...]

    @property
    def right(self) -> bool:
        """Whether the best intent is the expected one."""
        return self.ranking[0][0] == self.expected

    @property
    def confidence(self) -> float:
        """That of the best intent."""
        return self.ranking[0][1]


EXAMPLES = tuple(ROOT / "data" / f"{name}.yml" for name in ("nlu", "suites", "autres_langues"))


def read_examples(paths: Sequence[Path] = EXAMPLES) -> list[Message]:
    """The training examples of files of Rasa's format."""
    importer = RasaFileImporter(training_data_paths=[str(path) for path in paths])
    return list(importer.get_nlu_data().intent_examples)


def read_pipeline(path: Path = ROOT / "config.yml") -> list[dict[str, Any]]:
    """The components of a configuration up to the first intent classifier, without the splitter.

    Each example is one question here, and is judged whole.
    """
    components: list[dict[str, Any]] = []
    for entry in read_yaml_file(path)["pipeline"]:
        kind = _component_class(entry["name"])
        if not issubclass(kind, QuestionSplitter):
            components.append(dict(entry))
        if issubclass(kind, IntentClassifier):
            return components
    raise ValueError(f"{path} holds no intent classifier")


def cross_validate(
    pipeline: list[dict[str, Any]], examples: list[Message], folds: int, seed: int = 7
) -> Iterator[list[Prediction]]:
    """The predictions on each of `folds` stratified parts, by a pipeline trained on the others."""
    labels = np.array([example.get(INTENT) for example in examples])
    split = StratifiedKFold(folds, shuffle=True, random_state=seed)
    remember_vectors()
    for train, test in split.split(labels, labels):
        with tempfile.TemporaryDirectory() as directory:
            trained = train_pipeline(pipeline, [examples[i] for i in train], Path(directory))
            yield predict(trained, [examples[i] for i in test])


def train_pipeline(
    pipeline: list[dict[str, Any]], examples: list[Message], directory: Path
) -> list[GraphComponent]:
    """The components of `pipeline`, trained on `examples`; `directory` keeps what they store."""
    storage = LocalModelStorage(directory)
    data = TrainingData([_copy(example) for example in examples])
    trained = []
    for position, entry in enumerate(pipeline):
        kind = _component_class(entry["name"])
        config = {**kind.get_default_config(), **entry}
        config.pop("name")
        name = f"{position}_{kind.__name__}"
        context = ExecutionContext(GraphSchema({}), node_name=name)
        component: Any = kind.create(config, storage, Resource(name), context)
        if hasattr(component, "train"):
            component.train(data)
        if hasattr(component, "process_training_data") and not isinstance(
            component, IntentClassifier
        ):
            data = component.process_training_data(data)
        trained.append(component)
    return trained


def predict(trained: list[GraphComponent], examples: list[Message]) -> list[Prediction]:
    """What trained components say of `examples`, each in the context that it is told for."""
    messages = [Message({TEXT: example.get(TEXT)}) for example in examples]
    for component in trained:
        if isinstance(component, ContextFeaturizer):
            for message, example in zip(messages, examples):
                component.place(message, context_told(example) or START)
        else:
            messages = component.process(messages)  # type: ignore[attr-defined]
    return [
        Prediction(
            example.get(TEXT),
            example.get(INTENT),
            tuple((one["name"], one["confidence"]) for one in message.get(INTENT_RANKING_KEY)),
        )
        for example, message in zip(examples, messages)
    ]


@functools.lru_cache(maxsize=1)
def remember_vectors() -> None:
    """Makes this process encode every text once, though it stands in several folds."""
    encode = SentenceEncoder.encode
    known: dict[str, np.ndarray] = {}

    def remembering(encoder: SentenceEncoder, texts: list[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, encode(encoder, new)))
        return np.array([known[text] for text in texts]).reshape(len(texts), encoder.size)

    SentenceEncoder.encode = remembering  # type: ignore[assignment,method-assign]


def _component_class(name: str) -> Any:
    if "." in name:
        return class_from_module_path(name)
    return DefaultV1Recipe._from_registry(name).clazz


def _copy(example: Message) -> Message:
    return Message({key: example.get(key) for key in (TEXT, INTENT, METADATA)})
