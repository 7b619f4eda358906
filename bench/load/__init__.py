"""What the server bears, measured with Locust (`python -m bench.load`)."""
