"""digitpad data"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from digitpad.cli.options.data_options import given_data_options
from digitpad.cli.output import print_result
from digitpad.core.data_checks import DataReport, report_task
from digitpad.core.dataset import Datasets, class_names
from digitpad.core.errors import SettingsError
from digitpad.core.readers.catalogue import BUILT_IN, open_datasets
from digitpad.core.readers.mnist import SPLIT_SEED
from digitpad.core.tasks import run_to_completion
from digitpad.core.writers import write_data

_WIDTH = 7


def data(arguments: argparse.Namespace) -> bool:
    """Look at data before it is used, and write it in another form if that is asked for."""
    if bool(arguments.form) != bool(arguments.out):
        raise SettingsError("--as names a form and --out where to write; give both of them.")
    test, validation = str(arguments.test or ""), arguments.validation or ""
    options = replace(given_data_options(arguments), test=test, validation=validation)
    datasets = open_datasets(arguments.source, options)
    if arguments.form:
        written = write_data(arguments.form, arguments.out, arguments.source, datasets)
        print_result(arguments, {}, (), data=arguments.source, written=written)
        return True
    report = run_to_completion(report_task(datasets, options))
    seed = SPLIT_SEED if arguments.source in BUILT_IN else options.split_seed
    print_result(arguments, _as_json(report, seed), _lines(report, seed), data=arguments.source)
    return True


def _as_json(report: DataReport, seed: int) -> dict[str, Any]:
    datasets = report.datasets
    return {
        "name": datasets.name,
        "notes": list(datasets.notes),
        "summary": {part.name: str(part) for part in datasets},
        "counts": report.counts,
        "classes": list(_names(datasets)),
        "split_seed": seed,
        "histogram": report.summary.histogram.tolist(),
        "warnings": [{"name": each.name, "text": each.text, "remedy": each.option or None} for each in report.findings],
    }


def _lines(report: DataReport, seed: int) -> Iterator[str]:
    datasets = report.datasets
    names = _names(datasets)
    width = max(_WIDTH, *(len(name) + 1 for name in names))
    yield f"{datasets}\n"
    yield " " * 10 + "".join(f"{name:>{width}}" for name in names) + f"{'all':>{width}}"
    for name, counts in report.counts.items():
        yield f"{name:10}" + "".join(f"{count:{width},}" for count in [*counts[: len(names)], sum(counts)])
    yield f"\nsplit by seed {seed}"
    for each in report.findings:
        yield f"warning: {each.text}" + (f" Remedy: {each.option}" if each.option else "")
    if not report.findings:
        yield "nothing found that would spoil a training"


def _names(datasets: Datasets) -> tuple[str, ...]:
    return class_names(datasets.training.classes)
