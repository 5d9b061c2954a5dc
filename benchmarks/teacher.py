"""Train a convolutional network, which reads more than one of two layers can, to teach such: benchmarks/distil.py.

    python -m benchmarks.teacher --strokes FILE --without-writers WRITER [WRITER ...] --out FILE.pt

It learns from what `digitpad train --preset best` learns from, in PyTorch, which is to be installed for it.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from tqdm import trange

from benchmarks.distil import chunks_of_epoch, source_to_learn_from
from digitpad.core.augmentation.augment import augmented
from digitpad.core.calibration.detector_training import keys_of
from digitpad.core.dataset import Split
from digitpad.core.engine.source import TrainingSource
from digitpad.core.network import Floats
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.settings import TrainingSettings

_LEARNING_RATE, _WEIGHT_DECAY, _AVERAGING = 2e-3, 0.02, 0.999


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strokes", type=Path, required=True, metavar="FILE")
    parser.add_argument("--without-writers", nargs="+", default=(), metavar="WRITER")
    parser.add_argument("--epochs", type=int, default=18, metavar="N")
    parser.add_argument("--seed", type=int, default=40, metavar="N")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    data = open_datasets("mnist")
    settings = replace(PRESETS["best"].settings, epochs=arguments.epochs, drawings=0.4, seed=arguments.seed)
    source = source_to_learn_from(data.training, settings, arguments.strokes, arguments.without_writers)
    torch.save(trained(source, settings).state_dict(), arguments.out)
    unseen = data.select(Split.VALIDATION)
    X = augmented(unseen.X[:], keys_of(len(unseen.y), np.random.default_rng(0)), settings.augmentation, True)
    hits = read_teacher(arguments.out)(source.scale.of(X)).argmax(axis=1) == unseen.y
    print(f"{hits.mean():.2%} of the validation images, distorted as those it learned from")


def trained(source: TrainingSource, settings: TrainingSettings) -> nn.Sequential:
    """The moving average of the network that learns from the source."""
    network = _network()
    mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(_AVERAGING), use_buffers=True)
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=_WEIGHT_DECAY)
    steps = -(-len(source) // settings.batch_size) * settings.epochs
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _LEARNING_RATE, total_steps=steps + 1)
    for epoch in trange(settings.epochs):
        for X, y in _batches(source, epoch, settings):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                Z = network(X)
            optimiser.zero_grad()
            nn.functional.cross_entropy(Z.float(), y).backward()
            optimiser.step()
            schedule.step()
            mean.update_parameters(network)
    average: nn.Sequential = mean.module
    return average


def read_teacher(path: Path) -> Callable[[Floats], Floats]:
    """What gives the logits (n, 10) of images (n, 784) by the network in that file, as it was written here."""
    network = _network()
    network.load_state_dict(torch.load(path, weights_only=True))
    # Half the time: what normalises a layer becomes part of its weights, which are kept in 16 bits.
    layers: list[nn.Module] = []
    for each in network.eval():
        layers += [fuse_conv_bn_eval(each[0], each[1]), each[2]] if isinstance(each, nn.Sequential) else [each]
    fused = nn.Sequential(*layers).to(torch.bfloat16, memory_format=torch.channels_last)

    def logits(X: Floats) -> Floats:
        with torch.inference_mode():
            some = torch.from_numpy(X).to(torch.bfloat16).split(256)
            return np.concatenate([fused(each).float().numpy() for each in some])

    return logits


def _network() -> nn.Sequential:
    """Logits (n, 10) of images (n, 784)."""
    layers = _layer(1, 32), _layer(32, 32, 2), _layer(32, 64), _layer(64, 64, 2), _layer(64, 128)
    last = nn.Flatten(), nn.Dropout(0.4), nn.Linear(128 * 7 * 7, 10)
    return nn.Sequential(nn.Unflatten(1, (1, 28, 28)), *layers, *last).to(memory_format=torch.channels_last)


def _layer(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU())


def _batches(
    source: TrainingSource, epoch: int, settings: TrainingSettings
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    size = settings.batch_size
    for X, y in chunks_of_epoch(source, epoch, settings):
        yield from zip(torch.from_numpy(X).split(size), torch.from_numpy(y.astype(np.int64)).split(size), strict=True)


if __name__ == "__main__":
    main()
