"""Programs that keep runs, killed at random moments or two at once: what they said is there."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.runs.record import Removed
from digitpad.core.runs.run_files import kept_moments
from digitpad.core.runs.store import RunStore
from tests.core.runs.test_store import a_history

# Keeps runs, names them, deletes some and brings some back; says on standard output what is done, line by line.
WORK = """
import random, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1]]
from test_store import RunFolder, RunStore, keep_run
path, rng = Path(sys.argv[2]), random.Random(int(sys.argv[3]))
store = RunStore(path)
while True:
    folder = keep_run(path, seed=rng.randrange(100))
    print("kept", folder.path.name, flush=True)
    folder.annotate(name="named")
    print("named", folder.path.name, flush=True)
    if rng.random() < 0.4:
        run = store.runs()[-1]
        print("deleting", run.key, flush=True)
        aside = store.delete(run)
        if rng.random() < 0.5:
            store.restore(aside)
            print("kept", run.key, flush=True)
        else:
            store.purge([aside])
    store.make_room(400_000)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="programs cannot be killed so here")
def test_killed_at_random_moments_it_keeps_what_it_said(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rng = np.random.default_rng()
    seed = int(rng.integers(2**31))
    rng = np.random.default_rng(seed)
    kept: set[str] = set()
    named: set[str] = set()
    for kill in range(max(request.config.getoption("--kills"), 12)):
        command = [sys.executable, "-c", WORK, str(Path(__file__).parent), str(tmp_path / "runs"), str(seed + kill)]
        errors = tmp_path / "errors"
        with errors.open("w") as err, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=err, text=True) as work:
            assert work.stdout
            lines = [work.stdout.readline() for _ in range(int(rng.integers(1, 5)))]
            time.sleep(rng.uniform(0, 0.05))
            assert work.poll() is None, errors.read_text()
            work.kill()
            lines += work.stdout.readlines()
        for line in lines:
            if not line.endswith("\n"):
                continue
            what, key = line.rstrip("\n").split(" ", 1)
            if what == "deleting":  # whether it came to that is not known
                kept.discard(key)
                named.discard(key)
            else:
                (kept if what == "kept" else named).add(key)
        found = {run.key: run for run in RunStore(tmp_path / "runs").runs()}
        assert kept <= found.keys(), f"seed {seed}"
        for key, run in found.items():
            assert run.folder.history() == a_history(), f"seed {seed}"
            if key in named:
                assert run.record.name == "named", f"seed {seed}"
            assert run.folder.final.exists() or Removed.WEIGHTS in run.record.removed, f"seed {seed}"
            assert kept_moments(run.folder.moments) or Removed.MOMENTS in run.record.removed, f"seed {seed}"


def test_two_programs_at_once_lose_nothing(tmp_path: Path) -> None:
    script = WORK.replace("while True:", "for _ in range(6):").replace("rng.random() < 0.4", "False")
    command = [sys.executable, "-c", script.replace("store.make_room(400_000)", "store.runs()")]
    programs = [
        subprocess.Popen([*command, str(Path(__file__).parent), str(tmp_path / "runs"), str(seed)]) for seed in (1, 2)
    ]
    assert [each.wait() for each in programs] == [0, 0]
    found = RunStore(tmp_path / "runs").runs()
    assert len(found) == 12
    assert sorted(int(each.folder.name) for each in found) == list(range(1, 13))
    assert {each.record.name for each in found} == {"named"}
