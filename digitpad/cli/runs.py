"""digitpad runs"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from digitpad import paths
from digitpad.cli.output import counted, percent, print_result, shown, table_lines
from digitpad.cli.repeat import repeat
from digitpad.core.errors import OutputError, SettingsError
from digitpad.core.files import check_can_write, csv_text, explained_write
from digitpad.core.models.formats import check_can_save, model_name, save_model
from digitpad.core.runs.figures import epoch_table, write_events
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.run_files import kept_moments
from digitpad.core.runs.share import ENDING, import_run, share_run
from digitpad.core.runs.store import KeptRun, RunStore
from digitpad.core.setting import Setting
from digitpad.core.training.history import History
from digitpad.core.training.settings import SETTINGS

_COLUMNS = ("run", "name", "test", "validation", "epochs", "took", "begun", "size", "")


def runs(arguments: argparse.Namespace) -> bool:
    """List, show, export, import, delete or repeat runs; returns whether all that was asked for was done."""
    folder = arguments.runs or paths.RUNS
    return _ACTIONS[arguments.action](arguments, RunStore(folder))


def _list(arguments: argparse.Namespace, store: RunStore) -> bool:
    found = store.runs()
    lines = [f"{store.path} holds no runs."]
    if found:
        size = sum(each.bytes for each in found) / 1e6
        lines = [*table_lines([_COLUMNS, *map(_row, found)], left=(1, 8))]
        lines.append(f"{counted(len(found), 'run')}, {size:,.0f} MB in {store.path}")
    print_result(arguments, {"runs": [_summary(each) for each in found]}, lines)
    return True


def _show(arguments: argparse.Namespace, store: RunStore) -> bool:
    run = store.find(arguments.run)
    record = run.record
    moments = [step / record.steps_per_epoch for step in kept_moments(run.folder.moments)]
    details = _summary(run) | {"versions": dict(record.versions), "moments": moments}
    print_result(arguments, details, _details(run), data=record.sources.data)
    return True


def _details(run: KeptRun) -> Iterator[str]:
    """All there is to know of a run, in lines."""
    record = run.record
    yield f"run {run.folder.name}: {record.title}{' ★' if record.star else ''}"
    yield from (f"  {line}" for line in record.note.splitlines())
    yield f"begun {record.begun.replace('T', ' ')}, {_state(run)}, {record.epochs} epochs in {record.seconds:.1f} s"
    yield (
        f"test accuracy {percent(record.test_accuracy)}, in-sample accuracy {percent(record.in_sample_accuracy)}, "
        f"validation accuracy {percent(record.validation_accuracy)}"
    )
    yield f"data {record.sources.data}{f', from the model {record.base}' if record.base else ''}"
    yield ", ".join(f"{name} {each}" for name, each in record.versions.items())
    for each in SETTINGS.values():
        yield f"  {each.title}: {_value(each, record.settings.value(each.name))}"
    if record.removed:
        yield f"removed to save disk space: {', '.join(record.removed)}"
    yield str(run.folder.path)


def _export(arguments: argparse.Namespace, store: RunStore) -> bool:
    run = store.find(arguments.run)
    if not (arguments.model or arguments.out or arguments.tensorboard):
        raise SettingsError(
            "Name what to write: --out FILE for its curves or all of it, --model FILE for its network, --tensorboard "
            "DIR for event files."
        )
    if arguments.out:
        _check_out(arguments.out)
    written: list[Path] = []
    if arguments.model:
        check_can_save(arguments.model)
        written += save_model(arguments.model, replace(run.folder.model(), name=model_name(arguments.model)))
    if arguments.out:
        if arguments.out.suffix.lower() == ENDING:
            share_run(arguments.out, run.folder)
        else:
            _write_history(arguments.out, run, run.folder.history())
        written.append(arguments.out)
    if arguments.tensorboard:
        name = f"{run.folder.name} {run.record.title}".replace("/", "-")
        written.append(write_events(arguments.tensorboard, name, run.record, run.folder.history()))
    print_result(arguments, {}, (), written=written)
    return True


def _import(arguments: argparse.Namespace, store: RunStore) -> bool:
    for path in arguments.files:
        folder = import_run(path, store.path)
        print(f"{shown(path)} is now run {folder.name}, “{folder.read_record().title}”")
    return True


def _delete(arguments: argparse.Namespace, store: RunStore) -> bool:
    found = [store.find(name) for name in arguments.run]  # all or none
    for run in found:
        store.purge([store.delete(run)])
        print(f"deleted run {run.folder.name}, “{run.record.title}”")
    return True


def _repeat(arguments: argparse.Namespace, store: RunStore) -> bool:
    return repeat(arguments, store.find(arguments.run))


_ACTIONS: dict[str, Callable[[argparse.Namespace, RunStore], bool]] = {
    "list": _list,
    "show": _show,
    "export": _export,
    "import": _import,
    "delete": _delete,
    "repeat": _repeat,
}


def _check_out(path: Path) -> None:
    """Before anything is written. Raises SettingsError or OutputError."""
    if path.suffix.lower() not in (".csv", ".jsonl", ".json", ENDING):
        raise SettingsError(
            f"Curves are written as .csv or .jsonl, and all of a run as .zip, not as {path.name}; choose another name."
        )
    check_can_write(path, OutputError)


def _write_history(path: Path, run: KeptRun, history: History) -> None:
    """As CSV, or as JSON lines: the run's summary, then a line for each epoch."""
    table = epoch_table(history)
    if path.suffix.lower() == ".csv":
        text = csv_text(table)
    else:
        rows = (dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True))
        text = "".join(f"{json.dumps(row)}\n" for row in (_summary(run), *rows))
    with explained_write(path, OutputError) as file:
        file.write(text.encode())


def _summary(run: KeptRun) -> dict[str, Any]:
    record = run.record
    return {
        "run": run.folder.name,
        "title": record.title,
        "state": _state(run),
        "star": record.star,
        "note": record.note,
        "begun": record.begun,
        "seconds": record.seconds,
        "epochs": record.epochs,
        "data": record.sources.data,
        "fingerprint": record.fingerprint,
        "seed": record.settings.seed,
        "settings": asdict(record.settings),
        "test_accuracy": record.test_accuracy,
        "in_sample_accuracy": record.in_sample_accuracy,
        "validation_accuracy": record.validation_accuracy,
        "bytes": run.bytes,
        "folder": str(run.folder.path),
    }


def _row(run: KeptRun) -> tuple[str, ...]:
    record = run.record
    begun = datetime.fromisoformat(record.begun)
    return (
        run.folder.name,
        record.title + (" ★" if record.star else ""),
        percent(record.test_accuracy),
        percent(record.validation_accuracy),
        str(record.epochs),
        f"{record.seconds:.0f} s",
        f"{begun:%Y-%m-%d %H:%M}",
        f"{run.bytes / 1e6:.1f} MB",
        "" if record.status is RunStatus.COMPLETE else _state(run),
    )


def _state(run: KeptRun) -> str:
    """The run's status; one under way without a program that works on it was interrupted."""
    return "interrupted" if run.is_interrupted else str(run.record.status)


def _value(setting: Setting, value: Any) -> str:
    return f"{setting.format(value)} {setting.unit}".rstrip()
