"""The intent of a message: reading it, settling it, and what kinds there are."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from components.content import read_content

KINDS = Path(__file__).resolve().parents[2] / "data" / "sujets.yml"


@dataclass(frozen=True)
class IntentKinds:
    """What each intent is, as the editors wrote it in `data/sujets.yml`.

    Attributes:
        questions: what may be asked.
        refused: what the page does not answer.
        little: what a little word before a request is taken for ("ok", "non", "merci").
        said_anew: answers that fit another company each time, whatever was said before.
        courtesies: small talk that has an answer in the visitor's language.
        needs: a person in need, the gravest first: whatever else is in the message is left alone.
        no_topic: topics of bubbles that leave what was spoken of as it is.
        of_clusters: topics after which a rank counts in clusters.
        of_one_cluster: what may be asked of one cluster that was spoken of.
        of_attributes: what may be asked of one attribute of a cluster.
        of_company: topics after which a place is that of the visitor's company.
        with_trade: questions in which the visitor may tell a trade in passing.
        what_is_it: "what is it?"; of a cluster, if the message names one.
        alike: answers that say the same of one another and make no second question.
    """

    questions: frozenset[str]
    refused: frozenset[str]
    little: frozenset[str]
    said_anew: frozenset[str]
    courtesies: frozenset[str]
    needs: tuple[str, ...]
    no_topic: frozenset[str]
    of_clusters: frozenset[str]
    of_one_cluster: frozenset[str]
    of_attributes: frozenset[str]
    of_company: frozenset[str]
    with_trade: frozenset[str]
    what_is_it: frozenset[str]
    alike: tuple[frozenset[str], ...]

    @classmethod
    def read(cls, path: Path) -> IntentKinds:
        """Those of a file; KeyError names a part that is missing."""
        told = read_content(path)
        return cls(
            questions=frozenset(told["questions"]),
            refused=frozenset(told["refus"]),
            little=frozenset(told["petits_mots"]),
            said_anew=frozenset(told["toujours_redits"]),
            courtesies=frozenset(told["politesses"]),
            needs=tuple(told["besoins"]),
            no_topic=frozenset(told["sans_sujet"]),
            of_clusters=frozenset(told["de_clusters"]),
            of_one_cluster=frozenset(told["d_un_cluster"]),
            of_attributes=frozenset(told["a_attributs"]),
            of_company=frozenset(told["de_l_entreprise"]),
            with_trade=frozenset(told["avec_metier"]),
            what_is_it=frozenset(told["qu_est_ce"]),
            alike=tuple(map(frozenset, told["semblables"])),
        )

    @property
    def said_once(self) -> frozenset[str]:
        """Answers that hand on to a person when all their wordings have been said."""
        return self.questions - self.said_anew

    @property
    def said_abroad(self) -> frozenset[str]:
        """What is answered to a message in another language."""
        return self.questions | self.courtesies

    def are_alike(self, intents: set[str]) -> bool:
        """Whether `intents` make no two questions."""
        return any(intents <= alike for alike in self.alike)


@functools.lru_cache(maxsize=1)
def intent_kinds() -> IntentKinds:
    """Those of the project, read at the first call."""
    return IntentKinds.read(KINDS)


def intent_of(message: Message) -> str:
    """The name of the intent of `message`; empty if there is none."""
    return (message.get(INTENT) or {}).get(INTENT_NAME_KEY) or ""


def confidence_of(message: Message) -> float:
    """The confidence in the intent of `message`, 0 to 1."""
    return (message.get(INTENT) or {}).get(PREDICTED_CONFIDENCE_KEY, 0.0)


def settle(message: Message, intent: str, confidence: float = 1.0) -> None:
    """Gives `message` another intent."""
    settled = {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: confidence}
    message.set(INTENT, settled, add_to_output=True)
