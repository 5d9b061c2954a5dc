"""digitpad train --range-test"""

import argparse
import json
import sys

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
    if arguments.json:
        columns = ("learning_rate", "cost", "smoothed")
        report = {name: [getattr(each, name) for each in tried] for name in columns}
        print(json.dumps({"suggestion": suggestion, **report}))
    elif suggestion:
        print(f"suggested learning rate {suggestion:.2g}")
    if not suggestion:
        print("digitpad: the cost fell at no learning rate; look at the data and the other settings", file=sys.stderr)
    if arguments.plots:
        write_rates(arguments.plots, tried, suggestion)
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
