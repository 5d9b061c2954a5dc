"""Train a model further, to answer as others do that read more: how the built-in models got their last polish.

    python -m benchmarks.distil MODEL --teachers FILE [FILE ...] --strokes FILE --without-writers WRITER [WRITER ...]
        --out FILE

(Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network".) The teachers are models, or files of
benchmarks/teacher.py. The images are those of `digitpad train --preset best` with the same settings. For nine tenths
the model learns the mean of the teachers' logits, halved as its own are, so that the less probable digits count more;
for one tenth the labels. The result is yet to be calibrated.
"""

import argparse
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from digitpad import paths
from digitpad.core import warm_up
from digitpad.core.dataset import Dataset, Split
from digitpad.core.drawing.strokes import paths as paths_of
from digitpad.core.engine.optimisers import update
from digitpad.core.engine.source import InputScale, TrainingSource, drawings_per_epoch
from digitpad.core.engine.steps import rates_of
from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.models.formats import model_name
from digitpad.core.network import Floats, Gradients, Labels, Network, one_hot, softmax
from digitpad.core.readers.catalogue import open_datasets, pieces_of
from digitpad.core.readers.pen_formats import LabelledDrawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.synthetic.drawn_digits import drawn_digits
from digitpad.core.tasks import chunks
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.run_state import order_of_epoch, source_of
from digitpad.core.training.schedules import lr_factor
from digitpad.core.training.settings import TrainingSettings

Teacher = Callable[[Floats], Floats]  # logits (n, 10) of images (n, 784)

_TAUGHT = 0.9  # the share of the teacher in what is learned
_TEMPERATURE = 2.0
_DRAWINGS = 100_000  # made before the training begins; each is written and drawn differently each time
_AT_ONCE = 8  # batches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, metavar="MODEL")
    parser.add_argument("--teachers", type=Path, nargs="+", default=[paths.BUNDLED_MODEL], metavar="MODEL")
    parser.add_argument("--data", default="mnist")
    parser.add_argument("--drawings", type=float, default=0.35, metavar="SHARE")
    parser.add_argument("--learning-rate", type=float, default=0.0015, metavar="RATE")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--strokes", type=Path, required=True, metavar="FILE")
    parser.add_argument("--without-writers", nargs="+", default=(), metavar="WRITER")
    parser.add_argument("--epochs", type=int, default=45, metavar="N")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    arguments = parser.parse_args()
    model = read_model(arguments.model)
    given = {name: getattr(arguments, name) for name in ("epochs", "drawings", "learning_rate", "seed")}
    settings = replace(PRESETS["best"].settings, **given)
    datasets = open_datasets(arguments.data)
    data, test = datasets.training, datasets.select(Split.TEST)
    source = source_to_learn_from(data, settings, arguments.strokes, arguments.without_writers)
    teachers = [_teacher(path, source.scale) for path in arguments.teachers]
    network = taught(model.network, [each for each, _ in teachers], source, settings)
    # What the teachers have learned from, they may pass on.
    pieces = data.pieces | pieces_of(model) | frozenset().union(*(pieces for _, pieces in teachers))
    epochs = model.epochs + settings.epochs
    accuracy = network.score(test.X, test.y)
    learned = replace(
        model,
        network=network,
        name=model_name(arguments.out),
        trained_on=data.name_and_size,
        pieces=pieces,
        epochs=epochs,
        detector=None,
        test_accuracy=accuracy,
    )
    write_model(arguments.out, learned)


def source_to_learn_from(
    data: Dataset, settings: TrainingSettings, strokes: Path, without_writers: Collection[str]
) -> TrainingSource:
    """What `digitpad train` would learn from, with the strokes in that file of all but these writers."""
    warm_up.Training.of(settings).use()
    samples = [
        (each.digit, paths_of(each.drawing))
        for each in read_strokes(strokes)
        if isinstance(each, LabelledDrawing) and each.digit is not None and each.writer not in without_writers
    ]
    count = min(_DRAWINGS, drawings_per_epoch(len(data), settings.drawings) * settings.epochs)
    return source_of(data, settings, drawn_digits(samples, count, settings.seed))


def _teacher(path: Path, scale: InputScale) -> tuple[Teacher, frozenset[str]]:
    """What gives logits for images on that scale, and the pieces of data that it has learned from."""
    if path.suffix == ".pt":  # those of benchmarks/teacher.py, which has learned from the same images
        from benchmarks.teacher import read_teacher

        return read_teacher(path), frozenset()
    model = read_model(path)
    network = scale.fold(model.network)
    return lambda X: network.forward(X).Z, pieces_of(model)


def taught(
    network: Network, teachers: Sequence[Teacher], source: TrainingSource, settings: TrainingSettings
) -> Network:
    """A copy of the network, trained further: the moving average of its weights."""
    network = source.scale.fold(network).copy()
    weights = [array for _, array in network.parameters()]
    means, slow, squares = ([factor * each for each in weights] for factor in (1, 0, 0))
    steps = -(-len(source) // settings.batch_size) * settings.epochs
    batches = _batches(source, teachers, settings)
    config = settings.step_config
    for step, (X, y, T) in enumerate(tqdm(batches, total=steps), 1):
        rate = settings.learning_rate * lr_factor(settings.schedule, settings.warm_up, (step - 1) / steps)
        rates = rates_of(config, rate, step)
        for each, gradient, m, v in zip(weights, _gradients(network, X, y, T), slow, squares, strict=True):
            update(each, gradient, m, v, config, rates, 0.0)
        for mean, each in zip(means, weights, strict=True):
            mean += mean.dtype.type(rates.averaging) * (each - mean)
    W1, b1, W2, b2 = means
    return source.scale.unfold(Network(W1, b1, W2, b2, network.activation))


def _batches(
    source: TrainingSource, teachers: Sequence[Teacher], settings: TrainingSettings
) -> Iterator[tuple[Floats, Labels, Floats]]:
    """Images (n, 784), labels (n,), and what the teachers give for each digit (n, 10), softened."""
    size = settings.batch_size
    for epoch in range(settings.epochs):
        for X, y in chunks_of_epoch(source, epoch, settings):
            Z = np.mean([teacher(X) for teacher in teachers], axis=0)
            T = softmax(Z / X.dtype.type(_TEMPERATURE))
            for first in range(0, len(y), size):
                rows = slice(first, first + size)
                yield X[rows], y[rows], T[rows]


def chunks_of_epoch(source: TrainingSource, epoch: int, settings: TrainingSettings) -> Iterator[tuple[Floats, Labels]]:
    """Images (n, 784) and labels (n,) of a few batches at a time, in the order of the epoch."""
    order = order_of_epoch(settings, epoch, len(source))
    for chunk in chunks(len(order), _AT_ONCE * settings.batch_size):
        yield source.batch(order[chunk], epoch, compiled=True)


def _gradients(network: Network, X: Floats, y: Labels, T: Floats) -> Gradients:
    activations = network.forward(X)
    Z = activations.Z
    # The slope of the softened answers' cost, made up for its being smaller by the square of the temperature.
    soft, share, rest = map(X.dtype.type, (_TEMPERATURE, _TAUGHT, 1 - _TAUGHT))
    G = share * soft * (softmax(Z / soft) - T) + rest * (softmax(Z) - one_hot(y, X.dtype))
    return network.gradients(X, activations, G, reduction="mean")


if __name__ == "__main__":
    main()
