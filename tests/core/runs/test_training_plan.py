"""A plan goes to text and back, and knows the preset it follows."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.core.readers.options import DataOptions
from digitpad.core.runs.spec import TrainingPlan
from digitpad.core.setting import Setting, settings_of
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.settings import TrainingSettings


def within(setting: Setting) -> st.SearchStrategy[float | str]:
    if setting.limits is None:
        return st.sampled_from([choice.value for choice in setting.choices])
    low, high = setting.limits.low, setting.limits.high
    return st.integers(int(low), int(high)) if setting.limits.whole else st.floats(low, high)


SETTINGS = st.builds(
    TrainingSettings,
    augmentation=st.builds(Augmentation, **{each.name: within(each) for each in settings_of(Augmentation)}),
    **{each.name: within(each) for each in settings_of(TrainingSettings)},
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(settings=SETTINGS, source=st.sampled_from(list(BUILT_IN)))
def test_a_plan_comes_back_from_its_text(settings: TrainingSettings, source: str) -> None:
    plan = TrainingPlan(settings, source)
    assert TrainingPlan.from_text(plan.to_text()) == plan


@given(settings=SETTINGS)
def test_a_new_session_begins_with_a_new_network(settings: TrainingSettings) -> None:
    assert not TrainingPlan.from_text(TrainingPlan(settings, fine_tune=True).to_text()).fine_tune


@given(text=st.text() | JSON.map(json.dumps))
def test_any_other_text_gives_the_default_plan(text: str) -> None:
    assert TrainingPlan.from_text(text) == TrainingPlan()


@given(
    name=st.sampled_from([*(each.name for each in settings_of(TrainingSettings)), "augmentation", "unknown"]),
    value=JSON | st.floats(0, 5),
)
@example(name="epochs", value=2.5)
def test_one_wrong_setting_gives_the_default_plan_or_a_usable_one(name: str, value: object) -> None:
    settings = asdict(TrainingSettings()) | {name: value}
    plan = TrainingPlan.from_text(json.dumps({"settings": settings, "source": "mnist"}))
    if plan != TrainingPlan():
        for each, default in vars(TrainingSettings()).items():
            found = getattr(plan.settings, each)
            assert isinstance(found, (int, float) if isinstance(default, float) else type(default))


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"settings": {"epochs": 1' + "0" * 400 + '}, "source": "mnist"}'],
    ids=["deeply nested", "an enormous number"],
)
def test_text_that_cannot_be_held_gives_the_default_plan(text: str) -> None:
    assert TrainingPlan.from_text(text) == TrainingPlan()


def test_a_file_is_remembered_while_it_is_there(tmp_path: Path) -> None:
    file = tmp_path / "course.npz"
    plan = TrainingPlan(TrainingSettings(epochs=3), str(file))
    assert TrainingPlan.from_text(plan.to_text()) == TrainingPlan()
    file.touch()
    assert TrainingPlan.from_text(plan.to_text()) == plan


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_recognised_whatever_the_seed(name: str) -> None:
    preset = PRESETS[name]
    assert TrainingPlan(preset.settings, preset.data).preset == name
    assert TrainingPlan(replace(preset.settings, seed=99), preset.data).preset == name


@pytest.mark.parametrize("name", PRESETS)
def test_a_changed_preset_is_ones_own(name: str) -> None:
    preset = PRESETS[name]
    assert TrainingPlan(replace(preset.settings, epochs=7), preset.data).preset is None
    assert TrainingPlan(preset.settings, "another file").preset is not None
    assert TrainingPlan().with_preset(name).source == preset.data
    assert TrainingPlan(source="another file").with_preset(name).source == "another file"


def test_how_a_file_is_read_is_remembered_and_nonsense_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    reading = DataOptions(pixel_range=(0.0, 16.0), invert=True, turn="mirror", classes=("a", "b"), split_seed=3)
    plan = TrainingPlan().with_reading(str(folder), reading)
    assert TrainingPlan.from_text(plan.to_text()) == plan
    assert plan.with_reading(str(folder), DataOptions()).readings == ()
    for wrong in ({"turn": []}, {"classes": 5}, {"pixel_range": [1, "2"]}, {"invert": 1}, {"unknown": 1}, [], None):
        text = json.dumps({"settings": {}, "source": str(folder), "reading": wrong})
        assert TrainingPlan.from_text(text) == TrainingPlan()
    assert TrainingPlan.from_text(json.dumps({"settings": {}, "source": ""})) == TrainingPlan()
