"""Recognises what trade or sector a visitor speaks of, and whose field it is."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any, Dict, List, Optional, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from actions.cluster_catalogue.catalogue import Catalogue
from actions.cluster_catalogue.engine import shared_engine
from components.dialogue.dialogue_context import DialogueContext
from components.dialogue.question_parts import introduced, names_oneself, trades_told
from components.dialogue.question_splitter import CLAUSE, PART
from components.entities.fresh import Fresh
from components.entities.trade_index import ELSEWHERE, Trade, TradeIndex, TradeMatch
from components.entities.trade_words import project_trade_words
from components.features.sentence_encoder import SentenceEncoder, shared_encoder
from components.graph import PlainComponent
from components.text.exclusions import affirmed
from components.topics.intents import confidence_of, intent_kinds, intent_of, settle
from components.topics.world import project_world
from settings import read_settings

MOST = 2  # clusters named for one trade: more is no advice
MOST_OF_SEVERAL = 4  # for several trades in one message
UNKNOWN = TradeMatch(known=False)
LIKELY = 3  # intents of a message in doubt among which the one about trades must be
TRADE_TOLD = "trade_told"  # on a clause, whatever its intent: how surely, and the entity


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TradeExtractor(EntityExtractorMixin, PlainComponent):
    """Sets an entity `metier` when the intent is about a trade and a trade is said.

    Its value is what the visitor said of the trade; `clusters` and `poles` beside it are the
    slugs that fit, best first. A message that says an activity of the catalogue is about a trade
    unless the classifier is sure that it is not ("comment adhérer à un syndicat"); one that says
    nothing else ("couvreur") always is. So an activity that was loaded a moment ago is understood
    without training.

    What the message sets aside ("pas d’informatique") is no trade. A trade that the visitor
    tells in passing ("nous faisons du plastique, peut-on participer ?") is heard too. Words
    that resemble no trade at all are the entity `metier_inconnu`.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The intent must be known."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration.

        `intent`: the one about trades; `sure`: the confidence from which another intent
        stands; `clear`: the margin of a trade that settles a message in doubt; `told`: of one
        that is told in passing.
        """
        return {"intent": "cluster_par_secteur", "sure": 0.7, "clear": 0.5, "told": 0.25}

    def __init__(self, config: Dict[str, Any], trades: Fresh[TradeIndex]) -> None:
        self._intent = config["intent"]
        self._sure = config["sure"]
        self._clear = config["clear"]
        self._told = config["told"]
        self._index = trades

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> TradeExtractor:
        """See `PlainComponent`."""
        return cls(config, shared_trades())

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        """Adds the entity to `messages`, in place."""
        index, told_before = self._index.get(), DialogueContext.of(tracker).trade
        for message in messages:
            text = message.get(TEXT)
            if index is None or not text:
                continue
            if not message.get(ENTITIES) and (
                self._says_a_trade(index, message) or self._may_be_a_trade(index, message)
            ):
                settle(message, self._intent)
            is_about_trade = intent_of(message) == self._intent
            is_clause = message.get(PART) == CLAUSE
            in_passing = not is_about_trade and self._may_tell_in_passing(message)
            told = introduced(text) if in_passing else text
            wanted = is_about_trade or is_clause or in_passing
            match = self._match(affirmed(told), index, told_before) if wanted else UNKNOWN
            if not match.known and not (is_about_trade and match.essence):
                continue
            entities = self.add_extractor_name([_entity(match, text)])
            if is_clause and match.known:
                message.set(TRADE_TOLD, (match.margin, entities))
            if is_about_trade or (in_passing and self._is_told(match, index)):
                message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages

    def _match(self, text: str, index: TradeIndex, told_before: bool) -> TradeMatch:
        """What fits `text`; once a trade was told, only what is surely another one."""
        several = self._several(text, index)
        if several:
            return several
        match = index.match(text)
        least = self._told if match.clusters else self._clear
        is_another = match.margin >= least or index.knows(text)
        match = replace(match, clusters=match.clusters[:MOST])
        return match if is_another or not told_before else UNKNOWN

    def _several(self, text: str, index: TradeIndex) -> Optional[TradeMatch]:
        """The clusters of trades that are told one after the other: none is dropped."""
        matches = [index.match(part) for part in trades_told(text)]
        clear = [match for match in matches if self._is_clear(match)]
        clusters = tuple(dict.fromkeys(match.clusters[0] for match in clear))
        if len(clusters) < 2:
            return None
        essence = ", ".join(match.essence for match in clear)
        return TradeMatch(clusters[:MOST_OF_SEVERAL], margin=1.0, essence=essence)

    def _may_tell_in_passing(self, message: Message) -> bool:
        """Whether a question about something else begins with the visitor's own company."""
        return intent_of(message) in intent_kinds().with_trade and names_oneself(
            introduced(message.get(TEXT))
        )

    def _is_told(self, match: TradeMatch, index: TradeIndex) -> bool:
        known = index.has_word_of(match.essence)
        return known and bool(match.clusters) and match.margin >= self._told

    def _is_clear(self, match: TradeMatch) -> bool:
        return bool(match.clusters) and match.margin >= self._clear

    def _says_a_trade(self, index: TradeIndex, message: Message) -> bool:
        text = message.get(TEXT)
        if not index.knows(text):
            return False
        # "c’est quoi un ERP", "arrête ton cinéma"
        is_refused = intent_of(message) in intent_kinds().refused
        unsure = confidence_of(message) < self._sure and self._is_likely(message)
        return index.says_no_more(text) or unsure and not is_refused

    def _may_be_a_trade(self, index: TradeIndex, message: Message) -> bool:
        """Whether a message in doubt is likely about a trade, and the index is sure of one."""
        return (
            intent_of(message) == DEFAULT_NLU_FALLBACK_INTENT_NAME
            and self._is_likely(message)
            and self._is_clear(index.match(affirmed(message.get(TEXT))))
        )

    def _is_likely(self, message: Message) -> bool:
        """Whether the intent about trades is among the first of a message, if they are ranked."""
        ranking = [one[INTENT_NAME_KEY] for one in message.get(INTENT_RANKING_KEY) or []]
        ranked = [name for name in ranking if name != DEFAULT_NLU_FALLBACK_INTENT_NAME]
        return not ranked or self._intent in ranked[:LIKELY]


def shared_trades() -> Fresh[TradeIndex]:
    """The one index of the environment's catalogue for all components of this process."""
    return _trades_at(read_settings().catalogue_address)


@functools.lru_cache(maxsize=8)
def _trades_at(url: str) -> Fresh[TradeIndex]:
    catalogue = Catalogue(shared_engine(url))
    return Fresh(catalogue, lambda source: trade_index(source, shared_encoder()))


def trade_index(catalogue: Catalogue, encoder: SentenceEncoder) -> TradeIndex:
    """The index of all activities of `catalogue`."""
    return TradeIndex(
        trades=[
            Trade(str(activity.phrase), activity.slug or ELSEWHERE)
            for activity in catalogue.activities()
        ],
        clusters=[str(cluster.slug) for cluster in catalogue.clusters()],
        encoder=encoder,
        trade_words=project_trade_words(),
        foreign=[noun.text for domain in project_world().domains for noun in domain],
    )


def _entity(match: TradeMatch, text: str) -> Dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: "metier" if match.known else "metier_inconnu",
        ENTITY_ATTRIBUTE_VALUE: match.essence,
        ENTITY_ATTRIBUTE_START: 0,
        ENTITY_ATTRIBUTE_END: len(text),
        "clusters": list(match.clusters),
        "poles": list(match.poles),
    }
