"""Many drawings in one call give the images that each gives by itself, compiled or not."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.drawing.normalise import DEFAULT, Normalisation, normalise
from digitpad.core.drawing.render import PackedDrawings, load_kernel, render, render_one

Drawing = list[np.ndarray]
GOLDEN = Path(__file__).with_name("golden.npz")
BOTH_WAYS = """
import sys
import numpy as np
from digitpad.core.drawing.normalise import DEFAULT
from digitpad.core.drawing.render import PackedDrawings, load_kernel, render
rng = np.random.default_rng(0)
drawings = PackedDrawings.of([[rng.uniform(0, 99, (9, 2)) for _ in range(at % 6)] for at in range(30)])
varied = {
    "pen_widths": rng.uniform(1, 5, 30), "boxes": rng.uniform(16, 24, 30), "affines": rng.normal(0, 1, (30, 2, 2))
}
before = render(drawings, DEFAULT, **varied)
assert "numba" not in sys.modules
print(load_kernel(), np.abs(render(drawings, DEFAULT, **varied) - before).max() < 1e-4)
"""


@pytest.fixture(scope="module", params=[False, True], ids=["", "compiled"])
def compiled(request: pytest.FixtureRequest) -> bool:
    """First as it is at the start of the program, then with the kernel."""
    if request.param:
        pytest.importorskip("numba")
        assert load_kernel()
    return bool(request.param)


@pytest.fixture(scope="module")
def drawings(digits: dict[int, Drawing]) -> list[Drawing]:
    return [digits[each] for each in range(10)]


@pytest.mark.usefixtures("compiled")
def test_the_images_of_known_drawings_have_not_changed(drawings: list[Drawing]) -> None:
    with np.load(GOLDEN) as file:
        golden = file["images"].astype(float) / 255
    np.testing.assert_allclose(render(PackedDrawings.of(drawings), DEFAULT), golden, atol=0.51 / 255)


@pytest.mark.usefixtures("compiled")
def test_each_image_is_that_of_the_drawing_alone(drawings: list[Drawing]) -> None:
    images = render(PackedDrawings.of(drawings), DEFAULT)
    assert (images.shape, images.dtype) == ((10, 28, 28), np.float32)
    for image, drawing in zip(images, drawings, strict=True):
        np.testing.assert_allclose(image, normalise(drawing), atol=1e-5)
        np.testing.assert_allclose(image, render_one(drawing, DEFAULT), atol=1e-6)


@pytest.mark.usefixtures("compiled")
def test_each_drawing_may_have_its_own_pen_size_and_map(drawings: list[Drawing]) -> None:
    rng = np.random.default_rng(1)
    which = rng.integers(0, 10, 25)
    pens, boxes = rng.uniform(1, 5, 25), rng.uniform(16, 24, 25)
    maps = np.eye(2) + rng.normal(0, 0.2, (25, 2, 2))
    packed = PackedDrawings.of(drawings[one] for one in which)
    out = render(packed, DEFAULT, pen_widths=pens, boxes=boxes, affines=maps)
    for image, one, pen, box, map_ in zip(out, which, pens, boxes, maps, strict=True):
        alone = normalise([path @ map_.T for path in drawings[one]], Normalisation(pen_width=pen, box=box))
        np.testing.assert_allclose(image, alone, atol=1e-4)


@pytest.mark.usefixtures("compiled")
def test_blank_drawings_and_no_drawings_at_all_are_fine(drawings: list[Drawing]) -> None:
    images = render(PackedDrawings.of([[], drawings[3], []]), DEFAULT)
    assert not images[[0, 2]].any()
    np.testing.assert_allclose(images[1], normalise(drawings[3]), atol=1e-5)
    assert render(PackedDrawings.of([]), DEFAULT).shape == (0, 28, 28)


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("make", [lambda a: a.astype(np.int64), lambda a: a[:, ::-1][:, ::-1], lambda a: a.tolist()])
def test_points_may_be_any_array_of_numbers(drawings: list[Drawing], make: Callable[[np.ndarray], object]) -> None:
    whole = [np.round(path) for path in drawings[8]]
    image = render_one([np.asarray(make(path)) for path in whole], DEFAULT)
    np.testing.assert_allclose(image, normalise(whole), atol=1e-5)


def test_packed_drawings_can_be_taken_out_again(drawings: list[Drawing]) -> None:
    packed = PackedDrawings.of([*drawings, []])
    assert len(packed) == 11
    for index, drawing in enumerate([*drawings, []]):
        assert [path.tolist() for path in packed.paths(index)] == [path.tolist() for path in drawing]


def test_nothing_is_compiled_unless_asked_for_and_both_ways_agree() -> None:
    pytest.importorskip("numba")
    done = subprocess.run([sys.executable, "-c", BOTH_WAYS], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split() == ["True", "True"]
