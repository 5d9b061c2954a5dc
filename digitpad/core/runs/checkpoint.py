"""A run between two steps, in a file: what is needed to go on, to the bit, as if it had never stopped."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from digitpad.core.dataset import Datasets
from digitpad.core.engine.steps import SCALE, LearningState
from digitpad.core.errors import CheckpointError
from digitpad.core.files import explained_write
from digitpad.core.network import CLASSES, PIXELS, Floats, Gradients, Network
from digitpad.core.readers.npz import Arrays, read_arrays
from digitpad.core.runs.spec import DataSources
from digitpad.core.setting import UNSOUND, from_json
from digitpad.core.synthetic.drawn_digits import DrawnDigits
from digitpad.core.training.history import RECORDS, History
from digitpad.core.training.run_state import Best, RunState
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer

FORMAT = 5
_PARTS = ("network", "m", "v", "average", "best")
_ARRAYS = (*(f"{part}.{name}" for part in _PARTS for name in Gradients._fields), "carried", "costs", "hits")
HISTORY_ARRAYS = (*RECORDS, "change_times", "change_words")
_SCALARS = {each.name: each.type for each in fields(RunState) if each.type in (int, float, bool)}
_MAX_BYTES = 4_000_000_000
_MAX_COUNT = 10**12  # steps or epochs


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state of a run, its settings, where its data comes from, and the trainer's fingerprint of it.

    `out` is the file that its model is meant for, if one was named.
    """

    state: RunState
    settings: TrainingSettings
    sources: DataSources
    fingerprint: str
    out: str = ""

    def trainer(self, datasets: Datasets, drawn: DrawnDigits | None = None) -> Trainer:
        """A trainer that goes on. Raises CheckpointError when the data is not what the run began with."""
        trainer = Trainer(datasets.training, datasets.validation, self.settings, state=self.state, drawn=drawn)
        if trainer.fingerprint != self.fingerprint:
            what = f"{self.sources.data}, or the drawings beside it," if drawn else self.sources.data
            raise CheckpointError(
                f"{what} is not the data that the training began with; bring that back, or start a new training."
            )
        if trainer.steps_per_epoch != len(self.state.costs):
            raise CheckpointError(
                f"The training on {self.sources.data} cannot be resumed, its epochs had {len(self.state.costs)} steps "
                f"and not {trainer.steps_per_epoch}; start it again."
            )
        return trainer


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write to `path`, whole or not at all. Raises CheckpointError when the file cannot be written."""
    state = checkpoint.state
    best = state.best
    about = {
        "format": FORMAT,
        "settings": asdict(checkpoint.settings),
        "sources": asdict(checkpoint.sources),
        "fingerprint": checkpoint.fingerprint,
        "step": state.learning.step,
        "out": checkpoint.out,
        "best": best and [best.epoch, best.accuracy, best.cost],
        **{name: getattr(state, name) for name in _SCALARS},
    }
    networks = (*state.learning.parts(), best.network if best else state.learning.network)
    arrays: dict[str, Any] = {
        f"{part}.{name}": array
        for part, network in zip(_PARTS, networks, strict=True)
        for name, array in network.parameters()
    }
    arrays |= {"carried": state.learning.lazy, "costs": state.costs, "hits": state.hits} | state.history.to_arrays()
    with explained_write(path, CheckpointError) as file:
        np.savez(file, about=np.array(json.dumps(about)), **arrays)


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint at `path`. Raises CheckpointError, in one sentence, for anything that is not a sound one."""
    arrays = read_arrays(path, ("about", *_ARRAYS, *HISTORY_ARRAYS), CheckpointError, _MAX_BYTES)
    try:
        about = json.loads(str(arrays["about"][()]))
        if about["format"] != FORMAT:
            raise CheckpointError(f"{path} has format {about['format']!r}, this digitpad reads {FORMAT}; start again.")
        settings = from_json(TrainingSettings, about["settings"])
        sources, fingerprint = from_json(DataSources, about["sources"]), str(about["fingerprint"])
        state = _state(about, arrays, settings)
        return Checkpoint(state, settings, sources, fingerprint, str(about["out"]))
    except UNSOUND as reason:
        why = " ".join(str(reason).split())[:100]
        raise CheckpointError(f"The checkpoint {path} is damaged ({why}); start the training again.") from None


def _state(about: dict[str, Any], arrays: Arrays, settings: TrainingSettings) -> RunState:
    """Raises ValueError for arrays of another form and numbers that are none."""
    # Of a regression: it learns without units, and the best one is kept with them (see regression.py).
    units = settings.hidden_units or CLASSES
    of_best = settings.hidden_units or (CLASSES if about["best"] is None else 2 * CLASSES)
    sizes = (units, units, units, units, of_best)
    network, m, v, average, best_network = (
        _network(arrays, part, H, settings) for part, H in zip(_PARTS, sizes, strict=True)
    )
    costs, hits = arrays["costs"], arrays["hits"]
    if costs.dtype != np.float64 or hits.dtype != np.int64 or costs.ndim != 1 or costs.shape != hits.shape:
        raise ValueError("the costs of its epoch are damaged")
    best = about["best"]
    state = RunState(
        learning=LearningState(network, m, v, average, _carried(arrays, settings), _whole(about["step"])),
        costs=costs,
        hits=hits,
        best=None if best is None else Best(_whole(best[0]), _real(best[1]), _real(best[2]), best_network),
        history=History.from_arrays(arrays),
        **{name: _scalar(about[name], kind) for name, kind in _SCALARS.items()},
    )
    if state.steps_in_epoch > len(costs) or state.first_epoch > state.epoch:
        raise ValueError("its place in the run is damaged")
    return state


def _network(arrays: Arrays, part: str, H: int, settings: TrainingSettings) -> Network:
    shapes = {"W1": (PIXELS, H), "b1": (H,), "W2": (H, CLASSES), "b2": (CLASSES,)}
    for name, shape in shapes.items():
        array = arrays[f"{part}.{name}"]
        if array.shape != shape or array.dtype != settings.precision or not np.isfinite(array).all():
            raise ValueError(f"{part}.{name} is damaged")
    W1, b1, W2, b2 = (arrays[f"{part}.{name}"] for name in shapes)
    return Network(W1, b1, W2, b2, settings.activation if settings.hidden_units else "relu")


def _carried(arrays: Arrays, settings: TrainingSettings) -> Floats:
    carried = arrays["carried"]
    if carried.shape != (3, settings.hidden_units or CLASSES) or carried.dtype != settings.precision:
        raise ValueError("what its weights carry along is of another form")
    if not np.isfinite(carried).all() or not ((carried[SCALE] >= 0) & (carried[SCALE] <= 1)).all():
        raise ValueError("what its weights carry along is damaged")
    return carried


def _scalar(value: Any, kind: Any) -> Any:
    if kind is bool:
        return value is True
    return _whole(value) if kind is int else _real(value)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MAX_COUNT:
        raise ValueError("one of its counts is damaged")
    return value


def _real(value: Any) -> float:
    if not float(value) >= 0:  # nan neither
        raise ValueError("one of its numbers is damaged")
    return float(value)
