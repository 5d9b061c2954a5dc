"""Styles of the digits 0 to 4. Each drawing is in a box of about 1×1."""

import numpy as np

from digitpad.core.drawing.normalise import Polyline
from digitpad.core.synthetic.pieces import arc, corner, freehand, line, smooth


def zero(rng: np.random.Generator) -> list[Polyline]:
    """Round to narrow, closed, open or overlapping, with a tail or without; plain, slashed, barred or dotted."""
    u = rng.uniform
    ring = arc(0.5, 0.5, u(0.22, 0.5), 0.5, -90 + u(-70, 70), rng.choice([-1, 1]) * u(325, 420), u(0.9, 1.12))
    if rng.random() < 0.2:  # the end runs on inside the ring
        ring = arc(0.5, 0.5, u(0.25, 0.5), 0.5, u(0, 360), rng.choice([-1, 1]) * u(370, 560), u(0.6, 0.95))
    if rng.random() < 0.15:  # a tail at the top, as the pen leaves
        ring = np.concatenate([ring, ring[-1:] + np.array([u(-0.1, 0.3), u(-0.2, 0.05)])])
    return struck(ring, rng) if rng.random() < 0.5 else [ring]


def struck(ring: Polyline, rng: np.random.Generator) -> list[Polyline]:
    """A zero with a slash, a bar or a dot through it."""
    u = rng.uniform
    low, high = ring.min(axis=0), ring.max(axis=0)
    (cx, cy), (w, h) = (low + high) / 2 + rng.normal(0, 0.04, 2), (high - low)
    kind = rng.random()
    if kind < 0.55:  # slash, at times far longer than the ring
        angle, reach = np.radians(u(25, 70)), u(0.3, 0.75) if rng.random() < 0.7 else u(0.75, 1.3)
        dx, dy = reach * max(w, 0.6 * h) * np.cos(angle), -reach * h * np.sin(angle)
    elif kind < 0.63:  # backslash
        angle, reach = np.radians(u(30, 65)), u(0.3, 0.8)
        dx, dy = reach * w * np.cos(angle), reach * h * np.sin(angle)
    elif kind < 0.8:  # bar
        dx, dy = u(0.3, 0.9) * w, u(-0.12, 0.06)
    elif kind < 0.95:  # upright bar
        dx, dy = u(-0.08, 0.12) * w, u(0.3, 0.75) * h
    else:  # dot
        dx, dy = u(0, 0.05), u(0, 0.05)
    mark = line(cx - dx, cy - dy, cx + dx, cy + dy, u(-0.1, 0.1))
    if rng.random() < 0.25:
        # In one go: the ring's end leads into the slash.
        return [np.concatenate([ring, mark if u(0, 1) < 0.5 else mark[::-1]])]
    return [ring, mark if u(0, 1) < 0.5 else mark[::-1]]


def one(rng: np.random.Generator) -> list[Polyline]:
    """A line, upright or slanting, with a flag, a foot or hooks, or an upstroke before it; in one stroke or several."""
    u = rng.uniform
    kind = rng.random()
    if kind < 0.14:
        return _hooked_one(rng)
    if kind < 0.26:
        return _upstroke_one(rng)
    lean = u(-0.12, 0.3)
    top, bottom = (0.5 + lean / 2, 0.0), (0.5 - lean / 2, 1.0)
    stem = line(*top, *bottom, u(-0.06, 0.06))
    strokes = [stem]
    style = rng.random()
    flag, foot = style < 0.65, 0.4 < style < 0.85
    if flag:
        # A long flag hangs steeply, or it would be a seven; with a foot it is straight, or it would be a two.
        length = u(0.1, 0.5) if foot or rng.random() < 0.65 else u(0.4, 0.95)
        bow = u(-0.06, 0.06) if foot else u(-0.2, 0.2)
        angle = np.radians(u(25, 75) if length < 0.45 else u(15, 52))
        start = (top[0] - length * np.sin(angle), top[1] + length * np.cos(angle))
        mark = line(*start, *top, bow)
        strokes = [np.concatenate([mark, stem])] if rng.random() < 0.8 else [mark, stem]
    if foot:
        width, place, tilt = u(0.25, 0.85), u(-0.15, 0.15), u(-0.08, 0.08)
        if rng.random() < 0.25:  # to one side only
            place = rng.choice([-1, 1]) * u(0.3, 0.5)
        left, right = bottom[0] + place * width - width / 2, bottom[0] + place * width + width / 2
        y = 1 + u(-0.05, 0.07)
        base = line(left, y + tilt, right, y - tilt, u(-0.05, 0.05))
        if rng.random() < 0.25:  # without lifting: left, then right
            strokes[-1] = np.concatenate([strokes[-1], base])
        else:
            strokes.append(base)
    return strokes


