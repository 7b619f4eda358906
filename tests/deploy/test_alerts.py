"""The alerts: made to fire by promtool, on metrics that exist; some by Prometheus itself."""

from __future__ import annotations

import http.server
import json
import re
import shutil
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.assistant import Turn
from channels.bubble import Bubble
from channels.web.metrics import Metrics, project_metrics
from harness.files import read_yaml
from harness.processes import Command, Program, free_port
from tests.deploy.nginx import replaced

FOLDER = ROOT / "deploy" / "prometheus"
TESTS = ("alerts_test.yml", "alerts_week_test.yml")
RULES = read_yaml(FOLDER / "alerts.yml")["groups"][0]["rules"]
PATIENCE = 60  # seconds


def program(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is not installed: apt-get install prometheus"
    return found


def promtool(*arguments: str) -> subprocess.CompletedProcess:
    command = [program("promtool"), *arguments]
    return subprocess.run(command, cwd=FOLDER, capture_output=True, text=True)


@pytest.mark.slow
def test_prometheus_takes_the_configuration():
    checked = promtool("check", "config", "prometheus.yml")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.slow
def test_each_alert_fires_and_keeps_silent_just_below():
    tested = promtool("test", "rules", *TESTS)
    assert tested.returncode == 0, tested.stdout + tested.stderr


def test_there_is_no_alert_that_was_not_made_to_fire():
    expected = [
        sample["labels"]
        for name in TESTS
        for test in read_yaml(FOLDER / name)["tests"]
        for question in test["promql_expr_test"]
        for sample in question["exp_samples"]
    ]
    fired = set(re.findall(r'alertname="(\w+)"', " ".join(expected)))
    assert fired == {rule["alert"] for rule in RULES}


# --- on metrics that exist


def after_some_events() -> Metrics:
    """Metrics that have seen an answer, an excuse, and a message that was not understood."""
    metrics = project_metrics()
    for response in ("utter_definition", "utter_panne", "utter_pas_compris"):
        metrics.turn("s", Turn("?", (Bubble("!"),), None, None, 1.0, (response,)), 0.1)
    metrics.versions("2", "m", "c")
    metrics.under_way(lambda: 0, 32)
    metrics.openings_at_most("600/10 minutes")
    return metrics


PAGE = after_some_events().page().decode()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_metric_of_an_alert_is_on_the_page(rule):
    named = re.findall(r"\bclusters_chat_\w+", rule["expr"])
    assert named or rule["expr"].startswith("up{")
    for name in named:
        assert re.search(rf"^{name}[ {{]", PAGE, re.MULTILINE), name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_label_of_an_alert_is_on_the_page(rule):
    labels = re.findall(r'(\w+)=~?"([^"]+)"', rule["expr"])
    for label, value in labels:
        if label != "job":
            assert re.search(rf'\b{label}="{value}"', PAGE), f"{label}={value}"
    for grouped in re.findall(r"by \(([^)]*)\)", rule["expr"]):
        for label in grouped.split(", "):
            assert f'{label}="' in PAGE


# --- what an operator is told


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_operator_is_told_what_to_do(rule):
    assert set(rule["annotations"]) == {"summary", "action", "aide"}
    assert rule["labels"]["severity"] in ("urgent", "a_voir", "editeurs")
    path, _, anchor = rule["annotations"]["aide"].partition("#")
    headings = re.findall(r"^#+ (.*)", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    assert anchor in {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in headings}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_french_typography(rule):
    for text in (rule["annotations"]["summary"], rule["annotations"]["action"]):
        said = re.sub(r"\{\{.*?\}\}|'[^' ]+'", "", text)
        assert not re.search(r"['\"]|(?<!\u00a0)[:;?!%](?!\w)", said), said


# --- Prometheus itself


class Exposition:
    """The page of one process on a local port."""

    def __init__(self) -> None:
        self.metrics = metrics = after_some_events()
        self.metrics.ready(lambda: True)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = metrics.page()
                self.send_response(200)
                self.send_header("Content-Type", metrics.content_type)
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Prometheus(Program):
    """Prometheus with `deploy/prometheus`, in which only addresses and times are others."""

    def __init__(self, folder: Path, addresses: list[str]) -> None:
        first, second = addresses
        quick = [("15s", "1s"), ("127.0.0.1:15005", first), ("127.0.0.1:15006", second)]
        config = replaced((FOLDER / "prometheus.yml").read_text(encoding="utf-8"), quick)
        rules = (FOLDER / "alerts.yml").read_text(encoding="utf-8")
        (folder / "prometheus.yml").write_text(config, encoding="utf-8")
        (folder / "alerts.yml").write_text(
            re.sub("for: .*", "for: 1s", rules).replace("[5m]", "[10s]"), encoding="utf-8"
        )
        self._address = f"127.0.0.1:{free_port()}"
        command = Command(
            (
                program("prometheus"),
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                f"--web.listen-address={self._address}",
            ),
            folder,
        )
        super().__init__(command, folder / "prometheus.log")

    def ready(self) -> bool:
        try:
            return self._ask("query?query=up")["status"] == "success"
        except OSError:
            return False

    def healthy(self) -> int:
        """How many processes are read without a fault."""
        targets = self._ask("targets")["data"]["activeTargets"]
        return sum(target["health"] == "up" for target in targets)

    def firing(self) -> set[tuple[str, str]]:
        """The alerts that fire, each with its process."""
        return {
            (alert["labels"]["alertname"], alert["labels"].get("instance", ""))
            for alert in self._ask("alerts")["data"]["alerts"]
            if alert["state"] == "firing"
        }

    def _ask(self, what: str) -> dict:
        with urllib.request.urlopen(f"http://{self._address}/api/v1/{what}", timeout=5) as answer:
            return json.load(answer)


@pytest.fixture
def processes() -> Iterator[tuple[Exposition, Exposition]]:
    first, second = Exposition(), Exposition()
    yield first, second
    first.stop()
    second.stop()


def wait_until(condition) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.2)


@pytest.mark.slow
def test_prometheus_reads_two_processes_and_raises_the_alarm(tmp_path, processes):
    first, second = processes
    with Prometheus(tmp_path, [first.address, second.address]) as prometheus:
        wait_until(lambda: prometheus.healthy() == 2)
        time.sleep(3)
        assert prometheus.firing() == set()
        second.metrics.ready(lambda: False)
        first.metrics.versions("3", "m", "c")
        wait_until(
            lambda: prometheus.firing()
            == {("ProcessusPasPret", second.address), ("VersionsDifferentes", "")}
        )
        second.stop()
        wait_until(lambda: prometheus.firing() == {("ProcessusAbsent", second.address)})
        for _ in range(20):
            first.metrics.database_away()
        wait_until(lambda: ("BaseAbsente", first.address) in prometheus.firing())
