"""digitpad sweep"""

import argparse
import shlex
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tqdm import tqdm

from digitpad import paths
from digitpad.cli.options.training_options import given_lists, given_settings, given_sources
from digitpad.cli.output import print_result, table_lines
from digitpad.cli.run_display import interrupt_calls
from digitpad.cli.train import any_named
from digitpad.core.errors import CheckpointError, DataError, SettingsError
from digitpad.core.report.plots import check_plots, new_figure, save_figure
from digitpad.core.runs.groups import Spread
from digitpad.core.runs.record import shown_value
from digitpad.core.runs.store import RunStore
from digitpad.core.setting import Limits
from digitpad.core.sweeps.results import SweepResults, find_sweep, sweep_results
from digitpad.core.sweeps.run_sweep import SweepState, check_cluster, run_sweep
from digitpad.core.sweeps.sweep import Sweep, SweepFile, in_words, runs_of, several_seeds, sweep_files, unfinished_sweep
from digitpad.core.training.settings import SETTINGS

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")  # Okabe and Ito's

_JOBS = Limits(0, 1024)


def sweep(arguments: argparse.Namespace) -> bool:
    """Train all runs of a sweep and report what they came to; returns whether none of them diverged.

    Raises KeyboardInterrupt, after that, when an interrupt ended the sweep.
    """
    _JOBS.check("--jobs", arguments.jobs)
    check_cluster(arguments.dask)
    if arguments.plots:
        check_plots(arguments.plots)
    file = _begun(arguments) if arguments.resume is None else _resumed(arguments)
    if not arguments.json:
        print(f"sweep {file.number}: {file.sweep.title}, {file.sweep.count} runs", flush=True)
    try:
        complete = _drive(file, arguments)
    except (DataError, SettingsError):
        if arguments.resume is None and not runs_of(file, file.sweep, RunStore(file.runs).runs()):
            file.path.unlink(missing_ok=True)  # nothing of it was trained, so nothing can go on
        raise
    results = sweep_results(file, RunStore(file.runs).runs())
    if arguments.plots:
        write_sweep_plot(arguments.plots, results)
    _report(arguments, file, results)
    if not complete:
        if not arguments.json:
            words = ["digitpad", "sweep", "--resume", str(file.number)]
            words += ["--runs", str(arguments.runs)] if arguments.runs else []
            print(f"{shlex.join(words)} goes on from here")
        raise KeyboardInterrupt
    return not any(row.diverged for row in results.rows)


def _begun(arguments: argparse.Namespace) -> SweepFile:
    varied = given_lists(arguments)
    settings = given_settings(arguments)
    seeds = several_seeds(settings.seed, 1 if arguments.seeds is None else arguments.seeds)
    asked = Sweep(settings, given_sources(arguments), varied, seeds)
    if asked.count == 1:
        raise SettingsError("That is a single run; name several --seeds, or several values such as 0.01,0.03,0.1.")
    return SweepFile.begin(arguments.runs or paths.RUNS, asked)


def _resumed(arguments: argparse.Namespace) -> SweepFile:
    if any_named(arguments) or arguments.seeds is not None:
        raise SettingsError("A resumed sweep keeps its settings and its data; leave those options out.")
    runs = arguments.runs or paths.RUNS
    files = sweep_files(runs)
    if arguments.resume:
        file = find_sweep(files, arguments.resume)
    else:
        unfinished = unfinished_sweep(runs, RunStore(runs).runs())
        if unfinished is None:
            raise CheckpointError(f"{runs} holds no sweep that can be resumed; start one without --resume.")
        file = unfinished
    _ = file.sweep  # which may be damaged
    file.claim()
    return file


