from doctor import processes
from tests.doctor.findings import marks


def test_root_limits_and_telemetry():
    assert marks(processes.account(0)) == "!"
    assert marks(processes.account(1000)) == ""
    assert marks(processes.open_files(1024, "ici")) == "!"
    assert marks(processes.open_files(4096, "ici")) == "✓"
    assert marks(processes.telemetry({"RASA_TELEMETRY_ENABLED": "true"})) == "!"
    assert marks(processes.telemetry({"RASA_TELEMETRY_ENABLED": "false"})) == ""
    assert marks(processes.telemetry({})) == ""
