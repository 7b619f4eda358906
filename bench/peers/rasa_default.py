"""What `rasa init` of 3.6.21 stands for (DIET, TED): `template/rasa-defaut.yml`."""

from bench.peers.rasa_peer import RasaPeer


class RasaDefault(RasaPeer):
    """Speed is told against it."""

    name = "rasa-defaut"
