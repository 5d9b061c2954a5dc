"use strict";
// From strokes to an answer: the image that the network sees, its probabilities, and why a drawing is no digit.
// A path is a list of points [x, y] in canvas units, 0 to 28, y down; a drawing is a list of paths.

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const CLASSES = 10;

/** The network's weights as arrays by their names, from text in base64; `shapes` says how long each is, in order. */
function weightsOf(text, shapes) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const weights = {};
  let at = 0;
  for (const [name, length] of shapes) {
    weights[name] = Float32Array.from({ length }, (_, i) => view.getFloat32(at + 4 * i, true));
    at += 4 * length;
  }
  return weights;
}

// ---- from strokes to an image, in the form of the training data ----

/** The ink, 0 to 1, of the drawing: fitted into a box, drawn with an even pen, its centre of mass at `how.centre`. */
function normalise(drawing, how) {
  if (!drawing.length) return new Float32Array(PIXELS);
  const [low, high] = corners(drawing);
  let scale = 1;
  let penWidth = how.pen_width;
  let paths = drawing;
  let place = [0, 0];
  let lowest = low;
  let highest = high;
  if (how.fit) {
    const middle = [0, 1].map((axis) => low[axis] / 2 + high[axis] / 2);
    const extent = Math.max(high[0] - low[0], high[1] - low[1]);
    const largest = Math.max(-low[0], -low[1], high[0], high[1]);
    if (extent <= 1e-9 * largest + 1e-100) scale = 0;
    else if (how.even_pen) scale = (how.box - penWidth) / extent;
    else {
      scale = how.box / (extent + penWidth);
      penWidth *= scale;
    }
    const fitted = (point) => point.map((value, axis) => (value - middle[axis]) * scale);
    paths = drawing.map((path) => path.map(fitted));
    [lowest, highest] = [fitted(low), fitted(high)];
    place = how.centred ? [how.centre, how.centre] : [SIDE / 2, SIDE / 2];
  }
  if (how.centred) {
    for (let pass = 0; pass < how.passes; pass++) {
      const mass = centreOfMass(inkOf(paths, place, penWidth, how.soft_edge));
      place = place.map((value, axis) => {
        const edges = [penWidth / 2 - lowest[axis], SIDE - penWidth / 2 - highest[axis]];
        const wanted = value + how.centre - mass[axis];
        return Math.min(Math.max(wanted, Math.min(...edges)), Math.max(...edges)); // all ink stays inside
      });
    }
  }
  return inkOf(paths, place, penWidth, how.soft_edge);
}

/** The top left and the bottom right corner of all points. */
function corners(drawing) {
  const points = drawing.flat();
  const along = (axis) => points.map((point) => point[axis]);
  const most = (pick, axis) => along(axis).reduce((a, b) => pick(a, b));
  return [Math.min, Math.max].map((pick) => [0, 1].map((axis) => most((a, b) => pick(a, b), axis)));
}

/** The ink of paths moved by `place`: each pixel's depends on how far its centre lies from the nearest path. */
function inkOf(paths, place, penWidth, softEdge) {
  const reach = (penWidth + softEdge) / 2;
  const nearest = new Float64Array(PIXELS).fill(Infinity); // squared distances
  for (const path of paths) {
    path.forEach(([x, y], number) => {
      const [endX, endY] = path[number + 1] || [x, y]; // the last point is a dot
      mark(nearest, reach, x + place[0], y + place[1], endX - x, endY - y);
    });
  }
  return Float32Array.from(nearest, (squared) => Math.min(Math.max((reach - Math.sqrt(squared)) / softEdge, 0), 1));
}

/** Let a straight piece from (x, y) along (stepX, stepY) bring the pixels in its reach nearer. */
function mark(nearest, reach, x, y, stepX, stepY) {
  const length = Math.hypot(stepX, stepY);
  const [dx, dy] = length > 0 ? [stepX / length, stepY / length] : [1, 0];
  const first = (a, step) => Math.max(Math.floor(Math.min(a, a + step) - reach - 0.5), 0);
  const last = (a, step) => Math.min(Math.ceil(Math.max(a, a + step) + reach - 0.5), SIDE - 1);
  for (let row = first(y, stepY); row <= last(y, stepY); row++) {
    for (let column = first(x, stepX); column <= last(x, stepX); column++) {
      const [px, py] = [column + 0.5 - x, row + 0.5 - y];
      const along = px * dx + py * dy;
      const beyond = along - Math.min(Math.max(along, 0), length);
      const aside = py * dx - px * dy;
      const pixel = row * SIDE + column;
      nearest[pixel] = Math.min(nearest[pixel], aside * aside + beyond * beyond);
    }
  }
}

