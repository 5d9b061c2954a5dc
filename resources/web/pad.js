"use strict";
// A canvas to draw on with a finger, a pen, a mouse or the keyboard, and what a network answers; both the page and the
// notebook have it. A path is a list of points [x, y] in canvas units, 0 to 28, y down; a drawing is a list of paths.

const REASONS = { speck: "a speck", "horizontal line": "a horizontal line", "two shapes": "two shapes" };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const percent = (share) => `${(100 * share).toFixed(share > 0.9995 || share < 0.0005 ? 0 : 1)} %`;
const inside = (value) => Math.min(Math.max(value, 0), SIDE);

/** Bring the pad in `root` to life for a model: its `classes`, their `noun`, a `hint`, and its `normalisation`.
 *  `changed(drawing, penIsDown)` is called, once a frame at most, after somebody has drawn. Gives `draw(drawing)`, which
 *  shows another drawing, and `show(answer)`, which shows what `recognise` gives. */
function makePad(root, model, changed) {
  const byId = (id) => root.getElementById(id);
  const names = model.classes;
  const penWidth = model.normalisation.pen_width;
  const pad = byId("pad");
  let drawing = []; // finished strokes and, while the pen is down, the one being drawn
  let pointer = null; // the pointer that draws; others are ignored meanwhile
  let keyPen = { x: SIDE / 2, y: SIDE / 2, down: false, shown: false };
  let scheduled = false;

  const penIsDown = () => pointer !== null || keyPen.down;

  function update() {
    if (!scheduled) requestAnimationFrame(changeOnce);
    scheduled = true;
  }

  function changeOnce() {
    scheduled = false;
    paint();
    changed(drawing, penIsDown());
  }

  function draw(another) {
    drawing = another;
    paint();
  }

  // ---- the answer ----

  function show({ seen, probabilities: P, rejection, provisional }) {
    paintSeen(seen);
    const order = P ? [...P.keys()].sort((a, b) => P[b] - P[a]) : [];
    const [first, second] = order;
    const no = Boolean(P && rejection);
    byId("digit").textContent = !P ? "?" : no ? "–" : names[first];
    byId("digit").classList.toggle("word", byId("digit").textContent.length > 2);
    byId("digit").classList.toggle("faint", !P || no || provisional);
    let [line, rival] = [`Draw a ${model.noun}`, ""];
    if (no) [line, rival] = [`Not a ${model.noun}`, REASONS[rejection] || `nearest: ${names[first]}`];
    else if (provisional) [line, rival] = ["…", ""];
    else if (P) {
      line = percent(P[first]);
      rival =
        P[first] >= 0.995 ? "no rival" : `${P[second] >= 0.1 ? "or" : "then"} ${names[second]}: ${percent(P[second])}`;
    }
    byId("line").textContent = line;
    byId("rival").textContent = rival;
    names.forEach((_, digit) => {
      const share = P ? P[digit] : 0;
      const row = byId("bars").children[digit];
      row.classList.toggle("best", Boolean(P) && !no && digit === first);
      row.querySelector(".fill").style.width = `${100 * share}%`;
      row.querySelector(".share").textContent = P ? percent(share) : "";
    });
    if (provisional) return;
    const spoken = !P
      ? ""
      : no
        ? `This does not look like a ${model.noun}. ${REASONS[rejection] || ""}`
        : `${names[first]}, ${line}`;
    if (byId("spoken").textContent !== spoken) byId("spoken").textContent = spoken;
  }

  function makeBars() {
    const longest = Math.max(...names.map((name) => name.length));
    byId("bars").style.setProperty("--name", `${longest > 1 ? longest + 1 : 1}ch`);
    byId("bars").setAttribute("aria-label", `Probability of each ${model.noun}`);
    for (const name of names) {
      const row = document.createElement("li");
      row.innerHTML = `<span class="name"></span><span class="track"><span class="fill"></span></span><span class="share"></span>`;
      row.querySelector(".name").textContent = name;
      byId("bars").append(row);
    }
  }

  // ---- pictures ----

  function paint() {
    const ratio = window.devicePixelRatio || 1;
    const size = Math.max(Math.round(pad.clientWidth * ratio), 1);
    if (pad.width !== size) pad.width = pad.height = size;
    const context = pad.getContext("2d");
    const unit = size / SIDE;
    context.fillStyle = "#000";
    context.fillRect(0, 0, size, size);
    context.strokeStyle = context.fillStyle = "#fff";
    context.lineWidth = penWidth * unit;
    context.lineCap = context.lineJoin = "round";
    for (const path of drawing) {
      context.beginPath();
      context.moveTo(path[0][0] * unit, path[0][1] * unit);
      for (const [x, y] of path) context.lineTo(x * unit, y * unit);
      context.stroke();
    }
    if (keyPen.shown) {
      context.beginPath();
      context.lineWidth = 2 * ratio;
      context.strokeStyle = keyPen.down ? "#56b4e9" : "#f0a02c";
      context.arc(keyPen.x * unit, keyPen.y * unit, penWidth * unit, 0, 7);
      context.stroke();
    }
    byId("hint").hidden = drawing.length > 0 || keyPen.shown;
    byId("undo").disabled = byId("clear").disabled = !drawing.length;
  }

  function paintSeen(ink) {
    const context = byId("seen").getContext("2d");
    const image = context.createImageData(SIDE, SIDE);
    ink.forEach((value, pixel) => image.data.set([255 * value, 255 * value, 255 * value, 255], 4 * pixel));
    context.putImageData(image, 0, 0);
  }

  // ---- pointers ----

  const add = (x, y) => drawing[drawing.length - 1].push([inside(x), inside(y)]);

  function follow(event) {
    const box = pad.getBoundingClientRect();
    const samples = (event.getCoalescedEvents && event.getCoalescedEvents()) || [];
    for (const each of samples.length ? samples : [event]) {
      add(((each.clientX - box.left) * SIDE) / box.width, ((each.clientY - box.top) * SIDE) / box.height);
    }
    update();
  }

  pad.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button !== 0) return;
    event.preventDefault();
    pad.focus({ preventScroll: true, focusVisible: false });
    liftKeyPen(false);
    pointer = event.pointerId;
    pad.setPointerCapture(pointer);
    drawing.push([]);
    follow(event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (event.pointerId === pointer) follow(event);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    pad.addEventListener(name, (event) => {
      if (event.pointerId !== pointer) return;
      if (name === "pointerup") follow(event);
      pointer = null;
      update();
    });
  }

  // ---- the keyboard: arrows move a pen, by a quarter with Shift; space sets it down and lifts it ----

  function liftKeyPen(shown) {
    keyPen.down = false;
    keyPen.shown = shown;
    update();
  }

  pad.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const step = event.shiftKey ? 0.25 : 1;
      keyPen.x = inside(keyPen.x + arrow[0] * step);
      keyPen.y = inside(keyPen.y + arrow[1] * step);
    } else if (event.key === " ") {
      if (event.repeat) return;
      keyPen.down = !keyPen.down;
      if (keyPen.down) drawing.push([]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
    keyPen.shown = true;
    if (keyPen.down) add(keyPen.x, keyPen.y);
    update();
  });
  pad.addEventListener("blur", () => liftKeyPen(false));

  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "z") return;
    event.stopPropagation();
    byId("undo").click();
  });
  byId("undo").addEventListener("click", () => {
    liftKeyPen(keyPen.shown);
    drawing.pop();
    update();
  });
  byId("clear").addEventListener("click", () => {
    liftKeyPen(keyPen.shown);
    drawing = [];
    update();
  });

  byId("hint").textContent = model.hint;
  makeBars();
  new ResizeObserver(paint).observe(pad);
  return { draw, show };
}
