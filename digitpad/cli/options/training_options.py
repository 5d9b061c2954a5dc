"""The words of the commands that train, with an option for each setting, and what they ask for."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from digitpad.cli.options.data_options import (
    DATA,
    add_data_options,
    add_json,
    add_seed,
    add_split_options,
    given_data_options,
)
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.models.formats import ENDINGS
from digitpad.core.runs.spec import DataSources
from digitpad.core.setting import Setting, settings_of
from digitpad.core.sweeps.sweep import parse_values
from digitpad.core.training.presets import DEFAULT_PRESET, PRESETS
from digitpad.core.training.settings import SETTINGS, TrainingSettings

_KEEP_IN = "keep runs in this folder (default: that of the window)"


def add_train(parser: argparse.ArgumentParser) -> None:
    """Data, an option for each setting, drawings, and where the run is kept."""
    parser.add_argument("--data", metavar="DATA", help=f"{DATA} (default: what the preset is meant for)")
    add_split_options(parser)
    parser.add_argument(
        "--from", dest="base", type=Path, metavar="MODEL", help="fine-tune this model instead of training a new network"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help=f"write the trained model to this file: {ENDINGS}")
    parser.add_argument(
        "--plots",
        type=Path,
        metavar="FILE",
        help="write the curves of cost and accuracy as a .png, .svg or .pdf, which needs matplotlib",
    )
    parser.add_argument(
        "--find-rate",
        action="store_true",
        help="only try learning rates, from far too small to far too large, and suggest one; --plots draws them",
    )
    parser.add_argument(
        "--threads",
        type=int,
        default=1,
        metavar="N",
        help="threads for NumPy when evaluating; training always uses one (default: %(default)s)",
    )
    add_json(parser)
    add_data_options(parser)
    _add_settings(parser)
    _add_strokes(parser)
    _add_keeping(parser)


def add_sweep(parser: argparse.ArgumentParser) -> None:
    """Data and settings as for `digitpad train`, of which up to two may have several values."""
    parser.add_argument("--data", metavar="DATA", help=f"{DATA} (default: what the preset is meant for)")
    add_split_options(parser)
    parser.add_argument("--seeds", type=int, metavar="N", help="train with N seeds, from --seed on (default: with one)")
    parser.add_argument(
        "--resume",
        nargs="?",
        const="",
        metavar="SWEEP",
        help="resume the sweep of this number, or else the last unfinished one; runs that have ended stay",
    )
    parser.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="trainings at a time (default: one for each processor)"
    )
    parser.add_argument(
        "--dask",
        default="",
        metavar="ADDRESS",
        help="train on the Dask cluster at this address, such as tcp://10.0.0.1:8786, whose machines share the folder "
        "of runs and the data; needs digitpad[dask]",
    )
    parser.add_argument("--runs", type=Path, metavar="DIR", help=_KEEP_IN)
    parser.add_argument(
        "--plots",
        type=Path,
        metavar="FILE",
        help="write the accuracies over the values as a .png, .svg or .pdf, which needs matplotlib",
    )
    add_json(parser)
    add_data_options(parser)
    _add_settings(parser, lists=True)
    _add_strokes(parser)


def add_teach(parser: argparse.ArgumentParser) -> None:
    """Whose digits to teach to which model."""
    parser.add_argument("--writer", required=True, metavar="NAME", help="whose digits in the collection to teach")
    parser.add_argument("--model", type=Path, metavar="MODEL", help="the model to teach (default: the built-in one)")
    add_seed(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help=f"write the model, if it is accepted: {ENDINGS}")
    parser.add_argument("--anyway", action="store_true", help="write a model that is not accepted, too")
    parser.add_argument("--runs", type=Path, metavar="DIR", help="keep the run in this folder (default: the window's)")
    add_json(parser)


def _add_settings(parser: argparse.ArgumentParser, lists: bool = False) -> None:
    """An option for each setting; those that are not given are None, the others texts, or `lists` with commas."""
    parser.add_argument(
        "--preset",
        choices=PRESETS,
        help=f"start from these settings (default: {DEFAULT_PRESET}, whose values are the defaults below)",
    )
    groups = {each.group: parser.add_argument_group(each.group.lower()) for each in SETTINGS.values()}
    for each in SETTINGS.values():
        values = None if lists else [choice.value for choice in each.choices] or None
        letter = "N" if each.limits and each.limits.whole else "X" if each.limits else "NAME"
        metavar = f"{letter},…" if lists and each.name != "seed" else None if values else letter
        kind = _number(each) if each.limits and not lists else str
        groups[each.group].add_argument(_option(each), type=kind, choices=values, metavar=metavar, help=_help(each))


def _add_strokes(parser: argparse.ArgumentParser) -> None:
    """Which drawings to learn from."""
    group = parser.add_argument_group("drawn digits (only used when --drawings > 0)")
    group.add_argument(
        "--strokes", type=Path, metavar="FILE", help="vary the drawings in this file; made-up digits are the other half"
    )
    group.add_argument(
        "--without-writers", nargs="+", default=[], metavar="WRITER", help="leave out the drawings of these writers"
    )


def _add_keeping(parser: argparse.ArgumentParser) -> None:
    """Where runs are kept, and going on with one."""
    group = parser.add_argument_group("keeping and resuming the run")
    group.add_argument(
        "--resume",
        nargs="?",
        const="",
        metavar="RUN",
        help="resume an interrupted training, the last one if none is named",
    )
    group.add_argument("--runs", type=Path, metavar="DIR", help=_KEEP_IN)
    group.add_argument(
        "--checkpoint-every",
        type=float,
        default=5.0,
        metavar="SECONDS",
        help="how often what is needed to go on is written (default: %(default)s)",
    )


def given_sources(arguments: argparse.Namespace) -> DataSources:
    """The data that is named on the command line, or else that of the preset."""
    data = arguments.data or PRESETS[arguments.preset or DEFAULT_PRESET].data
    test, strokes = (str(path) if path else "" for path in (arguments.test, arguments.strokes))
    validation, reading = arguments.validation or "", given_data_options(arguments)
    writers = tuple(arguments.without_writers)
    return DataSources(data, test, strokes, writers, validation=validation, reading=reading)


def given_lists(arguments: argparse.Namespace) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """The settings of which several values are named, each with these; the others are left as one text.

    Raises SettingsError for a wrong value.
    """
    varied = []
    for name, each in SETTINGS.items():
        text = getattr(arguments, name)
        values = parse_values(name, text, _option(each)) if text is not None and name != "seed" else ()
        if len(values) > 1:
            varied.append((name, values))
            setattr(arguments, name, None)
    return tuple(varied)


def given_settings(arguments: argparse.Namespace) -> TrainingSettings:
    """The preset's settings with those named on the command line. Raises SettingsError for a wrong value."""
    preset = PRESETS[arguments.preset or DEFAULT_PRESET].settings
    augmentation = replace(preset.augmentation, **_given(arguments, settings_of(Augmentation)))
    return replace(preset, augmentation=augmentation, **_given(arguments, settings_of(TrainingSettings)))


