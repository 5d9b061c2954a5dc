"""How long a picture of 12 megapixels takes once it is decoded, until it is read.

    python -m benchmarks.picture_speed [--rounds 20]

A seven on shaded paper: large, on ruled paper, and so small that it is looked at again. Told are the least time, which
other programs disturb least, and the median.
"""

import argparse
import time

import numpy as np
from PIL import Image, ImageDraw

from digitpad import paths
from digitpad.core.blas import limit_blas_threads
from digitpad.core.models.arrays import read_model
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.layer import read_picture

WIDTH, HEIGHT = 4000, 3000
SEVEN = [(60, 40), (120, 40), (85, 150)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, metavar="N")
    rounds = parser.parse_args().rounds
    limit_blas_threads()
    model = read_model(paths.BUNDLED_MODEL)
    for name, size, ruled in (("large", 14.0, False), ("ruled", 14.0, True), ("small", 2.2, False)):
        picture = photograph(size, ruled)
        seconds = []
        for _ in range(rounds):
            started = time.perf_counter()
            found = read_picture(model.recogniser, picture)
            seconds.append(time.perf_counter() - started)
        least, median = 1000 * min(seconds), 1000 * float(np.median(seconds))
        print(f"{name}: read as {found.reading.text or 'nothing'}, least {least:.0f} ms, median {median:.0f} ms")


def photograph(size: float, ruled: bool) -> Picture:
    image = Image.new("RGB", (WIDTH, HEIGHT), (222, 216, 205))
    draw = ImageDraw.Draw(image)
    for y in range(60, HEIGHT, 220) if ruled else ():
        draw.line([(0, y), (WIDTH, y + 8)], fill=(150, 180, 205), width=8)
    path = [(1000 + size * x, 300 + size * y) for x, y in SEVEN]
    draw.line(path, fill=(60, 60, 75), width=round(11 * size), joint="curve")
    across, down = np.meshgrid(np.linspace(0, 1, WIDTH, dtype=np.float32), np.linspace(0, 1, HEIGHT, dtype=np.float32))
    lit = np.asarray(image, np.float32) * (0.55 + 0.45 / (1 + np.exp(-8 * (across - down))))[..., None]
    lit += np.random.default_rng(0).normal(0, 4, lit.shape[:2]).astype(np.float32)[..., None]
    return Picture.of(Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8)))


if __name__ == "__main__":
    main()
