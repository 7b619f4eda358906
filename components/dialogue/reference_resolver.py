"""Finds which clusters a message refers to without naming them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Dict, List, Optional, Tuple, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.dialogue_context import DialogueContext
from components.dialogue.references import (
    MAX_WORDS,
    is_figure,
    means_all,
    means_both,
    means_first_mentioned,
    means_other,
    pick,
    ranks,
    step,
)
from components.entities.fresh import Fresh
from components.entities.trade_extractor import shared_trades
from components.entities.trade_index import TradeIndex
from components.graph import PlainComponent
from components.text.exclusions import affirmed, asks_for_the_rest, excluded, excluded_spans
from components.text.folding import fold
from components.text.language_detector import foreign_language
from components.text.phrases import french_phrases
from components.topics.intents import intent_kinds, intent_of, settle

DETAIL = "detail_cluster"
COMPARED = "difference_pole"
UNCLEAR = frozenset({"a_preciser", "nlu_fallback", ""})
# Asked of a network that the page does not know, these get what is known of it, with its date.
UNKNOWN_NAME = "nom_inconnu"
OF_A_NETWORK = frozenset({"definition", DETAIL, "pole_definition", "info_absente", "hors_sujet"})
LIST = "liste_clusters"
SPARED = "sauf"  # an entity: a cluster that is set aside
FEW_WORDS = 4  # of one that says nothing but the rank


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ReferenceResolver(EntityExtractorMixin, PlainComponent):
    """Adds the entity `cluster` for a rank, a pronoun, "the other one", "the one for plastics".

    A rank counts in the clusters shown together last. A message in doubt which holds a rank is
    a question about that cluster. Where nothing was spoken of, nothing is added: the action
    then asks. A cluster that is set aside ("sauf TWEED", "ni l’un ni l’autre") becomes the
    entity `sauf`; if nothing else is asked for, the others are.

    Args:
        trades: finds the cluster that a description fits.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The intent must be known."""
        return [IntentClassifier]

    def __init__(self, trades: Fresh[TradeIndex]) -> None:
        self._trades = trades

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> ReferenceResolver:
        """See `PlainComponent`."""
        return cls(shared_trades())

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        """Adds the entities to `messages`, in place."""
        context, trades = DialogueContext.of(tracker), self._trades.get()
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not text.startswith("/"):
                _set_aside(message, text, context, trades)
                text = affirmed(text)
            if _names(message, SPARED) and not _names(message, "cluster"):
                continue
            if _names(message, "cluster"):
                if intent_of(message) in intent_kinds().what_is_it:
                    settle(message, DETAIL)
                elif intent_of(message) in UNCLEAR and len(text.split()) <= MAX_WORDS:
                    settle(message, _asked_again(context))
            elif _names(message, "reseau") and not _names(message, "pole"):
                if intent_of(message) in OF_A_NETWORK | UNCLEAR:
                    settle(message, UNKNOWN_NAME)
            elif text:
                _resolve(message, text, context, trades)
        return messages


def _resolve(
    message: Message, text: str, context: DialogueContext, trades: Optional[TradeIndex]
) -> None:
    intent = intent_of(message)
    pointed = _pointed_at(text, context, trades)
    if _settles(intent, pointed, text, context, is_foreign=bool(foreign_language(message))):
        intent = DETAIL
        settle(message, DETAIL)
    if intent not in intent_kinds().of_one_cluster:
        return
    slugs = pointed or _described(text, intent, trades) or _spoken_of(text, intent, context)
    found = [_entity(slug, text) for slug in slugs]
    message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)


def _asked_again(context: DialogueContext) -> str:
    """What a message that is but a name asks: what was asked of another, else what it is."""
    return context.topic if context.topic in intent_kinds().of_one_cluster else DETAIL


def _set_aside(
    message: Message, text: str, context: DialogueContext, trades: Optional[TradeIndex]
) -> None:
    """Makes the clusters that are set aside entities `sauf`; asks for the others if need be."""
    spans = excluded_spans(text)
    if not spans:
        return
    entities = message.get(ENTITIES, [])
    for entity in entities:
        if entity[ENTITY_ATTRIBUTE_TYPE] == "cluster" and _is_within(entity, spans):
            entity[ENTITY_ATTRIBUTE_TYPE] = SPARED
    gone = excluded(text)
    slugs = _pointed_at(gone, context, trades)
    tells = trades is not None and trades.says_something(affirmed(text))
    wants_others = not tells and (asks_for_the_rest(text) or context.topic == LIST)
    is_named = bool(slugs) or _names(message, SPARED)
    if trades and not is_named:
        told = trades.match(gone).clusters
        slugs = told if wants_others else [one for one in told[:1] if one in context.clusters]
    found = [_entity(slug, text, SPARED) for slug in slugs]
    message.set(ENTITIES, entities + found, add_to_output=True)
    asks_nothing_else = not tells and not _names(message, "cluster")
    if asks_nothing_else and (is_named or wants_others and found):
        settle(message, LIST)


def _is_within(entity: Dict[str, Any], spans: Sequence[Tuple[int, int]]) -> bool:
    start = entity[ENTITY_ATTRIBUTE_START]
    return any(first <= start < last for first, last in spans)


def _pointed_at(text: str, context: DialogueContext, trades: Optional[TradeIndex]) -> Sequence[str]:
    if ranks(text):
        if means_first_mentioned(text) and context.seen:
            return context.seen[:1]
        return pick(text, context.listed)
    if step(text):
        return _beside(context, step(text))
    pair = _pair(context)
    if means_other(text) and len(pair) == 2:
        return [slug for slug in pair if slug not in context.clusters[:1]][:1]
    if means_both(text) and len(pair) == 2:
        return _chosen(text, pair, trades)
    return ()


def _chosen(text: str, pair: Sequence[str], trades: Optional[TradeIndex]) -> Sequence[str]:
    """The one of `pair` that "which one ...?" describes, else both."""
    if trades is None or not (_is_described(text) and trades.says_something(text)):
        return pair
    return [trades.best_of(text, pair)]


def _described(text: str, intent: Optional[str], trades: Optional[TradeIndex]) -> Sequence[str]:
    if intent != DETAIL or trades is None or not _is_described(text):
        return ()
    return trades.match(text).clusters[:1] if trades.says_something(text) else ()


def _is_described(text: str) -> bool:
    return bool(french_phrases().found("decrit").search(fold(text)))


def _settles(
    intent: Optional[str],
    pointed: Sequence[str],
    text: str,
    context: DialogueContext,
    *,
    is_foreign: bool,
) -> bool:
    """Whether what is pointed at makes the message a question about it.

    That is so for a message in doubt while clusters are spoken of, and for "what parts the two?"
    of two clusters, which reads like the difference between clusters and pôles.
    """
    if not pointed:
        return False
    if intent == COMPARED:
        general = "pole" in fold(text) or "cluster" in fold(text)
        return means_both(text) and context.topic in intent_kinds().of_clusters and not general
    few = MAX_WORDS if is_foreign else FEW_WORDS
    longest = MAX_WORDS if intent in UNCLEAR else few if intent == "hors_sujet" else 0
    if is_figure(text):
        longest = 1
    return context.topic in intent_kinds().of_clusters and len(text.split()) <= longest


def _spoken_of(text: str, intent: Optional[str], context: DialogueContext) -> Sequence[str]:
    """The clusters in focus; for a question about a cluster, also the one of long ago."""
    if means_all(text):
        return ()
    return context.clusters or (context.seen[-1:] if intent == DETAIL else ())


def _pair(context: DialogueContext) -> Sequence[str]:
    """The two clusters that "the other" and "both" choose among."""
    for slugs in (context.clusters, context.listed):
        if len(slugs) == 2:
            return slugs
    return context.seen[-2:]


def _beside(context: DialogueContext, by: int) -> Sequence[str]:
    """The neighbour, in the list shown last, of the cluster last spoken of."""
    spoken_of = (*context.seen[-1:], *context.clusters[:1])[-1:]
    if not context.listed or not spoken_of or spoken_of[0] not in context.listed:
        return ()
    place = context.listed.index(spoken_of[0]) + by
    return context.listed[place : place + 1] if place >= 0 else ()


def _names(message: Message, family: str) -> bool:
    return any(e[ENTITY_ATTRIBUTE_TYPE] == family for e in message.get(ENTITIES, []))


def _entity(slug: str, text: str, kind: str = "cluster") -> Dict[str, Any]:
    return {
        EXTRACTOR: ReferenceResolver.__name__,
        ENTITY_ATTRIBUTE_TYPE: kind,
        ENTITY_ATTRIBUTE_VALUE: slug,
        ENTITY_ATTRIBUTE_START: 0,
        ENTITY_ATTRIBUTE_END: len(text),
    }
