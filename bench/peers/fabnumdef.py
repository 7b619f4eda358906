"""The settings of fabnumdef/chatbot-template (public services): `template/fabnumdef.yml`."""

from bench.peers.rasa_peer import RasaPeer


class Fabnumdef(RasaPeer):
    """Words, letters and DIET, with high thresholds."""

    name = "fabnumdef"
