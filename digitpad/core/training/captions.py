"""What each setting does, in a few plain words that stand beside its name."""

from digitpad.core.setting import NOOP

# By the names of the settings. They continue the name, so they begin small and end without a full stop.
CAPTIONS = {
    "hidden_units": NOOP("captions", "how many features it can look for"),
    "epochs": NOOP("captions", "how often it sees every image"),
    "batch_size": NOOP("captions", "images that each step learns from"),
    "learning_rate": NOOP("captions", "how far each step goes"),
    "weight_decay": NOOP("captions", "how strongly large weights are punished"),
    "seed": NOOP("captions", "the same number, the same run"),
    "optimiser": NOOP("captions", "how a gradient becomes a step"),
    "momentum": NOOP("captions", "how much of earlier steps carries over"),
    "beta2": NOOP("captions", "how long it remembers the gradients' sizes"),
    "schedule": NOOP("captions", "how the learning rate changes on the way"),
    "warm_up": NOOP("captions", "share of the run with a rising learning rate"),
    "activation": NOOP("captions", "what a unit makes of what it sees"),
    "inputs": NOOP("captions", "pixels as they are, or the ink alone"),
    "initialisation": NOOP("captions", "how large the first random weights are"),
    "reduction": NOOP("captions", "whether a batch's images add up or average"),
    "clip": NOOP("captions", "the largest gradient it follows, 0 for any"),
    "precision": NOOP("captions", "how exactly it calculates"),
    "dropout_inputs": NOOP("captions", "share of the ink hidden from each image"),
    "dropout_hidden": NOOP("captions", "share of the units that sit out each step"),
    "label_smoothing": NOOP("captions", "how much doubt it is taught"),
    "averaging": NOOP("captions", "how long a memory the averaged weights have"),
    "class_weights": NOOP("captions", "whether rare digits count for more"),
    "patience": NOOP("captions", "epochs without progress before it stops, 0 for never"),
    "keep": NOOP("captions", "the last network, or the best on the way"),
    "drawings": NOOP("captions", "share of made-up pen drawings"),
    "shift": NOOP("captions", "how far images move about"),
    "rotation": NOOP("captions", "how far images turn"),
    "scale": NOOP("captions", "how much images grow or shrink"),
    "shear": NOOP("captions", "how far images slant"),
    "elastic": NOOP("captions", "how far images bend like rubber"),
    "thickness": NOOP("captions", "how much wider or thinner strokes get"),
    "noise": NOOP("captions", "how much grain images get"),
}
