"""Errors a user can act on. Each message says what is wrong and what to do, in one sentence."""


class DigitpadError(Exception):
    """Base of every error that is shown to the user as it stands."""


class DataError(DigitpadError):
    """A file of images, labels or drawings cannot be used."""


class ModelError(DigitpadError):
    """A model file cannot be used."""


class SettingsError(DigitpadError):
    """A training setting lies outside its range."""


class TrainingDiverged(DigitpadError):
    """The cost is no longer a finite number, or all hidden units are dead; the weights are the last good ones."""


class CheckpointError(DigitpadError):
    """A file with the state of a run cannot be written or used."""


class OutputError(DigitpadError):
    """A picture, a table or a report cannot be written."""


class MissingPackage(DigitpadError):
    """Something was asked for that needs an optional package that is not installed."""
