"""Understanding: the graph components of `config.yml`, and the NLG of `endpoints.yml`."""
