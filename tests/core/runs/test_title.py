"""What a run is called."""

from dataclasses import replace

from digitpad.core.runs.record import run_title
from digitpad.core.training.presets import PRESETS


def test_a_run_by_a_recipe_is_called_after_it() -> None:
    recipe = PRESETS["cmu-regression"]
    assert run_title(recipe.settings, recipe.data) == "CMU, softmax regression"
    assert run_title(replace(recipe.settings, epochs=3), recipe.data) == "CMU, softmax regression, 3 epochs"
    far = replace(recipe.settings, epochs=3, hidden_units=30, batch_size=7, learning_rate=0.3)
    assert "CMU" not in run_title(far, "mnist")
