"""digitpad train --range-test"""

import argparse
import json
import sys
from collections.abc import Iterable

from digitpad.core.report.plots import write_rates
from digitpad.core.training.rate_finder import STEPS, RateTried, suggested_rate


def find_rate(arguments: argparse.Namespace, trying: Iterable[RateTried]) -> bool:
    """Try learning rates and report which to use; returns whether there is one."""
    tried = []
    for each in trying:
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
