"""digitpad teach"""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from digitpad import paths
from digitpad.cli.output import percent, print_result
from digitpad.cli.run_display import pump
from digitpad.core.collection.drawing import check_writer
from digitpad.core.errors import SettingsError, TrainingDiverged
from digitpad.core.models.formats import check_can_save, model_name, open_model, save_model
from digitpad.core.models.model import Model
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.teaching import TeachingReport, teaching_report_task, teaching_spec
from digitpad.core.scoring import HitCounts, Interval
from digitpad.core.tasks import run_to_completion
from digitpad.core.training.step_settings import SEEDS


def teach(arguments: argparse.Namespace) -> bool:
    """Teach a model a writer's digits, say what that did, and write the model if it is accepted.

    Returns whether it is. Raises KeyboardInterrupt, after that, when an interrupt ended the training.
    """
    SEEDS.check("--seed", arguments.seed)
    check_writer(arguments.writer, SettingsError)
    if arguments.out:
        check_can_save(arguments.out)
    base = open_model(arguments.model or paths.BUNDLED_MODEL)
    spec = teaching_spec(arguments.writer, base, arguments.seed, wait_for_kernels=True, out=arguments.out)
    run = TrainingRun.begin(spec, arguments.runs or paths.RUNS)
    try:
        _, finished = pump(run, arguments)
    finally:
        run.close(discard=False)
    if finished.divergence:
        raise TrainingDiverged(str(finished.divergence))
    report = run_to_completion(teaching_report_task(arguments.writer, base.network, finished.model.network))
    model = finished.model
    written: list[Path] = []
    if arguments.out and (report.accepted or arguments.anyway):
        model = replace(model, name=model_name(arguments.out))
        written = save_model(arguments.out, model)
    _say(arguments, run, report, model, written)
    if finished.reason is RunStatus.STOPPED:
        raise KeyboardInterrupt
    return report.accepted or arguments.anyway


def _say(
    arguments: argparse.Namespace, run: TrainingRun, report: TeachingReport, model: Model, written: list[Path]
) -> None:
    content = {
        "writer": arguments.writer,
        "seed": arguments.seed,
        "run": run.folder.name if run.folder else None,
        "sets": list(map(_as_json, report.sets)),
        "accepted": report.accepted,
        "objections": list(report.objections),
    }
    lines = [f"{'accuracy':30}{'images':>8}   before                        after"]
    for each in report.sets:
        cells = (_with_interval(*pair) for pair in zip(each.accuracies, each.intervals, strict=True))
        lines.append(f"{each.name:30}{each.n:8,}   {'   '.join(cells)}".rstrip())
    if run.folder:
        lines.append(f"kept as run {run.folder.name}")
    if report.accepted:
        lines.append("The model is accepted: it reads more of the held-out digits, and MNIST about as well as before.")
    else:
        lines.append(f"The model is not accepted. {' '.join(report.objections)}")
        if arguments.out and not written:
            lines.append("Nothing was written; --anyway writes it all the same.")
    file = arguments.out if written else None
    print_result(arguments, content, lines, model=model, file=file, written=written)


def _with_interval(accuracy: float, interval: Interval) -> str:
    return f"{percent(accuracy)} ({100 * interval.low:.2f} to {100 * interval.high:.2f})".ljust(27)


def _as_json(found: HitCounts) -> dict[str, Any]:
    one, other = found.intervals
    return {
        "name": found.name,
        "n": found.n,
        "before": found.accuracies[0],
        "before_interval": list(one),
        "after": found.accuracies[1],
        "after_interval": list(other),
    }
