"""The one custom action of the Rasa peers: lists the clusters from a small SQLite database.

It is copied as `actions.py` into their project and runs in their environment.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

DATABASE = Path(__file__).with_name("clusters.db")


class ListClusters(Action):
    """How many clusters there are, and which."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_list_clusters"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answers with a connection of its own, as our assistant does."""
        with closing(sqlite3.connect(DATABASE)) as connection:
            rows = connection.execute(
                "SELECT name, presentation FROM cluster ORDER BY position"
            ).fetchall()
        dispatcher.utter_message(
            response="utter_liste_clusters",
            nombre=len(rows),
            liste="\n".join(f"• {name} : {presentation}" for name, presentation in rows),
        )
        return []
