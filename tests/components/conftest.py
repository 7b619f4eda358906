"""What the tests of the components share."""

import pytest

from actions.cluster_catalogue.catalogue import Catalogue
from components.entities.trade_extractor import trade_index
from components.entities.trade_index import TradeIndex
from components.features.sentence_encoder import shared_encoder


@pytest.fixture(scope="session")
def trades(loaded_engine) -> TradeIndex:
    """The index of the activities of the project's catalogue; it takes seconds to build."""
    return trade_index(Catalogue(loaded_engine), shared_encoder())
