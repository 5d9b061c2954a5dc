"""digitpad export"""

import argparse

from digitpad import paths
from digitpad.cli.output import print_document, print_written
from digitpad.core.models.formats import check_can_save, open_model, save_model


def export(arguments: argparse.Namespace) -> bool:
    """Write a model in another format."""
    check_can_save(arguments.out)
    model = open_model(arguments.model or paths.BUNDLED_MODEL)
    written = save_model(arguments.out, model)
    if arguments.json:
        print_document("export", {}, model=model, file=arguments.model, written=written)
    else:
        print_written(written)
    return True
