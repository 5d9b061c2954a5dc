"use strict";
// The page: the network's weights are in it, and it answers by itself.

const textOf = (id) => document.getElementById(id).textContent;
const model = JSON.parse(textOf("model"));
model.weights = weightsOf(textOf("weights").trim(), model.shapes);

const pad = makePad(document, model, (drawing, penIsDown) => pad.show(recognise(model, drawing, penIsDown)));
pad.show(recognise(model, []));
