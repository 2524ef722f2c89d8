// Read a gazetteer and texts from standard input, find places, print them: what test_places.py compares with Python.
import { readFileSync } from "node:fs";
import { PlaceBook } from "/static/mapping/places/places.js";

const { gazetteer, texts } = JSON.parse(readFileSync(0, "utf8"));
const book = new PlaceBook(gazetteer);
const told = (text, { start, end, places }) => ({
  text: text.slice(start, end),
  places: places.map((one) => ({
    kind: one.kind,
    id: one.id,
    level_id: one.level_id,
    said: one.said,
    confidence: one.confidence,
    at: [one.lon.toFixed(5), one.lat.toFixed(5)],
    words: book.wordsOf(one),
  })),
});
console.log(JSON.stringify(texts.map((text) => book.mentionsIn(text).map((one) => told(text, one)))));
