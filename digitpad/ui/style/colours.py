"""One table of the colours of all themes; palette, style sheet and plots all come from it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """A theme's colours. Those of curves are from Okabe and Ito's set, told apart by any colour vision.

    `training` is what speaks for something, too, and `validation` what speaks against it; text never has that colour.
    """

    window: str
    surface: str
    raised: str
    track: str
    sunken: str
    hover: str
    line: str
    grid: str
    axis: str
    field_edge: str
    text: str
    second: str
    bar: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    soft: str
    on_soft: str
    training: str
    validation: str
    third: str
    hidden_layer: str
    output_layer: str
    warning: str
    warning_edge: str
    warning_sign: str
    canvas_edge: str

    @property
    def dark(self) -> bool:
        """Whether text is light on dark."""
        return self.text > self.surface  # both begin with their red part, and text is grey


# Light, dark, and high contrast.
_TABLE = {
    "window": ("#f3f4f6", "#15171b", "#ffffff"),
    "surface": ("#ffffff", "#1c1f24", "#ffffff"),
    "raised": ("#ffffff", "#282c33", "#ffffff"),
    "track": ("#eaecf0", "#24282e", "#ffffff"),
    "sunken": ("#e6e9ed", "#2c3139", "#c4c4c4"),
    "hover": ("#eceef2", "#2a2e35", "#e6e6e6"),
    "line": ("#dfe2e7", "#30353d", "#000000"),
    "grid": ("#dcdfe5", "#343a43", "#767676"),
    "axis": ("#aab1bc", "#59616d", "#000000"),
    "field_edge": ("#8b93a0", "#7c8593", "#000000"),
    "text": ("#14171c", "#eceef1", "#000000"),
    "second": ("#525a67", "#a8b0bc", "#000000"),
    "bar": ("#a3abb7", "#6b7482", "#595959"),
    "accent": ("#0067a8", "#5bb8ee", "#004b87"),
    "accent_hover": ("#005a94", "#7cc7f2", "#003a69"),
    "accent_pressed": ("#004c7e", "#46a4da", "#002c50"),
    "on_accent": ("#ffffff", "#06141f", "#ffffff"),
    "soft": ("#e0eff8", "#17364a", "#cfe6ff"),
    "on_soft": ("#00507f", "#a9dbf8", "#000000"),
    "training": ("#0072b2", "#56b4e9", "#005a9c"),
    "validation": ("#d55e00", "#f0a02c", "#b33f00"),
    "third": ("#8a5fbf", "#c3a5ea", "#8a5fbf"),
    "hidden_layer": ("#009e73", "#00b98a", "#006a4d"),
    "output_layer": ("#cc79a7", "#e39ac4", "#a3357a"),
    "warning": ("#fff4d9", "#3a2f14", "#fff4d9"),
    "warning_edge": ("#dba63a", "#8a6a1e", "#dba63a"),
    "warning_sign": ("#8a5a00", "#f0c459", "#8a5a00"),
    "canvas_edge": ("#000000", "#4b535f", "#000000"),
}
LIGHT, DARK, CONTRAST = (Colours(**{name: row[theme] for name, row in _TABLE.items()}) for theme in range(3))
