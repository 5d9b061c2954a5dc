"""digitpad train"""

import argparse
import shlex
from dataclasses import asdict, replace
from pathlib import Path

from digitpad import paths
from digitpad.cli.options.data_options import any_data_option, given_data_options
from digitpad.cli.options.training_options import any_given, given_settings, given_sources
from digitpad.cli.output import print_error, print_result
from digitpad.cli.run_display import RunDisplay, pump
from digitpad.core.blas import limit_blas_threads
from digitpad.core.errors import CheckpointError, DigitpadError, SettingsError, TrainingDiverged
from digitpad.core.files import is_kind
from digitpad.core.models.formats import check_can_save, model_name, open_model, save_model
from digitpad.core.report.plots import check_plots, write_plots, write_rates
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.prepare import rate_search
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.run_events import RunFinished, RunStarted
from digitpad.core.runs.spec import RunSpec
from digitpad.core.setting import Limits
from digitpad.core.training.rate_finder import RateTried, suggested_rate

_THREADS = Limits(1, 1024)
_REPORTED = ("train_cost", "train_accuracy", "validation_cost", "validation_accuracy")


def train(arguments: argparse.Namespace) -> bool:
    """Train a network as asked, write what was asked for, and report it; returns whether the network is kept.

    Raises KeyboardInterrupt, after that, when an interrupt ended the training.
    """
    _check(arguments)
    limit_blas_threads(arguments.threads)
    if arguments.find_rate:
        return find_rate(arguments, _spec(arguments))
    resumed = arguments.resume is not None
    run = _resumed(arguments) if resumed else _begun(arguments)
    discard = False
    try:
        started, finished = pump(run, arguments)
        if arguments.out:
            finished = replace(finished, model=replace(finished.model, name=model_name(arguments.out)))
        complete = finished.reason in (RunStatus.COMPLETE, RunStatus.STOPPED_EARLY)
        written = _write(arguments, run, finished, started)
    except TrainingDiverged:
        discard = True  # nothing was learned, and going on would come to the same end
        raise
    finally:
        run.close(discard)
    if finished.divergence:
        raise TrainingDiverged(" ".join([str(finished.divergence), *(f"{path} has them." for path in written[:1])]))
    _report(arguments, started, finished, written)
    if run.folder and run.folder.record and not arguments.json:
        print(f"kept as run {run.folder.name}, “{run.folder.record.title}”")
        if run.folder.has_checkpoints:
            print(f"{_command(arguments, run.folder)} goes on from here")
    if not complete:
        raise KeyboardInterrupt  # all is written and said; the exit status says that it was cut short
    kept = arguments.out is not None or (run.folder is not None and is_kind(run.folder.final, Path.exists))
    if not kept:
        print_error("the network is lost, since its run is not kept; name a file for it by --out.")
    return kept


def _command(arguments: argparse.Namespace, folder: RunFolder) -> str:
    """The command that resumes a run."""
    return shlex.join(["digitpad", "train", "--resume", folder.name, *_places(arguments)])


def _places(arguments: argparse.Namespace) -> list[str]:
    """Where the runs are, in words of the command line."""
    return ["--runs", str(arguments.runs)] if arguments.runs else []


def _write(arguments: argparse.Namespace, run: TrainingRun, finished: RunFinished, started: RunStarted) -> list[Path]:
    """The files that were asked for and are written: the model first, then the plots."""
    written: list[Path] = []
    try:
        if arguments.out:
            written += save_model(arguments.out, finished.model)
        if arguments.plots:
            write_plots(arguments.plots, started.history)
            written.append(arguments.plots)
    except DigitpadError as error:
        if run.folder is None or run.folder.is_empty:
            raise
        words = ["digitpad", "runs", "export", run.folder.name, *_places(arguments)]
        raise type(error)(f"{error} Nothing is lost: {shlex.join(words)} --model FILE writes the network.") from None
    return written


