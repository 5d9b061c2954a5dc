"""One table of colours for each theme; palette, style sheet and plots all come from it."""

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


LIGHT = Colours(
    window="#f3f4f6",
    surface="#ffffff",
    raised="#ffffff",
    track="#eaecf0",
    sunken="#e6e9ed",
    hover="#eceef2",
    line="#dfe2e7",
    grid="#dcdfe5",
    axis="#aab1bc",
    field_edge="#8b93a0",
    text="#14171c",
    second="#525a67",
    bar="#a3abb7",
    accent="#0067a8",
    accent_hover="#005a94",
    accent_pressed="#004c7e",
    on_accent="#ffffff",
    soft="#e0eff8",
    on_soft="#00507f",
    training="#0072b2",
    validation="#d55e00",
    third="#8a5fbf",
    hidden_layer="#009e73",
    output_layer="#cc79a7",
    warning="#fff4d9",
    warning_edge="#dba63a",
    warning_sign="#8a5a00",
    canvas_edge="#000000",
)
DARK = Colours(
    window="#15171b",
    surface="#1c1f24",
    raised="#282c33",
    track="#24282e",
    sunken="#2c3139",
    hover="#2a2e35",
    line="#30353d",
    grid="#343a43",
    axis="#59616d",
    field_edge="#7c8593",
    text="#eceef1",
    second="#a8b0bc",
    bar="#6b7482",
    accent="#5bb8ee",
    accent_hover="#7cc7f2",
    accent_pressed="#46a4da",
    on_accent="#06141f",
    soft="#17364a",
    on_soft="#a9dbf8",
    training="#56b4e9",
    validation="#f0a02c",
    third="#c3a5ea",
    hidden_layer="#00b98a",
    output_layer="#e39ac4",
    warning="#3a2f14",
    warning_edge="#8a6a1e",
    warning_sign="#f0c459",
    canvas_edge="#4b535f",
)
CONTRAST = Colours(
    window="#ffffff",
    surface="#ffffff",
    raised="#ffffff",
    track="#ffffff",
    sunken="#c4c4c4",
    hover="#e6e6e6",
    line="#000000",
    grid="#767676",
    axis="#000000",
    field_edge="#000000",
    text="#000000",
    second="#000000",
    bar="#595959",
    accent="#004b87",
    accent_hover="#003a69",
    accent_pressed="#002c50",
    on_accent="#ffffff",
    soft="#cfe6ff",
    on_soft="#000000",
    training="#005a9c",
    validation="#b33f00",
    third="#8a5fbf",
    hidden_layer="#006a4d",
    output_layer="#a3357a",
    warning="#fff4d9",
    warning_edge="#dba63a",
    warning_sign="#8a5a00",
    canvas_edge="#000000",
)