def _hooked_one(rng: np.random.Generator) -> list[Polyline]:
    """A line that the pen enters or leaves by a small hook."""
    u = rng.uniform
    lean, bow = u(-0.1, 0.3), u(-0.06, 0.06)
    points = [(0.5 + lean / 2, 0.0), (0.5 + bow, 0.5), (0.5 - lean / 2, 1.0)]
    where = rng.random()
    if where < 0.65:  # at the head
        (x, y), side = points[0], -1 if rng.random() < 0.75 else 1
        points = [(x + side * u(0.03, 0.2), y + u(0.0, 0.16)), *points]
    if where > 0.4:  # at the foot
        (x, y), side = points[-1], 1 if rng.random() < 0.7 else -1
        points.append((x + side * u(0.04, 0.22), y - u(-0.03, 0.14)))
    return [smooth(points)]


def _upstroke_one(rng: np.random.Generator) -> list[Polyline]:
    """Up to the top and down again, like a narrow Λ."""
    u = rng.uniform
    top = (0.5, 0.0)
    turn = corner(*top) if rng.random() < 0.7 else [(top[0] - 0.02, 0.02), (top[0] + 0.03, 0.02)]
    start, end = (top[0] - u(0.08, 0.5), u(0.55, 1.05)), (top[0] + u(-0.15, 0.2), u(0.95, 1.1))
    up, down = ((0.5 * (a + b) + u(-0.05, 0.05), 0.5 * (c + d)) for (a, c), (b, d) in ((start, top), (top, end)))
    return [smooth([start, up, *turn, down, end])]


def two(rng: np.random.Generator) -> list[Polyline]:
    """Round, with a sharp or a looped foot, or as a Z; with a curl at the start or none."""
    u = rng.uniform
    w = u(0.38, 0.85)
    top = [(0.0, u(0.12, 0.38)), (w * u(0.15, 0.35), u(0.0, 0.08)), (w * u(0.6, 0.8), u(0.0, 0.06)), (w, u(0.2, 0.32))]
    style = rng.random()
    if style < 0.12:  # Z
        points = [
            (0.0, u(0, 0.12)),
            *corner(w, u(0, 0.08)),
            *corner(u(-0.05, 0.1), u(0.88, 1)),
            (w * u(0.95, 1.3), u(0.9, 1.05)),
        ]
    elif style < 0.55:  # sharp foot
        points = [
            *top,
            (w * 0.6, u(0.55, 0.7)),
            *corner(u(-0.08, 0.12), u(0.9, 1)),
            (w * u(0.9, 1.4), 1 + u(-0.1, 0.08)),
        ]
    else:  # looped foot
        x, size = u(0.0, 0.15), u(0.05, 0.16) if rng.random() < 0.75 else u(0.16, 0.28)
        points = [
            *top,
            (w * 0.65, u(0.5, 0.65)),
            (x + size, 1 - size * 0.3),
            (x - size * 0.5, 1 - size * 0.1),
            (x, 1 - size * 1.8),
            (x + 2 * size, 1 - size),
            (w * 0.8, 1 + u(-0.04, 0.1)),
            (w * u(1.05, 1.4), 1 + u(-0.15, 0.05)),
        ]
    if rng.random() < 0.15:  # a curl at the start
        points = [(w * 0.25, u(0.3, 0.42)), *points]
    return [freehand(points, rng)]


