"""A model comes back from its file bit for bit, and nothing that is no sound model is let in."""

import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.errors import ModelError
from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.models.model import Model
from tests.networks import assert_same, network_of
from tests.refusals import refusal

rejection = partial(refusal, read_model, kind=ModelError)
ABOUT = {"format": 1, "name": "mine", "trained_on": "digits", "test_accuracy": 0.5}
small = partial(network_of, 3, dtype=np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def sound(folder: Path) -> bytes:
    """The content of a sound model file of small()."""
    write_model(folder / "sound.npz", Model(small(), "mine"))
    return (folder / "sound.npz").read_bytes()


@pytest.fixture
def model_file(tmp_path: Path) -> Callable[..., Path]:
    """A factory of model files; keyword arguments replace, add or (None) leave out arrays."""

    def write(**changes: object) -> Path:
        arrays: dict[str, object] = {**dict(small().parameters()), "about": json.dumps(ABOUT), **changes}
        path = tmp_path / "made by hand.npz"
        np.savez_compressed(path, **{key: np.asarray(value) for key, value in arrays.items() if value is not None})
        return path

    return write


@given(
    hidden=st.integers(1, 40),
    dtype=st.sampled_from([np.float32, np.float64]),
    name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(str.isprintable),
    accuracy=st.none() | st.floats(0, 1),
)
@settings(max_examples=25)
def test_a_model_comes_back_bit_for_bit(
    folder: Path, hidden: int, dtype: type, name: str, accuracy: float | None
) -> None:
    path = folder / "round.npz"
    network = network_of(hidden, dtype=dtype)
    network.W1[0, 0] = np.finfo(dtype).smallest_subnormal
    network.W1[1, 0] = -0.0
    network.W1[2, 0] = np.finfo(dtype).max / 1e5
    write_model(path, Model(network, name, "some digits", 3, accuracy))
    model = read_model(path)
    assert_same(model.network, network)
    assert (model.name, model.trained_on, model.epochs, model.test_accuracy) == (name, "some digits", 3, accuracy)


def test_a_model_made_by_hand_is_read(model_file: Callable[..., Path]) -> None:
    model = read_model(model_file())
    assert_same(model.network, small())
    assert (model.name, model.trained_on, model.test_accuracy) == ("mine", "digits", 0.5)


def test_a_read_model_can_be_trained_further(folder: Path, sound: bytes) -> None:
    (folder / "further.npz").write_bytes(sound)
    network = read_model(folder / "further.npz").network
    for (_, array), (_, learned) in zip(network.parameters(), small(seed=1).parameters(), strict=True):
        array[...] = learned
    assert_same(network, small(seed=1))


@pytest.mark.parametrize(
    "odd",
    [{"name": ""}, {"name": 3}, {"name": None}, {"trained_on": []}, {"test_accuracy": "high"}, {"test_accuracy": 2}],
)
def test_an_odd_description_of_sound_weights_falls_back(
    model_file: Callable[..., Path], odd: dict[str, object]
) -> None:
    model = read_model(model_file(about=json.dumps({**ABOUT, **odd})))
    fallen_back = {"name": "made by hand", "trained_on": "", "test_accuracy": None}
    for field in ("name", "trained_on", "test_accuracy"):
        assert getattr(model, field) == (fallen_back[field] if field in odd else ABOUT[field])


@pytest.mark.parametrize(
    "about",
    [
        "",
        "{",
        "null",
        "3",
        '["format", 1]',
        "[" * 100_000,
        '{"format": ' + "9" * 5_000 + "}",
        "{}",
        '{"format": 2}',
        '{"format": "1"}',
        '{"format": [1,\n2]}',
        np.arange(5),
        np.zeros(0),
        b"\xff\xfe",
        np.nan,
    ],
)
def test_a_bad_description_is_refused(model_file: Callable[..., Path], about: object) -> None:
    rejection(model_file(about=about))


@pytest.mark.parametrize("name", ["about", "W1", "b1", "W2", "b2"])
def test_a_missing_array_is_named(model_file: Callable[..., Path], name: str) -> None:
    assert name in rejection(model_file(**{name: None}))


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("W1", np.zeros((783, 3), np.float32)),
        ("W1", np.zeros((784, 2), np.float32)),
        ("W1", np.zeros((784, 4), np.float32)),
        ("W1", np.zeros(784 * 3, np.float32)),
        ("b1", np.zeros((3, 1), np.float32)),
        ("b1", np.float32(0)),
        ("b1", np.zeros(0, np.float32)),
        ("b1", np.zeros(5_000, np.float32)),
        ("W2", np.zeros((10, 3), np.float32)),
        ("b2", np.zeros(9, np.float32)),
        ("b2", np.zeros(10, np.float64)),
        ("W1", np.zeros((784, 3), np.float16)),
        ("W1", np.zeros((784, 3), np.int64)),
        ("W2", np.zeros((3, 10), np.complex64)),
        ("W2", np.full((3, 10), "0")),
    ],
)
def test_an_array_of_another_form_is_named(model_file: Callable[..., Path], name: str, array: np.ndarray) -> None:
    assert name in rejection(model_file(**{name: array}))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_weights_that_are_not_finite_are_refused(model_file: Callable[..., Path], name: str, value: float) -> None:
    array = dict(small().parameters())[name]
    array.flat[-1] = value
    message = rejection(model_file(**{name: array}))
    assert name in message
    assert "finite" in message


