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
    """The cost is no longer a finite number; the weights are back at the last good ones."""
