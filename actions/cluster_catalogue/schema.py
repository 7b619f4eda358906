"""The version of the catalogue's tables.

They hold what `data/clusters.yml` says and nothing else, so that each load makes them anew, in
the version of the program that loads. `bin/upgrade` spares who upgrades only that load; tables
that it does not know are loaded again.
"""

from __future__ import annotations

from migrations.schema import Schema

CATALOGUE = Schema(
    "catalogue",
    (
        "catalogue_organisation",
        "catalogue_wording",
        "catalogue_fact",
        "catalogue_activity",
        "catalogue_edition",
    ),
)
