"""Our assistant beside its peers, on the same machine in one run (`python -m bench.peers`)."""
