"""Of what: names of clusters and pôles, trades, places, things of elsewhere.

The typed text comes in.
Entities with slugs of the catalogue go out; the indexes follow the catalogue without a restart.
"""
