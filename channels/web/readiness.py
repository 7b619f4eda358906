"""Whether visitors can be answered, and by what."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from actions.cluster_catalogue.catalogue import Catalogue, CatalogueUnavailableError
from channels.web.conversations import Conversations
from migrations.schema import SchemaError


class NotReadyError(Exception):
    """Visitors cannot be answered; the message says why, for the operator."""


@dataclass(frozen=True)
class Versions:
    """What answers.

    Attributes:
        release: of this program.
        model: the id that Rasa gave it when it was trained.
        catalogue: the digest of the file that was loaded.
    """

    release: str
    model: str
    catalogue: str

    def as_dict(self) -> dict[str, str]:
        """The versions by their names."""
        return asdict(self)


class Readiness:
    """Looks at what answers visitors. That there is a model is sure: no process starts without.

    Args:
        release: of this program.
        model: the id of the model.
        conversations: what is kept.
        catalogue: what answers come from.
    """

    def __init__(
        self, release: str, model: str, conversations: Conversations, catalogue: Catalogue
    ) -> None:
        self._release = release
        self._model = model
        self._conversations = conversations
        self._catalogue = catalogue

    def check(self) -> Versions:
        """What answers.

        Raises:
            NotReadyError: nothing does: the catalogue is missing, empty or of another release, or
                the tables are of another version.
            SQLAlchemyError: the conversations' database is away.
        """
        try:
            self._conversations.check()
            self._catalogue.clusters()
            return Versions(self._release, self._model, self._catalogue.version())
        except (CatalogueUnavailableError, SchemaError) as error:
            raise NotReadyError(str(error)) from error
