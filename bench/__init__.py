"""Measurements: `python -m bench.peers` (comparison) and `python -m bench.load` (load)."""
