"""digitpad join, digitpad export"""

import argparse

from digitpad import paths
from digitpad.cli.output import print_document, print_written
from digitpad.core.models.formats import check_can_save, model_name, open_model, save_model
from digitpad.core.models.model import Model, committee
from digitpad.core.readers.catalogue import open_evaluation_set, pieces_of
from digitpad.core.scoring import score


def join(arguments: argparse.Namespace) -> bool:
    """Make one model of several, whose logits are the means of theirs, and evaluate it."""
    check_can_save(arguments.out)
    models = [open_model(path) for path in arguments.models]
    network = committee([model.network for model in models])
    test = score(network, open_evaluation_set(arguments.data)).accuracy
    trained_on = models[0].trained_on if len({model.trained_on for model in models}) == 1 else ""
    epochs = max(model.epochs for model in models)
    pieces = frozenset[str]().union(*map(pieces_of, models))
    model = Model(network, model_name(arguments.out), trained_on, epochs, test, pieces=pieces)
    written = save_model(arguments.out, model)
    if arguments.json:
        found = {"hidden_units": network.hidden_units, "test_accuracy": test}
        print_document("join", found, model=model, file=arguments.out, data=arguments.data, written=written)
    else:
        print(f"{network.hidden_units:,} hidden units, test accuracy {test:.4f}")
        print_written(written)
    return True


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
