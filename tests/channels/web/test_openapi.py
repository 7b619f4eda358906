"""The running server is held to the document that it publishes, by requests made at random."""

import uuid

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from rasa.shared.utils.io import read_yaml_file
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from actions.cluster_catalogue.engine import ROOT
from tests.channels.web.client import API, Client

pytestmark = pytest.mark.slow
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="module")
def contract(server):
    return schemathesis.openapi.from_url(f"{server.address}{API}/openapi.json")


schema = schemathesis.pytest.from_fixture("contract")


@schema.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_to_the_contract(case, server):
    client = Client(server.port)
    client.open()
    headers = {"Authorization": f"Bearer {client.token}"}
    if case.path.endswith("/messages") and "Idempotency-Key" not in (case.headers or {}):
        headers["Idempotency-Key"] = uuid.uuid4().hex
    case.call_and_validate(headers=headers, checks=CHECKS, timeout=30)


def test_the_contract_knows_every_route(server):
    paths = Client(server.port).ask("GET", f"{API}/openapi.json").json["paths"]
    operations = {(method, path) for path, item in paths.items() for method in item}
    assert operations == {
        ("post", f"{API}/conversations"),
        ("get", f"{API}/conversation"),
        ("delete", f"{API}/conversation"),
        ("post", f"{API}/conversation/messages"),
        ("post", f"{API}/conversation/feedback"),
        ("get", f"{API}/health"),
        ("get", f"{API}/ready"),
        ("get", f"{API}/openapi.json"),
    }


def test_the_contract_knows_every_language_that_is_spoken(contract):
    spoken = {
        wording.get("metadata", {}).get("langue", "fr")
        for wordings in read_yaml_file(ROOT / "domain.yml")["responses"].values()
        for wording in wordings
    }
    bubble = contract.raw_schema["components"]["schemas"]["Bubble"]
    assert set(bubble["properties"]["language"]["enum"]) == spoken
