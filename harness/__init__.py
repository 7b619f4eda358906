"""Real programs on this machine for tests and measurements, and a client of the API."""
