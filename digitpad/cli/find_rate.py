"""digitpad train --find-rate"""

import argparse
import sys

from digitpad.cli.output import print_document, print_error
from digitpad.cli.run_display import RunDisplay
from digitpad.core.report.plots import write_rates
from digitpad.core.runs.prepare import Prepared, prepare
from digitpad.core.runs.spec import RunSpec
from digitpad.core.training.rate_finder import STEPS, suggested_rate, try_rates


def find_rate(arguments: argparse.Namespace, spec: RunSpec) -> bool:
    """Try learning rates and report which to use; returns whether there is one."""
    prepared = _prepared(arguments, spec)
    tried = []
    for each in try_rates(prepared.datasets, spec.settings, compiled=prepared.compiled, drawn=prepared.drawn):
        tried.append(each)
        if sys.stderr.isatty():
            print(f"\r{each.number} of at most {STEPS} steps", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    suggestion = suggested_rate(tried)
    if arguments.plots:
        write_rates(arguments.plots, tried, suggestion)
    if arguments.json:
        columns = ("learning_rate", "cost", "smoothed")
        report = {name: [getattr(each, name) for each in tried] for name in columns}
        found = {"suggestion": suggestion, **report}
        written = [arguments.plots] if arguments.plots else []
        print_document("train --find-rate", found, data=spec.sources.data, written=written)
    elif suggestion:
        print(f"suggested learning rate {suggestion:.2g}")
    if not suggestion:
        print_error("the cost fell at no learning rate; look at the data and the other settings.")
    return suggestion is not None


def _prepared(arguments: argparse.Namespace, spec: RunSpec) -> Prepared:
    with RunDisplay(arguments.json) as display:
        preparing = prepare(spec)
        while True:
            try:
                display.show(next(preparing))
            except StopIteration as end:
                prepared: Prepared = end.value
                return prepared
