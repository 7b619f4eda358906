"""The catalogue: the clusters, the pôles and the trades, in a database. Knows nothing of Rasa.

Not named `catalogue`: a library of spaCy's bears that name, and the action server would import it
in place of this package.
"""
