"""The network as an estimator of scikit-learn, for pipelines, searches and comparisons."""

from dataclasses import fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from digitpad.api.network import Network as CheckedNetwork
from digitpad.core.activations import ActivationName
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Dataset
from digitpad.core.engine.source import measure_sparsity
from digitpad.core.engine.steps import OptimiserName
from digitpad.core.errors import SettingsError
from digitpad.core.jit import kernels
from digitpad.core.network import CLASSES, PIXELS, Floats, Labels, Network, softmax, unfold_background
from digitpad.core.training.choices import Keep
from digitpad.core.training.schedules import Schedule
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer

_WATCHED = 1_000  # samples of the training set, where there is no validation set
_WORTH_COMPILING = 200_000  # images to learn from in all
# Images are on another scale if their background lies farther from the training's than this part of its range, or if
# this part of their pixels lies beyond twice the range.
_SAME_BACKGROUND, _SAME_RANGE, _SOME_INK = 0.1, 2.0, 0.02


class _Samples(Dataset):
    """Samples of any number of features and classes."""

    def __post_init__(self) -> None:
        """Scikit-learn has checked them."""


class DigitClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A network with one hidden layer, trained by steps on batches.

    It takes any number of features and classes. The smallest and the largest value of the training samples become -1
    and 1 (`scale_`), so that pixels from 0 to 255, from 0 to 1 and from -1 to 1 all learn alike; images (784 features)
    whose background then lies elsewhere are refused, since they are on another scale.

    Parameters are those of `digitpad train`. `shift` moves images by up to so many pixels in each epoch, and needs 784
    features. With `patience`, a `validation_fraction` of the samples is held back, and training stops after so many
    epochs without improvement on it. `random_state` decides the first weights and the order of the samples.

    After `fit`: `network_`, `history_`, `classes_`, `n_features_in_`, `n_iter_` (epochs), `scale_` (low, high).
    """

    def __init__(
        self,
        hidden_units: int = 256,
        *,
        epochs: int = 20,
        batch_size: int = 100,
        learning_rate: float = 0.02,
        weight_decay: float = 5e-5,
        optimiser: OptimiserName = "momentum",
        momentum: float = 0.9,
        schedule: Schedule = "cosine",
        activation: ActivationName = "relu",
        shift: float = 0.0,
        validation_fraction: float = 0.1,
        patience: int = 0,
        random_state: int | np.random.RandomState | None = 0,
        verbose: bool = False,
    ) -> None:
        self.hidden_units = hidden_units
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.weight_decay = weight_decay
        self.optimiser = optimiser
        self.momentum = momentum
        self.schedule = schedule
        self.activation = activation
        self.shift = shift
        self.validation_fraction = validation_fraction
        self.patience = patience
        self.random_state = random_state
        self.verbose = verbose

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike) -> Self:
        """Learn from samples X (n, features) with labels y (n,); what was learned before is forgotten."""
        samples, labels = self._checked(X, y, reset=True)
        self.classes_ = np.unique(labels)
        self.scale_ = float(samples.min()), float(samples.max())
        self.n_iter_ = 0
        settings = self._settings(self.epochs, self.schedule, self.patience)
        values, numbers = self._values(samples), np.searchsorted(self.classes_, labels)
        self._background = measure_sparsity(values)
        training, watched = self._split(values, numbers, settings.seed) if self.patience else (None, None)
        training = training or _Samples("training", values, numbers)
        return self._learn(training, watched, self._new_network(settings, samples.shape[1]), settings)

    def partial_fit(self, X: npt.ArrayLike, y: npt.ArrayLike, classes: npt.ArrayLike | None = None) -> Self:
        """Go once over more samples, at the full learning rate; the first call sets all `classes` and the scale."""
        first = not hasattr(self, "network_")
        values, labels = self._checked(X, y, reset=first)
        if first:
            self.classes_ = np.unique(labels if classes is None else np.asarray(classes))
            self.scale_ = float(values.min()), float(values.max())
            self._background = measure_sparsity(self._values(values))
            self.n_iter_ = 0
        unknown = np.setdiff1d(labels, self.classes_)
        if len(unknown):
            raise ValueError(
                f"y has the classes {unknown.tolist()[:5]}, which the first call did not name in `classes`"
            )
        settings = self._settings(1, "constant", 0)
        network = self._new_network(settings, values.shape[1]) if first else self.network_
        samples = _Samples("training", self._values(values), np.searchsorted(self.classes_, labels))
        return self._learn(samples, None, network, settings)

    def predict_proba(self, X: npt.ArrayLike) -> Floats:
        """Probabilities (n, classes), in the order of `classes_`. Raises ValueError for images on another scale."""
        check_is_fitted(self, "network_")
        values = self._values(validate_data(self, X, dtype=(np.float64, np.float32), reset=False))
        self._check_scale(values)
        # In double precision, so that a sample's answer does not depend on those beside it.
        return softmax(self.network_.astype(np.float64).forward(values.astype(np.float64)).Z)

    def predict(self, X: npt.ArrayLike) -> Labels:
        """The most probable class (n,) of each sample."""
        P = self.predict_proba(X)
        labels: Labels = self.classes_[P.argmax(axis=1)]
        return labels

    def _checked(self, X: npt.ArrayLike, y: npt.ArrayLike, reset: bool) -> tuple[Any, Any]:
        X, y = validate_data(self, X, y, dtype=(np.float64, np.float32), reset=reset)
        check_classification_targets(y)
        return X, y

    def _settings(self, epochs: int, schedule: Schedule, patience: int) -> TrainingSettings:
        """The parameters as the trainer has them. Raises ValueError for one out of range."""
        state = self.random_state
        if self.hidden_units == 0:
            raise ValueError("hidden_units must be 1 or more; for softmax regression see LogisticRegression")
        seed = state if isinstance(state, int | np.integer) else check_random_state(state).randint(2**31 - 1)
        if self.shift and self.n_features_in_ != PIXELS:
            raise ValueError(f"shift needs images of {PIXELS} pixels, but X has {self.n_features_in_} features")
        try:
            own = {each.name: getattr(self, each.name) for each in fields(TrainingSettings) if hasattr(self, each.name)}
            own |= {"epochs": epochs, "schedule": schedule, "patience": patience, "seed": int(seed)}
            keep: Keep = "best" if patience else "last"
            return TrainingSettings(**own, keep=keep, augmentation=Augmentation(shift=self.shift))
        except SettingsError as error:
            raise ValueError(str(error)) from None

    def _values(self, X: Floats) -> Floats:
        """The samples with the training's smallest value as -1 and its largest as 1."""
        low, high = self.scale_
        return ((X - low) * (2 / (high - low or 1)) - 1).astype(np.float32)

    def _of_images(self) -> bool:
        """Whether the samples are 28 by 28 pixels on a background."""
        return self.n_features_in_ == PIXELS and self._background.sparse

    def _check_scale(self, values: Floats) -> None:
        """Raise ValueError for images whose background, or much of whose ink, has values that training has not seen."""
        if not self._of_images():
            return
        found = measure_sparsity(values)
        moved = found.sparse and abs(found.background - self._background.background) / 2 > _SAME_BACKGROUND
        if not moved and np.mean(np.abs(values) > _SAME_RANGE) < _SOME_INK:
            return
        low, high = self.scale_
        here, there = (low + (each.background + 1) * (high - low) / 2 for each in (found, self._background))
        first, last = (low + (float(value) + 1) * (high - low) / 2 for value in (values.min(), values.max()))
        raise ValueError(
            f"the pixels go from {first:g} to {last:g}, with the background {here:g}, but the network learned from "
            f"{low:g} to {high:g}, with the background {there:g}; scale the images as those it learned from"
        )

    def _split(self, X: Floats, y: Labels, seed: int) -> tuple[Dataset, Dataset]:
        """Samples to learn from, and some to stop by."""
        held_back = round(len(y) * self.validation_fraction)
        if not 0 < held_back < len(y):
            raise ValueError(f"of {len(y)} samples, validation_fraction={self.validation_fraction} leaves none")
        order = np.random.default_rng([seed, 2]).permutation(len(y))
        parts = order[held_back:], order[:held_back]
        training, watched = (_Samples("samples", X[part], y[part]) for part in parts)
        return training, watched

    def _new_network(self, settings: TrainingSettings, features: int) -> Network:
        """Weights as those of every new network here, for this number of features and classes."""
        rng, classes = np.random.default_rng([settings.seed, 0]), len(self.classes_)
        network = Network.initial(
            settings.hidden_units, rng, activation=settings.activation, inputs=features, classes=classes
        )
        # Its biases are 0 for samples counted from their background.
        return unfold_background(network, self._background.background) if self._background.sparse else network

    def _learn(self, training: Dataset, watched: Dataset | None, network: Network, settings: TrainingSettings) -> Self:
        first = slice(0, _WATCHED)
        watched = watched or _Samples("training", training.X[first], training.y[first])
        like_digits = network.W1.shape[0] == PIXELS and len(network.b2) == CLASSES
        worth_it = len(training) * settings.epochs >= _WORTH_COMPILING
        compiled = like_digits and worth_it and kernels.available()
        trainer = Trainer(training, watched, settings, network, self.n_iter_, compiled)
        for event in trainer.run():
            if self.verbose:
                print(event)
        network, self.n_iter_ = trainer.selected_network()
        # Of images whose background is -1, it takes no others by itself either.
        self.network_ = CheckedNetwork.of(network) if self._of_images() and self._background.background < 0 else network
        self.history_ = trainer.history
        return self