def _drive(file: SweepFile, arguments: argparse.Namespace) -> bool:
    """Train; an interrupt lets each run keep a checkpoint. Returns whether the sweep came to its end."""
    stopped: list[bool] = []
    work = run_sweep(file, arguments.jobs, arguments.dask)
    shown = 0
    bar: Any = tqdm(total=100.0, unit="%", disable=not sys.stderr.isatty(), bar_format=_BAR, dynamic_ncols=True)
    with interrupt_calls(lambda: stopped.append(True)), bar, closing(work):
        for progress in work:
            state: SweepState = progress.partial
            bar.set_description(f"{state.ended} of {state.total} runs", refresh=False)
            bar.update(100 * progress.done - bar.n)
            if bar.disable and not arguments.json and state.ended > shown:
                print(f"{state.ended} of {state.total} runs have ended", flush=True)
            shown = state.ended
            if stopped:
                return False
    return True


_BAR = "{desc} |{bar}| {percentage:3.0f} % [{elapsed}<{remaining}]"


def _report(arguments: argparse.Namespace, file: SweepFile, results: SweepResults) -> None:
    report = {
        "sweep": file.number,
        "varied": dict(results.sweep.varied),
        "seeds": list(results.sweep.seeds),
        "rows": [_row(results, at) for at in range(len(results.rows))],
        "best": results.best,
    }
    written = [arguments.plots] if arguments.plots else []
    data = results.sweep.sources.data
    print_result(arguments, report, _lines(results), data=data, written=written)


def _lines(results: SweepResults) -> Iterator[str]:
    head = (*(each.title.lower() for each in results.settings), "runs", "validation", "test", "")
    lines = [head]
    for at, row in enumerate(results.rows):
        values = [SETTINGS[each.name].format(value) for each, value in zip(results.settings, row.values, strict=True)]
        diverged = f"{row.diverged} diverged" if row.diverged else ""
        note = ", ".join(filter(None, ("best on validation" if at == results.best else "", diverged)))
        group = row.group
        lines.append((*values, str(len(group.runs)), str(group.validation), str(group.test), note))
    yield from table_lines(lines, left=(len(head) - 1,))
    if not results.sweep.varied:
        yield f"all: validation {results.whole.validation}, test {results.whole.test}"
    elif results.best is not None:
        best = results.rows[results.best]
        yield f"best on validation: {in_words(results.sweep.varied, best.values)}, test accuracy {best.group.test}"


def _row(results: SweepResults, at: int) -> dict[str, Any]:
    row = results.rows[at]
    return {
        "values": {each.name: value for each, value in zip(results.settings, row.values, strict=True)},
        "runs": [run.folder.name for run in row.group.runs],
        "diverged": row.diverged,
        **{
            name: {"mean": spread.mean, "deviation": spread.deviation, "each": list(spread.shares)}
            for name, spread in (("validation_accuracy", row.group.validation), ("test_accuracy", row.group.test))
        },
    }


def write_sweep_plot(path: Path, results: SweepResults) -> None:
    """Write validation accuracies, solid, and test accuracies, hollow, with a deviation to each side, over the values.

    Raises DataError when that cannot be done.
    """
    figure, axes = new_figure(7)
    first = results.settings[0]
    rows = next(iter(results.lines.values()))
    for number, (label, line) in enumerate(results.lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        for name, spreads, marker, face in (
            ("validation", [row.group.validation for row in line], "o-", colour),
            ("test", [row.group.test for row in line], "D", "none"),
        ):
            _draw(axes, spreads, ", ".join(filter(None, (label, name))), marker, colour, face)
    axes.set_xticks(range(len(rows)), [shown_value(first, row.values[0]) for row in rows])
    axes.set_xlabel(first.title.lower())
    axes.set_ylabel("read correctly, %")
    axes.legend(frameon=False)
    save_figure(figure, path)


def _draw(axes: Any, spreads: list[Spread], label: str, marker: str, colour: str, face: str) -> None:
    known = [(at, each) for at, each in enumerate(spreads) if each.mean is not None]
    places, means = [at for at, _ in known], [100 * (each.mean or 0) for _, each in known]
    errors = [100 * (each.deviation or 0) for _, each in known]
    axes.errorbar(places, means, errors, fmt=marker, color=colour, markerfacecolor=face, capsize=3, label=label)
