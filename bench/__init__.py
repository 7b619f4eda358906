"""Measurements; nothing here is needed to run the assistant."""
