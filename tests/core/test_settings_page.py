"""docs/settings.md says what the table of settings says; `python -m tests.core.test_settings_page` writes it anew."""

from itertools import groupby
from pathlib import Path

from digitpad.core.setting import Setting
from digitpad.core.training.settings import SETTINGS

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
_HEAD = """# Settings of a training

The first column has each setting's name in the window and its option of `digitpad train`. In `--json` and in
checkpoints the key is the option without `--`, with `_` for `-`. Settings marked with * can be changed during training.

<!-- Written by python -m tests.core.test_settings_page from digitpad/core/training/settings.py -->
"""


def page() -> str:
    """The page as the table has it."""
    parts = [_HEAD]
    for group, settings in groupby(SETTINGS.values(), key=lambda setting: setting.group):
        parts.append(f"\n## {group}\n\n| Setting | Values | Default | |\n| :-- | :-- | :-- | :-- |\n")
        parts += [_row(each) for each in settings]
    return "".join(parts)


def _row(setting: Setting) -> str:
    name = setting.title + (f", {setting.unit}" if setting.unit else "") + (" *" if setting.changeable else "")
    option = f"`--{setting.name.replace('_', '-')}`"
    values = "<br>".join(f"`{each.value}` {each.label}: {each.help}" for each in setting.choices) or str(setting.limits)
    help_text = setting.help.replace("*", r"\*")
    return f"| {name}<br>{option} | {values} | {setting.format(setting.default)} | {help_text} |\n"


def test_the_page_says_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
