// The command line and the keys of the incident page: its places, people and actions, and the other open incidents.

import { goTo } from "../console/pane.js";
import { label, word } from "../words.js";
import { action, incidentsFound, placesFound } from "./found.js";
import { Palette } from "./palette.js";
import { Shortcuts } from "./shortcuts.js";

// What a button says: in words, or to those who do not see its picture.
/** @param {Element} button */
const saidBy = (button) => button.textContent.trim() || (button.getAttribute("aria-label") ?? "");

/** @param {any} page the incident page, put together */
export function wirePalette(page) {
  const open = (/** @type {string} */ id) => goTo(`/incidents/${id}`);
  const people = () =>
    Object.entries(page.log.objects("people")).map(([id, one]) => ({
      title: page.room.names.of(id),
      also: one.name,
      detail: one.agency,
      sort: label("agency_kind", one.agency_kind),
      run: () => (page.live.positions.last.has(id) ? page.locate(id) : page.showPanel("people")),
    }));
  // What one may do here is what the page offers now, whichever capability brought the button.
  const actions = () =>
    [...document.querySelectorAll("[data-do]")]
      .filter((button) => !(/** @type {HTMLButtonElement} */ (button).disabled) && saidBy(button) !== "")
      .filter((button, at, all) => all.findIndex((one) => one.dataset.do === button.dataset.do) === at)
      .map((button) => action(saidBy(button), () => page.actions.run(button.dataset.do)));
  const windows = () =>
    /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-window]")]).map((link) =>
      action(saidBy(link), () => link.click()),
    );
  const others = () =>
    incidentsFound(globalThis.incidentWatch?.incidents.values() ?? [], open).filter(
      (one) => one.detail !== page.room.incident?.title,
    );
  const palette = new Palette({
    sources: [
      (typed) => placesFound(page.places.book, typed, (place) => page.places.show(place)),
      people,
      actions,
      windows,
      others,
    ],
  });
  const keys = new Shortcuts([
    { key: "/", words: word("keys.palette"), run: () => palette.open() },
    { key: "m", words: word("keys.message"), run: () => page.composer.focus() },
    ...(document.querySelector('[data-do="relay_call"]')
      ? [{ key: "r", words: word("keys.radio"), run: () => page.actions.run("relay_call") }]
      : []),
    { key: "l", words: word("keys.timeline"), run: () => page.showPanel("timeline") },
    { key: "p", words: word("keys.people"), run: () => page.showPanel("people") },
    { key: "f", words: word("search.open"), run: () => page.search.open() },
    { key: "a", words: word("keys.acts"), run: () => page.actions.palette.focus() },
    { key: "t", words: word("keys.table"), run: () => void page.toggleTwin() },
    { key: "g", words: word("keys.grid"), run: () => page.toggleGrid() },
  ]);
  return { palette, keys };
}
