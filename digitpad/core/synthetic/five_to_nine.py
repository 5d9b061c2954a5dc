"""Styles of the digits 5 to 9. Each drawing is in a box of about 1×1."""

import numpy as np

from digitpad.core.drawing.normalise import Polyline
from digitpad.core.synthetic.pieces import arc, corner, freehand, line


def five(rng: np.random.Generator) -> list[Polyline]:
    """The bar joined or apart, first or last; a corner or an S; a round or flat belly."""
    u = rng.uniform
    w, neck = u(0.5, 0.75), u(0.3, 0.5)
    x = u(0.0, 0.15)
    belly = [
        (x + 0.2, neck - u(-0.02, 0.08)),
        (w * 0.8, neck + 0.04),
        (w, u(0.62, 0.75)),
        (w * 0.7, u(0.92, 1.0)),
        (w * 0.3, u(0.97, 1.03)),
        (u(-0.12, 0.05), u(0.8, 1.0)),
    ]
    end = (w * u(0.8, 1.5), u(-0.12, 0.08))
    style = rng.random()
    if style < 0.2:  # S
        return [freehand([end, (0.3 * w, 0.0), (x, 0.2), (x + 0.1, neck - 0.02), *belly[1:]], rng)]
    if style < 0.4:  # one stroke, with corners
        return [freehand([end, *corner(x + u(-0.02, 0.06), 0.0), *corner(x, neck), *belly], rng)]
    body = freehand(
        [(x + u(0, 0.08), 0.0), *(corner(x, neck) if rng.random() < 0.7 else [(x, neck * 0.8)]), *belly], rng
    )
    gap, lift = (u(-0.15, 0.22), u(-0.14, 0.1)) if rng.random() < 0.8 else (u(0.15, 0.5), u(-0.3, 0.1))
    bar = line(x + gap, lift, end[0] + max(gap, 0) * 0.5, lift + end[1] * 0.8, u(-0.08, 0.08))
    return [body, bar] if rng.random() < 0.85 else [bar, body]


def six(rng: np.random.Generator) -> list[Polyline]:
    """A straight or curved back; a large or small bowl, closed, open or overshot."""
    u = rng.uniform
    w, bowl = u(0.45, 0.7), u(0.4, 0.65)
    back = [
        (w * u(0.4, 1.1), u(0.0, 0.06)),
        (w * u(0.15, 0.4), 0.25),
        (u(-0.02, 0.06), u(0.55, 0.65)),
        (w * 0.12, 0.88),
        (w * 0.5, 1.0),
    ]
    cy = 1 - bowl / 2
    round_ = [
        (w * 0.92, 0.92 - bowl * 0.15),
        (w * u(0.95, 1.1), cy),
        (w * 0.7, 1 - bowl),
        (w * 0.35, 1 - bowl * u(0.85, 1.0)),
        (u(0.0, 0.25) * w, cy + u(-0.08, 0.12)),
    ]
    opened = rng.random()
    if opened < 0.22:
        round_ = round_[: int(rng.integers(3, 5))]  # the bowl stays open
    elif opened < 0.34:  # and its end leads up, or away
        round_ = [*round_[:2], (w * u(0.8, 1.25), 1 - bowl * u(0.85, 1.25))]
    if rng.random() < 0.2:
        round_.append((w * u(0.2, 0.4), u(0.8, 0.95)))
    return [freehand([*back, *round_], rng)]


def seven(rng: np.random.Generator) -> list[Polyline]:
    """Straight or bowed; with a serif, a cross bar, a looped or rounded corner, or none of them."""
    u = rng.uniform
    w, foot = u(0.45, 0.85), u(-0.05, 0.4)
    y = u(-0.08, 0.1)
    start = [(0.0, y)]
    if rng.random() < 0.3:  # a serif
        start = [(u(-0.06, 0.06), y + u(0.1, 0.28)), *corner(0.0, y)]
    elif rng.random() < 0.25:  # a wave
        start = [(0.0, y + u(0.05, 0.12)), (w * 0.2, y - 0.05), (w * 0.6, y + 0.05)]
    elif rng.random() < 0.2:  # the roof sags
        sag = y + u(0.06, 0.17)
        start = [(u(-0.05, 0.1), y - u(-0.05, 0.1)), (w * u(0.2, 0.4), sag), (w * u(0.5, 0.7), sag - u(0.0, 0.1))]
    style = rng.random()
    if style < 0.65:
        turn = corner(w, u(-0.05, 0.05))
    elif style < 0.8:  # rounded
        turn = [(w * 0.85, 0.0), (w, 0.08)]
    else:  # looped
        s = u(0.06, 0.14)
        turn = [(w, 0.02), (w + s, -s), (w + s * 0.2, -s * 1.4), (w - s * 0.2, 0.05)]
    bend = (w * u(0.45, 0.75) + foot * 0.3, u(0.4, 0.55))
    leg = [bend, (foot * w, 1.0)]
    if rng.random() < 0.2:  # the leg curves, and its end may lead to the right
        leg = [(w * u(0.5, 0.85), u(0.25, 0.4)), (w * u(0.1, 0.45), u(0.6, 0.75)), (w * u(-0.1, 0.35), 1.0)]
        bend = leg[0]
        if rng.random() < 0.4:
            leg.append((leg[-1][0] + u(0.03, 0.2), u(0.94, 1.03)))
    strokes = [freehand([*start, *turn, *leg], rng)]
    if rng.random() < 0.1:  # the top as a stroke of its own
        strokes = [
            line(0, y, w, 0.0, u(-0.06, 0.06)),
            line(w + u(-0.06, 0.1), u(-0.05, 0.08), foot * w, 1.0, u(-0.1, 0.1)),
        ]
    if rng.random() < 0.45:
        cy = u(0.33, 0.68) if rng.random() < 0.7 else u(0.6, 0.85)
        cx = bend[0] + (foot * w - bend[0]) * max(cy - bend[1], 0) * 1.8 + u(-0.05, 0.05)
        reach = u(0.06, 0.5)
        strokes.append(line(cx - reach, cy + u(-0.06, 0.1), cx + reach, cy + u(-0.1, 0.06), u(-0.08, 0.08)))
    return strokes


