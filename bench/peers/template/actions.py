"""The one custom action of the Rasa peers, in their environment: lists the clusters."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from rasa_sdk import Action


class ListClusters(Action):
    """How many clusters there are, and which."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_list_clusters"

    def run(self, dispatcher: Any, tracker: Any, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Answers with a connection of its own, as our assistant does."""
        with closing(sqlite3.connect(Path(__file__).with_name("clusters.db"))) as connection:
            rows = connection.execute("SELECT name, presentation FROM cluster").fetchall()
        listed = "\n".join(f"• {name} : {presentation}" for name, presentation in rows)
        dispatcher.utter_message(response="utter_liste_clusters", nombre=len(rows), liste=listed)
        return []
