"""A run that is left before its first step leaves nothing to go on with."""

from pathlib import Path

import pytest

from digitpad.core.runs.run import Run, Start, TrainingBegins
from digitpad.core.training.settings import TrainingSettings


@pytest.mark.parametrize("pausing", [False, True])
def test_a_run_left_before_its_first_step_is_not_kept(course_file: Path, tmp_path: Path, pausing: bool) -> None:
    run = Run(Start(str(course_file), TrainingSettings(hidden_units=3)), tmp_path / "runs")
    work = run.work()
    while not isinstance(next(work), TrainingBegins):
        pass
    if pausing:
        run.rest()
    work.close()
    assert not any((tmp_path / "runs").iterdir())