def three(rng: np.random.Generator) -> list[Polyline]:
    """Two bellies, or a flat top; the middle drawn in, pointed, or looped."""
    u = rng.uniform
    w, middle, waist = u(0.35, 0.75), u(0.3, 0.58), u(0.1, 0.8)
    if rng.random() < 0.35:  # flat top
        points = [(0.0, u(0, 0.1)), *corner(w, u(0, 0.08)), *corner(w * waist, middle)]
    else:
        points = [(0.0, u(0.05, 0.25)), (w * 0.45, u(-0.02, 0.04)), (w * u(0.75, 0.95), 0.2), (w * 0.7, middle - 0.08)]
        points += (
            [(w * waist - 0.08, middle - 0.05), (w * waist - 0.06, middle + 0.05)]
            if rng.random() < 0.25
            else corner(w * waist, middle)
        )
    points += [
        (w * 0.75, middle + 0.06),
        (w, u(0.66, 0.78)),
        (w * 0.65, u(0.94, 1.0)),
        (w * 0.25, u(0.95, 1.02)),
        (u(-0.1, 0.05), u(0.75, 0.95)),
    ]
    return [freehand(points, rng)]


def four(rng: np.random.Generator) -> list[Polyline]:
    """Open, closed, as a chair, rounded like a y, or without a crossing; one stroke or two; the leg short or long."""
    u = rng.uniform
    bar, w, leg = u(0.45, 0.75), u(0.55, 0.85), u(0.55, 0.8)
    if rng.random() < 0.14:
        return _four_without_crossing(rng)
    style = rng.random()
    if style < 0.35:  # closed: down to the left, across, and a leg from the apex
        apex = (w * leg + u(-0.05, 0.12), 0.0)
        hook = freehand([apex, *corner(0.0, bar), (w * u(1.0, 1.25), bar + u(-0.06, 0.06))], rng, 0.02)
        stem = line(apex[0] + u(-0.06, 0.06), u(-0.05, 0.2), w * leg + u(-0.1, 0.05), 1.0, u(-0.05, 0.05))
        if rng.random() < 0.3:  # in one stroke, back up to the apex
            return [np.concatenate([hook, stem])]
        return [hook, stem]
    lean = u(-0.1, 0.15)
    x = w * leg
    stem = line(x + lean, u(-0.1, 0.4), x - lean * u(0, 1), 1.0, u(-0.06, 0.06))
    if style > 0.85:  # as a flash of lightning: steep, narrow, a short leg
        bar, w = u(0.55, 0.82), u(0.3, 0.6)
        hook = freehand(
            [
                (w * u(0.5, 1.1), 0.0),
                *(corner(0.0, bar) if rng.random() < 0.6 else [(0.0, bar - 0.08), (0.06, bar)]),
                (w * u(1.0, 1.5), bar + u(-0.12, 0.05)),
            ],
            rng,
        )
        stem = line(w * u(0.7, 1.0) + 0.04, bar - u(0.1, 0.4), w * u(0.5, 0.9), 1.0, u(-0.06, 0.06))
        return [np.concatenate([hook, stem])] if rng.random() < 0.25 else [hook, stem]
    if style < 0.7:  # open: down, corner, across
        start = (u(0.0, 0.28), u(-0.05, 0.1))
        hook = freehand([start, *corner(u(-0.05, 0.08), bar), (w * u(0.95, 1.3), bar + u(-0.1, 0.06))], rng)
    else:  # rounded, as a y
        bar = min(bar, 0.62)
        hook = freehand(
            [(0.02, 0.0), (0.0, bar * 0.6), (x * 0.4, bar + 0.03), (x * 0.8, bar * 0.9), (x, bar * 0.7)], rng
        )
        stem = line(x + lean, u(-0.1, 0.25), x - lean, 1.0, u(-0.06, 0.06))
    if rng.random() < 0.2:
        return [np.concatenate([hook, stem])]
    return [hook, stem] if rng.random() < 0.8 else [stem, hook]


def _four_without_crossing(rng: np.random.Generator) -> list[Polyline]:
    """In one stroke: down, across, and down from the end of the bar, like a flash of lightning or an L with a tail."""
    u = rng.uniform
    w, bar, rise = u(0.3, 0.75), u(0.42, 0.72), u(-0.14, 0.06)
    knee = corner(0.0, bar) if rng.random() < 0.6 else [(0.0, bar - 0.08), (0.07, bar + 0.02)]
    start, end = (w * u(0.1, 0.9), 0.0), (w * u(0.75, 1.15), 1.0)
    turn = corner(w, bar + rise)
    if rng.random() < 0.35:  # the pen goes back up before the leg
        turn += corner(w, bar + rise - u(0.05, 0.3))
    return [freehand([start, *knee, *turn, end], rng)]
