"""The door for browsers: sessions, limits, history, erasure, over HTTP and JSON."""