def any_given(arguments: argparse.Namespace) -> bool:
    """Whether the command line names a preset or any setting."""
    return bool(arguments.preset) or any(getattr(arguments, name) is not None for name in SETTINGS)


def presets_in_words() -> str:
    """A line for each preset, with its data and all of its settings that are not the defaults."""
    usual = TrainingSettings()
    lines = []
    for name, preset in PRESETS.items():
        other = [
            f"{_option(each)} {each.format(preset.settings.value(each.name))}"
            for each in SETTINGS.values()
            if preset.settings.value(each.name) != usual.value(each.name)
        ]
        lines.append(f"preset {name}: --data {preset.data}, {', '.join(other) or 'all settings as above'}")
    return "\n".join(lines)


def _given(arguments: argparse.Namespace, table: tuple[Setting, ...]) -> dict[str, Any]:
    texts = {each: getattr(arguments, each.name) for each in table}
    return {each.name: each.parse(text, _option(each)) for each, text in texts.items() if text is not None}


def _number(setting: Setting) -> Callable[[str], str]:
    """For the parser: a text that is no number is no word that it knows."""
    kind = int if setting.limits and setting.limits.whole else float

    def numeral(text: str) -> str:
        kind(text)
        return text

    numeral.__name__ = "whole number" if kind is int else "number"
    return numeral


def _option(setting: Setting) -> str:
    return "--" + setting.name.replace("_", "-")


def _help(setting: Setting) -> str:
    """The first sentence of the setting's help in the style of a command line, with limits and default."""
    text = setting.help.split(". ")[0].removesuffix(".")
    text = text[0].lower() + text[1:] if text[1].islower() else text  # not of an abbreviation
    limits = f"{setting.limits}, " if setting.limits else ""
    return f"{text} ({limits}default: {setting.format(setting.default)})".replace("%", "%%")