def eight(rng: np.random.Generator) -> list[Polyline]:
    """One stroke, either way round, two rings, or a ring with two horns; lopsided, open at the top, narrow or round."""
    u = rng.uniform
    w, waist, top = u(0.3, 0.75) if rng.random() < 0.8 else u(0.17, 0.3), u(0.35, 0.6), u(0.35, 1.1)
    c = w / 2
    if rng.random() < 0.15:  # two rings
        upper = arc(
            c, waist / 2, c * 0.5 * top / 0.6 * u(0.8, 1), waist / 2, u(0, 360), rng.choice([-1, 1]) * u(345, 400)
        )
        lower = arc(
            c + u(-0.06, 0.06),
            (1 + waist) / 2,
            c * u(0.8, 1.1),
            (1 - waist) / 2,
            -90 + u(-40, 40),
            rng.choice([-1, 1]) * u(345, 400),
        )
        return [upper, lower]
    r = c * top * u(0.75, 1)
    if rng.random() < 0.15:  # two horns above a ring, straight or bent towards each other
        reach = u(0.17, 0.35)
        horn = (c + reach * u(0.35, 1.1), u(-0.06, 0.15)), (c + reach, waist * u(0.3, 0.6))
        other = (c - reach, waist * u(0.3, 0.6)), (c - reach * u(0.35, 1.1), u(-0.06, 0.15))
        below = [(0.0, (1 + waist) / 2), (c, 1.0), (w, (1 + waist) / 2)]
        points = [*horn, (c, waist), *below, (c + u(-0.04, 0.04), waist + u(-0.03, 0.05)), *other]
        return [freehand(points if rng.random() < 0.6 else [(w - x, y) for x, y in points], rng)]
    ring = [
        (c + r * 0.8, waist * u(0.15, 0.4)),
        (c, 0.0),
        (c - r, waist * 0.45),
        (c, waist),
        (w, (1 + waist) / 2),
        (c, 1.0),
        (0.0, (1 + waist) / 2),
        (c * 0.9, waist + 0.02),
    ]
    end = (c + r * u(0.5, 1.1), waist * u(0.1, 0.5))
    points = [*ring, end]
    if rng.random() < 0.3:  # open at the top: the end does not come back
        points[-1] = (c + r * u(0.9, 1.6), u(-0.12, 0.15))
        points[0] = (c + r * u(0.6, 1.0), waist * u(0.05, 0.3))
    if rng.random() < 0.3:  # the other way round
        points = [(w - x, y) for x, y in points]
    return [freehand(points, rng)]


def nine(rng: np.random.Generator) -> list[Polyline]:
    """A ring, closed or open, and a leg: straight, slanting, bent to the left, or hooked; one stroke or two."""
    u = rng.uniform
    w, ring = u(0.3, 0.7), u(0.22, 0.6) if rng.random() < 0.75 else u(0.14, 0.28)
    if rng.random() < 0.2:
        w, ring = u(0.14, 0.3), u(0.25, 0.5)  # narrow
    bowl = arc(w / 2, ring / 2, w / 2, ring / 2, u(-100, 10), -u(270, 380), u(0.85, 1.1))
    x = w * u(0.85, 1.08)
    style = rng.random()
    if style < 0.3:  # straight
        leg = line(x, u(-0.02, 0.3), x + u(-0.25, 0.12), 1.0, u(-0.05, 0.05))
    elif style < 0.4:  # its tail curled
        tail = [(x - 0.03, 0.55), (x - u(0.0, 0.12), 0.85), (x - u(0.12, 0.3), 1.0), (x - u(0.3, 0.5), u(0.85, 0.98))]
        leg = freehand([(x, u(0.0, 0.2)), *tail, (x - u(0.2, 0.45), u(0.68, 0.85))], rng, 0.02)
    elif style < 0.75:  # bent to the left
        leg = freehand(
            [
                (x, u(0.0, 0.2)),
                (x, u(0.45, 0.6)),
                (x - u(0.02, 0.2), u(0.8, 0.92)),
                (w * u(0.2, 0.5), 1.0),
                (w * u(0, 0.2) - u(0, 0.6), u(0.75, 1.03)),
            ],
            rng,
            0.02,
        )
    else:  # curved
        leg = freehand(
            [(x, u(0.0, 0.2)), (x - 0.02, 0.5), (x - u(0.05, 0.3), u(0.75, 0.85)), (x - u(0.15, 0.5), 1.0)], rng, 0.02
        )
    if rng.random() < 0.75:
        return [np.concatenate([bowl, leg])]
    return [bowl, leg]