@pytest.mark.parametrize("value", [1e36, -1e37, np.finfo(np.float32).max])
@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_weights_that_nothing_can_be_computed_with_are_refused(
    model_file: Callable[..., Path], name: str, value: float
) -> None:
    array = dict(small().parameters())[name]
    array.flat[-1] = value
    assert "too large" in rejection(model_file(**{name: array}))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_with_the_largest_weights_that_are_read_answers_are_numbers(
    model_file: Callable[..., Path], activation: str
) -> None:
    """Warnings are errors, of overflow too."""
    about = json.dumps({**ABOUT, "activation": activation})
    W1 = np.full((784, 3), 1e8 if activation == "gelu" else 1e15, np.float32)
    b2 = np.full(10, 1e34, np.float32)
    network = read_model(model_file(about=about, W1=W1, b2=b2)).network
    X = np.ones((2, 784), np.float32)
    cost, gradients = network.cost_and_gradients(X, np.array([0, 1]))
    assert np.isfinite(cost)
    assert all(np.isfinite(gradient).all() for gradient in gradients)
    assert network.predict_proba(X).sum(axis=1) == pytest.approx(1)


def test_a_foreign_value_is_quoted_in_a_few_printable_letters(model_file: Callable[..., Path]) -> None:
    for value in ("x" * 100_000, "\x1b[31m\n", list(range(100_000)), {"a": ["b" * 1_000] * 1_000}):
        for name in ("format", "activation"):
            message = rejection(model_file(about=json.dumps({**ABOUT, name: value})))
            assert message.isprintable()
            assert len(message) < 600


@given(st.binary(max_size=300))
@settings(max_examples=50)
def test_random_bytes_are_refused(folder: Path, content: bytes) -> None:
    path = folder / "random.npz"
    for start in (b"", b"PK\x03\x04", b"\x93NUMPY\x01\x00"):
        path.write_bytes(start + content)
        rejection(path)


@given(st.integers(0, 10**9))
@settings(max_examples=50)
def test_a_truncated_model_is_refused(folder: Path, sound: bytes, cut: int) -> None:
    path = folder / "truncated.npz"
    path.write_bytes(sound[: cut % len(sound)])
    rejection(path)


@given(st.integers(0, 10**9), st.integers(1, 255))
@settings(max_examples=150)
def test_a_damaged_model_is_refused_or_still_the_same(folder: Path, sound: bytes, where: int, flip: int) -> None:
    content = bytearray(sound)
    # Half of the damage goes into the last kilobyte, where the archive's directory is.
    content[where % len(sound) if where % 2 else -1 - where % 1000] ^= flip
    path = folder / "damaged.npz"
    path.write_bytes(content)
    message, network = str(path), small()
    try:
        network = read_model(path).network
    except ModelError as error:
        message = str(error)
    assert str(path) in message
    assert "\n" not in message
    assert_same(network, small())


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "does not exist" in rejection(tmp_path / "no.npz")
    assert "folder" in rejection(tmp_path)


@pytest.mark.parametrize("name", ["", "missing/model.npz", "file/model.npz"])
def test_a_model_that_cannot_be_written_changes_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"old")
    path = tmp_path / name
    with pytest.raises(ModelError) as caught:
        write_model(path, Model(small(), "mine"))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_model_that_cannot_be_described_leaves_the_old_one(folder: Path, sound: bytes) -> None:
    path = folder / "kept" / "model.npz"
    path.parent.mkdir()
    path.write_bytes(sound)
    with pytest.raises(TypeError):
        write_model(path, Model(small(seed=1), "mine", test_accuracy=io.BytesIO()))
    assert path.read_bytes() == sound
    assert [each.name for each in path.parent.iterdir()] == ["model.npz"]


def test_a_new_model_replaces_the_old_one(folder: Path, sound: bytes) -> None:
    path = folder / "replaced.npz"
    path.write_bytes(sound)
    write_model(path, Model(network_of(5, dtype=np.float32), "newer"))
    assert read_model(path).name == "newer"
    assert_same(read_model(path).network, network_of(5, dtype=np.float32))
