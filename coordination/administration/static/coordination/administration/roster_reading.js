// The page of a roster's connection while it is read: how far it is, and the page anew when it has ended.

import { Api } from "../api.js";

const ASKED_EVERY_MS = 1500;
const api = new Api();
const held = document.querySelector("[data-reading]");
const shown = document.querySelector("work-progress");

async function watch() {
  try {
    const view = await api.ask("GET", held.dataset.reading.replace("/api/v1", ""));
    if (view.state === "idle") {
      location.reload();
      return;
    }
    if (view.state === "reading") show(view);
  } catch {
    // The next question may be answered.
  }
  setTimeout(watch, ASKED_EVERY_MS);
}

/** @param {{ table: string | null, rows_done: number, rows_total: number | null }} view */
function show({ table, rows_done: done, rows_total: total }) {
  const word = held.querySelector(`[data-table="${CSS.escape(table ?? "")}"]`);
  shown.setAttribute("label", word === null ? held.dataset.stored : word.textContent);
  if (total === null) shown.removeAttribute("max");
  else shown.setAttribute("max", String(total));
  shown.setAttribute("value", String(done));
  shown.setAttribute("words", total === null ? "" : `${done} / ${total}`);
}

if (held !== null) watch();
