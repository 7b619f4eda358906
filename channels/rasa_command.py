"""`python -m channels.rasa_command`: Rasa's command line without TensorFlow (`bin/rasa`)."""

from __future__ import annotations

import sys

from channels.lean_rasa.lean_imports import do_without

HELP: tuple[list[str], ...] = ([], ["-h"], ["--help"])
LEFT_OUT = """\
bin/rasa est la commande « rasa » de Rasa 3.6 sans ce que cet assistant n’emploie pas. Manquent :
  · DIETClassifier, TEDPolicy, UnexpecTEDIntentPolicy, ResponseSelector, ConveRTFeaturizer,
    LanguageModelFeaturizer, et donc la chaîne que Rasa propose sans config.yml (TensorFlow) ;
  · les canaux facebook, hangouts, rocketchat, slack, telegram, twilio, twilio_voice, webexteams ;
  · DynamoDB, MongoDB, Kafka, et les modèles rangés chez Amazon ou Google.
Rasa entier, dans un environnement à part : docs/exploitation.md, « Rasa entier ».
"""


def main(arguments: list[str]) -> None:
    """Runs Rasa's command; it ends the process with its own exit status."""
    if arguments in HELP:
        sys.stderr.write(f"{LEFT_OUT}\n")
        sys.stderr.flush()
    do_without()
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main(sys.argv[1:])
