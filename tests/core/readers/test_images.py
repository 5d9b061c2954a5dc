"""Pictures of every common kind are read as grey values, and bad ones are refused in one line."""

import struct
import zlib
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from digitpad.core.errors import DataError
from digitpad.core.pictures.decode import open_picture
from digitpad.core.pictures.find import to_grey
from tests.refusals import refusal

# Two rows of three grey values.
GREY = np.array([[0, 51, 102], [153, 204, 255]], np.uint8)
EXPECTED = np.array([[0, 0.2, 0.4], [0.6, 0.8, 1]], np.float32)


def read_image(path: Path) -> np.ndarray:
    """The grey values (height, width) of a picture, 0 black to 1 white."""
    return to_grey(open_picture(path).pixels())


rejection = partial(refusal, read_image)


def png_declaring(width: int, height: int) -> bytes:
    """The beginning of a PNG file of the given size, without its pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA"])
def test_grey_values_go_from_black_zero_to_white_one(tmp_path: Path, mode: str) -> None:
    Image.fromarray(GREY).convert(mode).save(tmp_path / "a.png")
    grey = read_image(tmp_path / "a.png")
    assert grey.dtype == np.float32
    np.testing.assert_allclose(grey, EXPECTED, atol=1e-6)


def test_sixteen_bits_are_read_in_full(tmp_path: Path) -> None:
    values = np.array([[0, 1, 300], [32768, 65534, 65535]], np.uint16)
    Image.fromarray(values).save(tmp_path / "a.png")
    np.testing.assert_allclose(read_image(tmp_path / "a.png"), values / 65535, atol=1e-7)


def test_a_palette_is_looked_up(tmp_path: Path) -> None:
    picture = Image.new("P", (2, 1))
    picture.putpalette([255, 255, 255, 0, 0, 0])
    picture.putpixel((1, 0), 1)
    picture.save(tmp_path / "a.png")
    np.testing.assert_array_equal(read_image(tmp_path / "a.png"), [[1, 0]])
    picture.save(tmp_path / "b.png", transparency=1)
    # White ink on nothing: what lies behind it is dark, or it could not be seen.
    np.testing.assert_array_equal(read_image(tmp_path / "b.png"), [[1, 0]])


def test_black_and_white_pictures_are_read(tmp_path: Path) -> None:
    Image.fromarray(GREY > 128).save(tmp_path / "a.png")
    np.testing.assert_array_equal(read_image(tmp_path / "a.png"), [[0, 0, 0], [1, 1, 1]])


def test_transparent_parts_are_white_paper_behind_dark_ink(tmp_path: Path) -> None:
    pixels = np.zeros((1, 3, 4), np.uint8)
    pixels[0, :, 3] = [0, 255, 51]
    Image.fromarray(pixels).save(tmp_path / "a.png")
    np.testing.assert_allclose(read_image(tmp_path / "a.png"), [[1, 0, 0.8]], atol=0.01)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_jpeg_is_read_nearly_as_it_was(tmp_path: Path, mode: str) -> None:
    smooth = np.linspace(0, 255, 32 * 32).reshape(32, 32).astype(np.uint8)
    Image.fromarray(smooth).convert(mode).save(tmp_path / "a.jpg", quality=95)
    np.testing.assert_allclose(read_image(tmp_path / "a.jpg"), smooth / 255, atol=0.05)


def test_a_photograph_is_turned_upright(tmp_path: Path) -> None:
    upright = np.full((16, 32), 255, np.uint8)
    upright[:, :16] = 0
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: the picture is to be rotated a quarter clockwise
    Image.fromarray(np.rot90(upright)).save(tmp_path / "a.jpg", exif=exif, quality=95)
    np.testing.assert_allclose(read_image(tmp_path / "a.jpg"), upright / 255, atol=0.05)


def test_the_name_does_not_decide_what_a_picture_is(tmp_path: Path) -> None:
    Image.fromarray(GREY).save(tmp_path / "picture", format="PNG")
    np.testing.assert_allclose(read_image(tmp_path / "picture"), EXPECTED, atol=1e-6)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "does not exist" in rejection(tmp_path / "no.png")
    assert "folder" in rejection(tmp_path)


@pytest.mark.parametrize("name", ["a" * 300 + ".png", "a.png/b.png"])
def test_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    Image.fromarray(GREY).save(tmp_path / "a.png")
    rejection(tmp_path / name)


@pytest.mark.parametrize(
    "content", [b"", b"a letter, not a picture\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", bytes(99)]
)
def test_a_file_that_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    rejection(path)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF", "WEBP", "JPEG"])
@pytest.mark.parametrize("name", ["a.png", "a.jpeg", "a"])
def test_every_common_kind_is_read_whatever_its_name(tmp_path: Path, kind: str, name: str) -> None:
    large = np.kron(GREY, np.ones((16, 16), np.uint8))
    Image.fromarray(large).save(tmp_path / name, format=kind)
    np.testing.assert_allclose(read_image(tmp_path / name), np.kron(EXPECTED, np.ones((16, 16))), atol=0.02)


def test_heic_is_read_where_its_package_is_installed(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    large = Image.fromarray(np.kron(GREY, np.ones((32, 32), np.uint8))).convert("RGB")
    heif.from_pillow(large).save(tmp_path / "a.jpg", quality=95)
    np.testing.assert_allclose(read_image(tmp_path / "a.jpg"), np.kron(EXPECTED, np.ones((32, 32))), atol=0.1)


def test_the_first_picture_of_a_film_is_read(tmp_path: Path) -> None:
    first, second = Image.fromarray(GREY), Image.fromarray(255 - GREY)
    first.save(tmp_path / "a.gif", save_all=True, append_images=[second])
    np.testing.assert_allclose(read_image(tmp_path / "a.gif"), EXPECTED, atol=1e-6)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"%PDF-1.7\n%", "a PDF document"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "an AVIF picture"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "a film"),
        (b"8BPS\0\1", "a Photoshop picture"),
        (b"PK\3\4\x14\0\0\0", "a ZIP archive"),
        (b"digit,pixel0,pixel1\n7,0,0\n", "a text"),
        (bytes(range(1, 99)), "of an unknown kind"),
    ],
)
def test_what_cannot_be_read_is_named_for_what_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "a.png").write_bytes(content)
    assert words in rejection(tmp_path / "a.png")


@pytest.mark.parametrize(
    ("width", "height"), [(100_000, 100_000), (2**31 - 1, 2**31 - 1), (8_000, 8_000), (0, 5), (5, 0)]
)
def test_a_declared_size_without_pixels_is_refused(tmp_path: Path, width: int, height: int) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png_declaring(width, height))
    rejection(path)


def test_a_picture_too_large_to_be_of_one_digit_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png_declaring(8_000, 8_000))
    assert "pixels" in rejection(path)


@given(kind=st.sampled_from(["PNG", "JPEG"]), cut=st.floats(0.02, 0.9), flip=st.integers(0, 255))
@settings(max_examples=60)
def test_a_damaged_picture_is_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, kind: str, cut: float, flip: int
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "a"
    noise = np.random.default_rng(0).integers(0, 256, (40, 40), np.uint8)
    Image.fromarray(noise).save(path, format=kind)
    content = bytearray(path.read_bytes())
    path.write_bytes(content[: int(cut * len(content))])
    rejection(path)
    content[int(cut * len(content))] ^= flip
    path.write_bytes(content)
    message, grey = "", np.zeros((1, 1))
    try:
        grey = read_image(path)
    except DataError as error:
        message = str(error)
    assert "\n" not in message
    assert grey.ndim == 2
    assert 0 <= grey.min() <= grey.max() <= 1
