"""Adds questions about something else to the training examples, so that the object decides."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import chain, cycle, repeat
from typing import Any, Dict, List, Tuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.cluster_catalogue.catalogue import Catalogue
from components.entities.cluster_name_extractor import name_index
from components.graph import PlainComponent
from components.text.noise import noisy
from components.text.noisy_copies import ORIGINAL
from components.topics.example_metadata import is_complete
from components.topics.nouns import Noun
from components.topics.question_subject import Subjects
from components.topics.world import ANSWERED, World, fill, project_world


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class Counterfactuals(PlainComponent):
    """In training, questions of the examples with another object, as out of scope.

    "Quels sont les avantages d’un cluster ?" is in scope, "... d’une mutuelle ?" is not: from
    both, the classifier learns that the object decides and not the frame (counterfactually
    augmented data, Kaushik et al. 2020, https://arxiv.org/abs/1909.12434). What the page leaves
    open of one of its subjects it leaves open of the others. Nothing at run time.

    Stands beside `NoisyCopies`, whose registration it shares.

    Args:
        source: gives the world, its subjects with the names of the catalogue, and what finds a
            subject in an example; asked in training only, so that an assistant starts without
            its database.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration.

        `intents`: those whose examples are asked of something else, `out_of_scope` what they
        are then; `share` of them that is; `unsaid`: the intent of what the page leaves open;
        `unknown`: that of names it does not have; `filled`: how often each frame is filled;
        `noisy`: the share of what is made that is misspelt; `seed` of all draws.
        """
        return {
            "intents": [],
            "out_of_scope": "hors_sujet",
            "unsaid": "info_absente",
            "unknown": "nom_inconnu",
            "share": 0.5,
            "filled": 3,
            "noisy": 0.5,
            "seed": 7,
        }

    def __init__(
        self, config: Dict[str, Any], source: Callable[[], Tuple[World, Subjects]]
    ) -> None:
        self._config = config
        self._source = source

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> Counterfactuals:
        """See `PlainComponent`."""
        catalogue = Catalogue.from_environment()
        return cls(config, lambda: _project(catalogue))

    def process(self, messages: List[Message]) -> List[Message]:
        """Leaves what visitors type as it is."""
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The training data with the counterfactual examples at its end."""
        self._world, self._subjects = self._source()
        of_examples = [
            made
            for example in training_data.intent_examples
            if example.get(TEXT) and not example.get(ORIGINAL) and is_complete(example)
            for made in self._of(example)
        ]
        of_frames = chain(
            self._mirrored(), self._of_elsewhere(), self._of_subjects(), self._of_unknown()
        )
        return training_data.merge(TrainingData(training_examples=[*of_examples, *of_frames]))

    def _of(self, example: Message) -> Iterator[Message]:
        """The same question of something else, if it is one of those that can be answered."""
        lot = self._lot(example.get(TEXT))
        if example.get(INTENT) in self._config["intents"] and lot.random() < self._config["share"]:
            nouns = self._drawn(lot)
            first = nouns[0].text
            order = cycle(nouns)
            text = self._subjects.replaced(example.get(TEXT), lambda: next(order))
            if text:
                yield self._made(text, self._config["out_of_scope"], lot, first)

    def _mirrored(self) -> Iterator[Message]:
        """What the page does say, in frames that serve elsewhere too."""
        nouns = self._world.subjects[ANSWERED]
        for intent, frames in self._world.said.items():
            for frame in frames:
                lot = self._lot(f"{intent} {frame}")
                for noun in lot.sample(nouns, min(len(nouns), self._config["filled"])):
                    yield self._made(fill(frame, repeat(noun)), intent, lot, frame)

    def _of_elsewhere(self) -> Iterator[Message]:
        for frame in self._world.frames:
            lot = self._lot(frame)
            for _ in range(self._config["filled"]):
                yield self._filled(frame, self._config["out_of_scope"], lot)

    def _of_subjects(self) -> Iterator[Message]:
        """What is open of a subject, asked of some of its kind."""
        for kind, nouns in self._world.subjects.items():
            for frame in self._world.unsaid_of(kind):
                lot = self._lot(f"{kind} {frame}")
                for noun in lot.sample(nouns, min(len(nouns), self._config["filled"])):
                    yield self._made(fill(frame, repeat(noun)), self._config["unsaid"], lot, frame)

    def _of_unknown(self) -> Iterator[Message]:
        for frame in self._world.unknown:
            lot = self._lot(frame)
            for _ in range(2 * self._config["filled"]):
                yield self._filled(frame, self._config["unknown"], lot)

    def _filled(self, frame: str, intent: str, lot: random.Random) -> Message:
        nouns = self._drawn(lot)
        return self._made(fill(frame, cycle(nouns)), intent, lot, nouns[0].text)

    def _drawn(self, lot: random.Random) -> List[Noun]:
        """Nouns of one domain in an order by lot: what is compared is of one kind."""
        nouns = lot.choice(self._world.domains)
        return lot.sample(nouns, len(nouns))

    def _made(self, text: str, intent: str, lot: random.Random, original: str) -> Message:
        """An example of `text`; what was made of one `original` is held out together.

        Of a noun where it is foreign: the classifier's confidence is then fitted on words that
        it has never met.
        """
        text = noisy(text, lot) if lot.random() < self._config["noisy"] else text
        return Message({TEXT: text, INTENT: intent, ORIGINAL: original})

    def _lot(self, text: str) -> random.Random:
        return random.Random(f"{self._config['seed']} {text}")


def _project(catalogue: Catalogue) -> Tuple[World, Subjects]:
    world = project_world()
    names = {
        "nomme": [str(one.name) for one in catalogue.clusters()],
        "pole": [str(one.name) for one in catalogue.poles()],
    }
    return world.with_names(names), Subjects(world.heads(), name_index(catalogue))