def _report(arguments: argparse.Namespace, started: RunStarted, finished: RunFinished, written: list[Path]) -> None:
    settings, epochs = started.settings, started.history.epochs
    report = {
        "settings": asdict(settings),
        "seed": settings.seed,
        "seconds": finished.seconds,
        "in_sample_accuracy": finished.in_sample_accuracy,
        "test_accuracy": finished.test_accuracy,
        "history": [{name: getattr(epoch, name) for name in _REPORTED} for epoch in epochs],
    }
    done = epochs[-1].epoch - started.epochs_before if epochs else 0
    lines = [
        f"{done} of {settings.epochs} epochs in {finished.seconds:.1f} s",
        f"in-sample accuracy {finished.in_sample_accuracy:.4f}, test accuracy {finished.test_accuracy:.4f}",
    ]
    model, data = finished.model, started.sources.data
    print_result(arguments, report, lines, model=model, file=arguments.out, data=data, written=written)


def _check(arguments: argparse.Namespace) -> None:
    """Raise DigitpadError for what cannot work, before any time is spent."""
    _THREADS.check("--threads", arguments.threads)
    if not arguments.checkpoint_every >= 0:
        raise SettingsError(
            f"The time {arguments.checkpoint_every} between checkpoints cannot be used; choose seconds."
        )
    given_data_options(arguments)
    resumed = arguments.resume is not None
    if resumed and (any_named(arguments) or arguments.base):
        raise SettingsError("A resumed training keeps its settings and its data; leave those options out.")
    if arguments.find_rate and (resumed or arguments.out):
        raise SettingsError("Finding a learning rate trains no model; leave --resume and --out out.")
    if arguments.out:
        check_can_save(arguments.out)
    if arguments.plots:
        check_plots(arguments.plots)


def any_named(arguments: argparse.Namespace) -> bool:
    """Whether settings or data are named on the command line."""
    named = (arguments.data, arguments.test, arguments.validation, arguments.strokes, arguments.without_writers)
    return any_given(arguments) or any(named) or any_data_option(arguments)


def _spec(arguments: argparse.Namespace) -> RunSpec:
    base = open_model(arguments.base) if arguments.base else None
    sources, settings = given_sources(arguments), given_settings(arguments)
    return RunSpec(sources, settings, base, wait_for_kernels=True, out=arguments.out)


def _begun(arguments: argparse.Namespace) -> TrainingRun:
    runs = arguments.runs or paths.RUNS
    return TrainingRun.begin(_spec(arguments), runs, checkpoint_every=arguments.checkpoint_every)


def _resumed(arguments: argparse.Namespace) -> TrainingRun:
    """The run that is named, or else the newest; its model goes where that was meant to go from the beginning."""
    runs = arguments.runs or paths.RUNS
    folder = RunFolder.find(runs, arguments.resume) if arguments.resume else next(RunFolder.unfinished(runs), None)
    if folder is None:
        raise CheckpointError(f"{runs} holds no training that can be resumed; start one without --resume.")
    try:
        found = folder.latest()
        if not arguments.out and found.out:
            arguments.out = Path(found.out)
            check_can_save(arguments.out)
        elif arguments.out and found.out and not arguments.resume and str(arguments.out.absolute()) != found.out:
            command = f"{_command(arguments, folder)} --out {shlex.quote(str(arguments.out))}"
            raise SettingsError(
                f"Run {folder.name} was started with --out {found.out}; leave --out out, or say {command} to write its "
                "network there instead."
            )
    except BaseException:
        folder.release()
        raise
    RunDisplay(arguments.json).show_resumed(folder, found)
    found = replace(found, out=str(arguments.out.absolute()) if arguments.out else "")
    return TrainingRun.resume(folder, found, wait_for_kernels=True, checkpoint_every=arguments.checkpoint_every)


def find_rate(arguments: argparse.Namespace, spec: RunSpec) -> bool:
    """Try learning rates and report which to use; returns whether there is one."""
    tried: list[RateTried] = []
    with RunDisplay(arguments.json) as display:
        for event in rate_search(spec):
            display.show(event)
            if isinstance(event, RateTried):
                tried.append(event)
    suggestion = suggested_rate(tried)
    if arguments.plots:
        write_rates(arguments.plots, tried, suggestion)
    found: dict[str, object] = {"suggestion": suggestion}
    found |= {name: [getattr(each, name) for each in tried] for name in ("learning_rate", "cost", "smoothed")}
    lines = [f"suggested learning rate {suggestion:.2g}"] if suggestion else []
    written = [arguments.plots] if arguments.plots else []
    print_result(arguments, found, lines, data=spec.sources.data, written=written, command="train --find-rate")
    if not suggestion:
        print_error("the cost fell at no learning rate; look at the data and the other settings.")
    return suggestion is not None
