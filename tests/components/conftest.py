"""What the tests of the components share."""

import pytest

from actions.cluster_catalogue.catalogue import Catalogue
from components.sentence_encoder import shared_encoder
from components.trade_extractor import trade_index
from components.trade_index import TradeIndex


@pytest.fixture(scope="session")
def trades(loaded_engine) -> TradeIndex:
    """The index of the activities of the project's catalogue; it takes seconds to build."""
    return trade_index(Catalogue(loaded_engine), shared_encoder())
