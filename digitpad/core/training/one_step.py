"""One learning step from one image, with everything it is made from."""

from dataclasses import dataclass, replace

import numpy as np

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.engine.numpy_engine import NumPyEngine, clipping, norms_of, smoothed
from digitpad.core.engine.source import InputScale, TrainingSource, input_scale
from digitpad.core.engine.state import LearningState
from digitpad.core.engine.steps import BatchPlan
from digitpad.core.network import BACKGROUND, Activations, Floats, Gradients, Network, log_softmax, one_hot
from digitpad.core.training.settings import TrainingSettings


@dataclass(frozen=True, eq=False)
class OneStep:
    """The step that a training by `settings` would begin with, had it this one image X (1, 784), on its `scale`: that
    of MNIST's images, where the scale depends on them.

    `before` and `after` are the network as it learns: for images on that scale. G (1, 10) is P minus the `targets`,
    which are Y but for label smoothing. The gradients include weight decay (but AdamW's); the optimiser gets them times
    `clip`. What is random in a training (dropout, varied images), averages of weights and schedules of the learning
    rate are left out.
    """

    settings: TrainingSettings
    scale: InputScale
    label: int
    X: Floats
    before: Network
    activations: Activations
    P: Floats
    targets: Floats
    G: Floats
    gradients: Gradients
    clip: float
    after: Network

    @property
    def network(self) -> Network:
        """The network after the step, for images as they are."""
        return self.scale.unfold(self.after)


def one_step(network: Network, X: Floats, label: int, settings: TrainingSettings) -> OneStep:
    """Take the step from the image X (1, 784); `network` stays as it is."""
    settings = settings.for_network(network)
    # What is a regression is shown with its units, and the quadratic cost as cross-entropy.
    shown = replace(settings, hidden_units=network.hidden_units, cost="cross-entropy")
    settings = replace(shown, dropout_inputs=0.0, dropout_hidden=0.0, averaging=0.0)
    config = settings.step_config
    scale = input_scale(settings.inputs, BACKGROUND)
    before = scale.fold(network)
    inputs = scale.of(X).astype(network.dtype, copy=False)
    y = np.array([label])
    activations = before.forward(inputs)
    P = np.exp(log_softmax(activations.Z))
    wanted = smoothed(one_hot(y, network.dtype), config.label_smoothing)
    G = (P - wanted).astype(network.dtype)
    decay = 0.0 if settings.optimiser == "adamw" else settings.weight_decay
    gradients = before.gradients(inputs, activations, G, decay)
    source = TrainingSource(inputs, y, settings.seed, Augmentation())  # on the scale already
    engine = NumPyEngine(LearningState.beginning(before), config, source, settings.form)
    engine.learn(BatchPlan(np.zeros(1, np.intp), 1, np.array([settings.learning_rate])))
    clip, after = clipping(norms_of(gradients), config.clip), engine.network()
    return OneStep(settings, scale, label, inputs, before, activations, P, wanted, G, gradients, clip, after)