/** The centre of mass [x, y] of the ink; the middle of the image when there is none. */
function centreOfMass(ink) {
  let [total, x, y] = [0, 0, 0];
  ink.forEach((value, pixel) => {
    total += value;
    x += value * (pixel % SIDE);
    y += value * Math.floor(pixel / SIDE);
  });
  return total > 0 ? [x / total + 0.5, y / total + 0.5] : [SIDE / 2, SIDE / 2];
}

// ---- the network ----

const ACTIVATIONS = {
  relu: (a) => Math.max(a, 0),
  "leaky-relu": (a) => (a > 0 ? a : 0.01 * a),
  tanh: Math.tanh,
  sigmoid: (a) => (1 + Math.tanh(a / 2)) / 2,
  gelu: (a) => (a * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (a + 0.044715 * a ** 3)))) / 2,
};

/** input W + b, with W row by row; inputs that are 0 add nothing. */
function layer(input, W, b) {
  const sums = Float64Array.from(b);
  input.forEach((value, row) => {
    if (value === 0) return;
    const at = row * sums.length;
    for (let unit = 0; unit < sums.length; unit++) sums[unit] += value * W[at + unit];
  });
  return sums;
}

/** The hidden layer A2 and the probabilities P of the ten digits for an image of ink, 0 to 1. */
function forward(model, ink) {
  const { W1, b1, W2, b2 } = model.weights;
  if (!model.empty) model.empty = layer(new Float64Array(PIXELS).fill(-1), W1, b1); // a pixel without ink is -1
  const A1 = layer(ink.map((value) => 2 * value), W1, model.empty);
  const A2 = A1.map(ACTIVATIONS[model.activation]);
  const Z = layer(A2, W2, b2);
  const largest = Math.max(...Z);
  const exponentials = Z.map((z) => Math.exp(z - largest));
  const sum = exponentials.reduce((a, b) => a + b);
  return { A2, P: exponentials.map((each) => each / sum) };
}

/** Whether the detector takes the image with this hidden layer for no digit. */
function rejects(model, A2) {
  if (!model.detector) return false;
  const { V1, c1, V2 } = model.weights;
  const hidden = layer(A2, V1, c1).map((a) => Math.max(a, 0));
  return hidden.reduce((sum, a, unit) => sum + a * V2[unit], model.detector.c2) > model.detector.threshold;
}

// ---- what is not a digit ----

/** Why a drawing can be no digit, by simple rules; null if it may be one. */
function rejectionByRules(drawing) {
  if (!drawing.length) return "blank";
  const [low, high] = corners(drawing);
  const [width, height] = [high[0] - low[0], high[1] - low[1]];
  if (Math.max(width, height) < 0.5) return "speck";
  if (standApart(drawing)) return "two shapes";
  if (height > width * (0.47 + 0.1)) return null;
  // A straight line that lies; one that stands, or leans by 25 degrees or more, is a 1.
  const points = drawing.flat();
  const left = points.reduce((a, b) => (b[0] < a[0] ? b : a));
  const right = points.reduce((a, b) => (b[0] > a[0] ? b : a));
  const slope = (right[1] - left[1]) / width;
  const above = points.map(([x, y]) => y - slope * x).reduce((a, b) => Math.max(a, b));
  const below = points.map(([x, y]) => y - slope * x).reduce((a, b) => Math.min(a, b));
  return above - below < 0.1 * width && Math.abs(slope) < 0.47 ? "horizontal line" : null;
}

/** Whether an upright gap parts the strokes into two groups that are both tall. */
function standApart(drawing) {
  const boxes = drawing.map((path) => corners([path])).sort((a, b) => a[0][0] - b[0][0]);
  const [low, high] = corners(drawing);
  const height = high[1] - low[1];
  const right = (group) => Math.max(...group.map((box) => box[1][0]));
  const tall = (group) => {
    const extent = Math.max(...group.map((box) => box[1][1])) - Math.min(...group.map((box) => box[0][1]));
    return extent >= 0.7 * height;
  };
  return boxes.slice(1).some((box, i) => {
    const [before, after] = [boxes.slice(0, i + 1), boxes.slice(i + 1)];
    return tall(before) && tall(after) && box[0][0] - right(before) > 0.05 * height;
  });
}

/** What the model makes of a drawing: seen (28×28 ink), probabilities (null without ink) and rejection (or null).
 *  While the pen is down the answer is provisional: nothing is rejected yet. */
function recognise(model, drawing, penIsDown = false) {
  const seen = normalise(drawing, model.normalisation);
  if (!drawing.length) return { seen, probabilities: null, rejection: "blank", provisional: false };
  const { A2, P } = forward(model, seen);
  const ofDigits = model.classes.every((name, digit) => name === String(digit)); // which the rules are for
  const known = penIsDown || !ofDigits;
  const rejection = known ? null : rejectionByRules(drawing) || (rejects(model, A2) ? "not a digit" : null);
  return { seen, probabilities: P, rejection, provisional: penIsDown };
}
