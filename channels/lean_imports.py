"""Keeps out of the process what Rasa and spaCy import without our assistant ever using it.

Rasa's agent imports TensorFlow (500 MB, seconds), the channels of a dozen vendors and the clients
of databases that we do not have; spaCy compiles a list of French compounds for three seconds. None
has a setting against it. Placeholders take the place of these few modules; whoever uses one is told
so at once. Nothing of Rasa is changed, and a process that trains does not call `keep_out`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

# Module, and the names that others take from it while they are imported; where, in Rasa 3.6.21:
TRAINING = {
    # rasa/utils/train_utils.py, lines 31 and 32: TensorFlow
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
    # rasa/core/policies/rule_policy.py, line 56: checks rules against stories when it learns them
    "rasa.core.test": (),
}
# rasa/core/channels/__init__.py, lines 12 to 26; it asks each for its name
CHANNELS = {
    "socketio": "SocketIOInput",
    "botframework": "BotFrameworkInput",
    "callback": "CallbackInput",
    "console": "CmdlineInput",
    "facebook": "FacebookInput",
    "mattermost": "MattermostInput",
    "rasa_chat": "RasaChatInput",
    "rocketchat": "RocketChatInput",
    "slack": "SlackInput",
    "telegram": "TelegramInput",
    "twilio": "TwilioInput",
    "twilio_voice": "TwilioVoiceInput",
    "webexteams": "WebexTeamsInput",
    "hangouts": "HangoutsInput",
}
# rasa/core/tracker_store.py, lines 26 and 27: DynamoDB and MongoDB
DATABASES = {
    "boto3": (),
    "boto3.dynamodb": (),
    "boto3.dynamodb.conditions": ("Key",),
    "pymongo": (),
    "pymongo.collection": ("Collection",),
}
# spacy/lang/fr/__init__.py, line 9: `components.text.french_rules` does without both
COMPOUNDS = "spacy.lang.fr.tokenizer_exceptions"


def keep_out() -> None:
    """Puts the placeholders where the modules would go; those imported already stay."""
    for module, names in (TRAINING | DATABASES).items():
        _place(module, {name: _unusable(module, name) for name in names})
    for channel, name in CHANNELS.items():
        _place(f"rasa.core.channels.{channel}", {name: _unusable(channel, name)})
    _place(COMPOUNDS, {"TOKENIZER_EXCEPTIONS": {}, "TOKEN_MATCH": None})


def _place(module: str, names: Mapping[str, Any]) -> None:
    sys.modules.setdefault(module, _Placeholder(module, names))


def _unusable(module: str, name: str) -> type:
    """A class that can be asked for its name, as channels are, and not be made."""

    def named(_cls: type) -> str:
        return module

    return type(name, (), {"__init__": _refuse, "__module__": module, "name": classmethod(named)})


class _Placeholder(ModuleType):
    """Stands for a module that is not there.

    Args:
        module: its name.
        names: what others take from it.
    """

    def __init__(self, module: str, names: Mapping[str, Any]) -> None:
        super().__init__(module, doc="Left out: a running assistant has no use for it.")
        self.__dict__.update(names)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        _refuse(f"{self.__name__}.{name}")


def _refuse(what: object, *_: object, **__: object) -> None:
    raise RuntimeError(f"{what!r} was left out of this process (channels/lean_imports.py)")
