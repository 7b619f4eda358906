"""Programs with all the processes below them."""

import sys
import time

import psutil
import pytest

from harness.processes import Command, Program, ProgramError

BURN = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
PARENT = f"""import subprocess, sys, time
subprocess.run([sys.executable, "-c", {BURN!r}])
subprocess.Popen([sys.executable, "-c", {BURN!r} + "time.sleep(60)"])
time.sleep(60)"""


def test_children_count_alive_and_ended_and_are_stopped(tmp_path):
    program = Program(Command((sys.executable, "-c", PARENT)), tmp_path / "log", core=0)
    with program:
        end = time.monotonic() + 20
        while program.cpu_seconds() < 0.6 and time.monotonic() < end:
            time.sleep(0.05)
        assert 0.6 <= program.cpu_seconds() < 3
        rss, pss = program.memory()
        assert 5 < pss <= rss < 500
        family = [program.process, *program.process.children()]
        assert len(family) == 2
        assert program.process.cpu_affinity() == [0]
    assert not program.running
    assert not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in family)


def test_a_program_that_ends_says_why(tmp_path):
    class NeverReady(Program):
        def ready(self) -> bool:
            return False

    command = Command((sys.executable, "-c", "import sys; sys.exit('no model')"))
    with pytest.raises(ProgramError, match="no model"):
        NeverReady(command, tmp_path / "log").start()
