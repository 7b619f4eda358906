"""Keeps out of the process what Rasa and spaCy import without our assistant ever using it.

Rasa imports TensorFlow (1.4 GB on the disk, seconds), the channels of a dozen vendors and the
clients of databases that we do not have; spaCy compiles a list of French compounds for three
seconds. None has a setting against it. Placeholders take the place of these few modules; whoever
uses one is told so at once. Nothing of Rasa is changed.

Two sets: `do_without` holds the places of what is not installed (requirements-overrides.txt), and
every process that imports Rasa calls it first: training, `bin/rasa`, the tests. `keep_out` leaves
out besides what is there and has no part in answering: a server calls it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

Names = Mapping[str, tuple[str, ...]]

# Module, and the names that others take from it while they are imported; where, in Rasa 3.6.21:
NEURAL: Names = {
    # rasa/engine/recipes/default_components.py, line 1;
    # rasa/graph_components/validators/default_recipe_validator.py, line 18
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
    # default_components.py, line 18
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ("ConveRTFeaturizer",),
    # default_components.py, line 24
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ("LanguageModelFeaturizer",),
    # default_components.py, line 26; default_recipe_validator.py, line 19
    "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
    # default_components.py, line 35; default_recipe_validator.py, line 24
    "rasa.core.policies.ted_policy": ("TEDPolicy",),
    # default_components.py, line 38
    "rasa.core.policies.unexpected_intent_policy": ("UnexpecTEDIntentPolicy",),
    # rasa/utils/train_utils.py, lines 31 and 32
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
}
# rasa/core/channels/__init__.py, lines 16 and 21 to 26; it asks each for its name
VENDORS = {
    "facebook": "FacebookInput",
    "slack": "SlackInput",
    "telegram": "TelegramInput",
    "twilio": "TwilioInput",
    "twilio_voice": "TwilioVoiceInput",
    "webexteams": "WebexTeamsInput",
    "hangouts": "HangoutsInput",
}
# rasa/core/tracker_store.py, lines 26 and 27: DynamoDB and MongoDB
DATABASES: Names = {
    "boto3": (),
    "boto3.dynamodb": (),
    "boto3.dynamodb.conditions": ("Key",),
    "pymongo": (),
    "pymongo.collection": ("Collection",),
}
# rasa/core/tracker_store.py, lines 162 and 163: what a database that is away may raise
ERRORS: Names = {
    "botocore": (),
    "botocore.exceptions": ("BotoCoreError",),
    "pymongo.errors": ("ConnectionFailure", "OperationFailure"),
}
# rasa/core/channels/__init__.py, lines 12 to 15, 17, 18 and 20: installed, not for a server of ours
CHANNELS = {
    "socketio": "SocketIOInput",
    "botframework": "BotFrameworkInput",
    "callback": "CallbackInput",
    "console": "CmdlineInput",
    "mattermost": "MattermostInput",
    "rasa_chat": "RasaChatInput",
    "rocketchat": "RocketChatInput",
}
# rasa/core/policies/rule_policy.py, line 56: checks rules against stories when it learns them
TRAINING: Names = {"rasa.core.test": ()}
# spacy/lang/fr/__init__.py, line 11: `components.text.french_rules` does without both
COMPOUNDS = "spacy.lang.fr.tokenizer_exceptions"


class LeftOutError(AttributeError):
    """What was left out is used; an attribute that is missing, to whoever only asks for it."""

    def __init__(self, what: object) -> None:
        super().__init__(
            f"{what!r} was left out of this process (channels/lean_rasa/lean_imports.py); "
            "Rasa whole is in requirements-rasa.txt"
        )


def do_without() -> None:
    """Holds the places of what is not installed; modules imported already stay."""
    _place_all({**NEURAL, **DATABASES})
    _place_channels(VENDORS)
    for module, names in ERRORS.items():
        _place(module, {name: _never_raised(module, name) for name in names})


def keep_out() -> None:
    """Leaves out of a server all that has no part in answering."""
    do_without()
    _place_all(TRAINING)
    _place_channels(CHANNELS)
    _place(COMPOUNDS, {"TOKENIZER_EXCEPTIONS": {}, "TOKEN_MATCH": None})


def _place_all(modules: Names) -> None:
    for module, names in modules.items():
        _place(module, {name: _unusable(module, name) for name in names})


def _place_channels(channels: Mapping[str, str]) -> None:
    for channel, name in channels.items():
        _place(f"rasa.core.channels.{channel}", {name: _unusable(channel, name)})


def _place(module: str, names: Mapping[str, Any]) -> None:
    placed = sys.modules.setdefault(module, _Placeholder(module, names))
    package, _, name = module.rpartition(".")
    if isinstance(sys.modules.get(package), _Placeholder):
        setattr(sys.modules[package], name, placed)  # as an import would


def _never_raised(module: str, name: str) -> type:
    """An exception that can be waited for."""
    return type(name, (Exception,), {"__module__": module})


def _unusable(module: str, name: str) -> type:
    """A class that can be asked for its name, as channels are, and for nothing else."""

    def named(_cls: type) -> str:
        return module

    members = {"__init__": _refuse, "__module__": module, "name": classmethod(named)}
    return _Unusable(name, (), members)


class _Unusable(type):
    """What is asked of a class that is not there is refused."""

    def __getattr__(cls, name: str) -> Any:
        raise LeftOutError(f"{cls.__name__}.{name}")


class _Placeholder(ModuleType):
    """Stands for a module that is not there.

    Args:
        module: its name.
        names: what others take from it.
    """

    def __init__(self, module: str, names: Mapping[str, Any]) -> None:
        super().__init__(module, doc="Left out: our assistant has no use for it.")
        self.__dict__.update(names)

    def __getattr__(self, name: str) -> Any:
        # Pickling asks every module for the class that it writes: an AttributeError is a no.
        raise LeftOutError(f"{self.__name__}.{name}")


def _refuse(what: object, *_: object, **__: object) -> None:
    raise LeftOutError(what)
