"""The custom actions, thin: read the turn, ask the catalogue, utter."""
