// The pad in a notebook: what is drawn goes to Python, whose answer comes back. One question is under way at a time;
// what is drawn meanwhile is the next one. It has a tree of its own, so that the notebook's styles and its do not meet.

const PATIENCE = 5000; // milliseconds, after which a question may be lost, as when a cell is interrupted

const copy = (drawing) => drawing.map((path) => [...path]);

async function render({ model, el }) {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  host.style.maxWidth = `${model.get("width")}px`;
  host.style.background = "none";
  host.dataset.lmSuppressShortcuts = "true"; // the arrows move the pen, and not to another cell
  el.append(host);

  let pad;
  let about; // the model that the pad was built for
  let asked = null; // the question under way, and since when
  let next = null; // the one after it

  function ask(what) {
    next = what;
    if (!next || (asked && Date.now() - asked.since < PATIENCE)) return;
    asked = { ...next, question: Math.random(), since: Date.now() };
    next = null;
    model.send(asked);
  }

  function build() {
    root.innerHTML = `<style>${STYLE}</style><style id="dark">${DARK}</style><main>${PAD}</main>`;
    pad = makePad(root, about, (drawing, pen_is_down) => ask({ strokes: copy(drawing), pen_is_down }));
    followTheme();
  }

  function answered(answer) {
    if (JSON.stringify(answer.about) !== JSON.stringify(about)) {
      about = answer.about;
      build();
    }
    // What is drawn here may have gone on meanwhile; what was drawn elsewhere, or set in Python, is shown.
    if (!asked?.strokes && !next) pad.draw(copy(answer.strokes));
    if (asked?.question === answer.question) asked = null;
    pad.show(answer);
    ask(next);
  }

  // Bright letters stand on something dark. Before the pad is shown, no colour is known.
  function followTheme() {
    const letters = getComputedStyle(el).color.match(/[\d.]+/g);
    const bright = letters && Number(letters[0]) + Number(letters[1]) + Number(letters[2]) > 382;
    root.getElementById("dark").media = bright ? "all" : "not all";
  }

  answered(model.get("_at_first"));
  const announcements = await model.widget_manager.get_model(model.get("_announcements").slice("IPY_MODEL_".length));
  model.on("msg:custom", answered);
  announcements.on("msg:custom", answered);
  ask({}); // what is drawn by now

  const theme = new MutationObserver(followTheme);
  theme.observe(document.body, { attributes: true });
  const shown = new ResizeObserver(followTheme);
  shown.observe(host);
  return () => {
    theme.disconnect();
    shown.disconnect();
    model.off("msg:custom", answered);
    announcements.off("msg:custom", answered);
  };
}

export default { render };
