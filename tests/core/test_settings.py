"""Settings refuse what lies outside their ranges; presets and schedules are what the design says."""

import dataclasses
import math
import typing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.errors import SettingsError
from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.core.setting import from_json
from digitpad.core.training.presets import PRESETS, RECIPES
from digitpad.core.training.schedules import SCHEDULES
from digitpad.core.training.settings import SETTINGS, TrainingSettings

NUMBERS = {name: each for name, each in SETTINGS.items() if each.limits}
CHOICES = {name: each for name, each in SETTINGS.items() if each.choices}


@pytest.mark.parametrize("name", NUMBERS)
def test_the_ends_of_every_range_may_be_used(name: str) -> None:
    limits = NUMBERS[name].limits
    for value in (limits.low, limits.high):
        assert TrainingSettings().with_value(name, value).value(name) == value


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("beyond", ["below", "above", "nan", "infinite"])
def test_a_value_out_of_range_is_refused_in_words(name: str, beyond: str) -> None:
    limits = NUMBERS[name].limits
    small = 1 if limits.whole else 1e-9
    low, high = limits.low - small, limits.high * 1.001 + small
    value = {"below": low, "above": high, "nan": math.nan, "infinite": math.inf}[beyond]
    with pytest.raises(SettingsError) as caught:
        TrainingSettings().with_value(name, value)
    message = str(caught.value)
    assert message.startswith(f"{NUMBERS[name].title} must be a ")
    assert f"from {limits}, not" in message
    assert "\n" not in message


@pytest.mark.parametrize("name", CHOICES)
def test_an_unknown_choice_is_refused_in_words(name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{CHOICES[name].title} must be .* or .*, not 'neither'"):
        TrainingSettings(**{name: "neither"})


def test_replacing_a_setting_checks_it_and_leaves_the_original() -> None:
    settings = TrainingSettings()
    with pytest.raises(SettingsError):
        dataclasses.replace(settings, learning_rate=-1.0)
    assert dataclasses.replace(settings, learning_rate=0.5).learning_rate == 0.5
    assert settings == TrainingSettings()


def test_settings_cannot_be_changed_in_place() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        TrainingSettings().epochs = 3  # type: ignore[misc]


def test_settings_as_a_dictionary_make_the_same_settings_again() -> None:
    settings = TrainingSettings(
        epochs=7, reduction="sum", precision="float64", seed=5, augmentation=Augmentation(shift=2.5, elastic=3.0)
    )
    as_dict = dataclasses.asdict(settings)
    assert as_dict["epochs"] == 7
    assert from_json(TrainingSettings, as_dict) == settings


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {"unknown": 1},
        {"epochs": "3"},
        {"epochs": 2.5},
        {"epochs": True},
        {"optimiser": ["sgd"]},
        {"learning_rate": None},
        {"learning_rate": 10**400},
        {"augmentation": 3},
        {"augmentation": {"unknown": 1}},
    ],
)
def test_what_are_no_settings_is_refused_in_words(values: object) -> None:
    with pytest.raises(SettingsError) as caught:
        from_json(TrainingSettings, values)
    assert len(str(caught.value)) < 200


@given(st.data())
def test_a_value_as_text_is_read_again(data: st.DataObject) -> None:
    setting = data.draw(st.sampled_from(list(NUMBERS.values())))
    low, high = setting.limits.low, setting.limits.high
    value = data.draw(st.integers(low, high) if setting.limits.whole else st.floats(low, high))
    again = setting.parse(setting.format(value))
    assert (again, type(again)) == (value, type(value))


def test_the_choices_are_those_of_the_types() -> None:
    types = typing.get_type_hints(TrainingSettings)
    assert CHOICES
    for name, setting in CHOICES.items():
        assert [choice.value for choice in setting.choices] == list(typing.get_args(types[name]))


def test_the_defaults_of_the_table_are_those_of_the_settings() -> None:
    assert {name: each.default for name, each in SETTINGS.items()} == {
        name: TrainingSettings().value(name) for name in SETTINGS
    }


def test_the_hand_in_preset_is_the_reference_run() -> None:
    preset = PRESETS["hand-in"]
    expected = {
        "hidden_units": 256,
        "epochs": 200,
        "batch_size": 30,
        "learning_rate": 1e-4,
        "weight_decay": 1e-2,
        "reduction": "sum",
        "schedule": "constant",
        "optimiser": "sgd",
        "inputs": "pixels",
        "augmentation": Augmentation(),
    }
    assert {name: getattr(preset.settings, name) for name in expected} == expected
    assert preset.data == "mnist-hand-in"


def test_every_preset_is_meant_for_bundled_data() -> None:
    assert {preset.data for preset in PRESETS.values()} <= set(BUILT_IN)
    assert "default" in PRESETS


@given(st.floats(0, 1))
def test_the_constant_schedule_stays(progress: float) -> None:
    assert SCHEDULES["constant"](progress) == 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_cosine_schedule_falls_from_all_to_nothing(one: float, other: float) -> None:
    cosine = SCHEDULES["cosine"]
    assert cosine(min(one, other)) >= cosine(max(one, other))
    assert (cosine(0), cosine(1)) == (1, 0)
    assert cosine(0.5) == pytest.approx(0.5)
    assert cosine(1 / 3) == pytest.approx(0.75)
    assert cosine(1.5) == 0


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_has_a_row_with_what_is_published(name: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text(encoding="utf-8")
    (row,) = [line.split(" | ") for line in page.splitlines() if line.startswith(f"| {name} |")]
    assert all(cell.strip(" |") for cell in row)
    assert row[1] == (RECIPES[name].published or "none")
    for text in (RECIPES[name].source, RECIPES[name].differs):
        assert text in page
    assert RECIPES[name].title
    assert RECIPES[name].hint.endswith(".")
