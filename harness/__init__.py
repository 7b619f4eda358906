"""What tests and measurements share: real programs on this machine, clients, what is right."""
