// Incidents side by side: each pane holds the whole page of one incident, which is asked for like any other page, so that
// what a reader may not see does not come; above it what the board says of it.

import { element } from "../element.js";
import { elapsedText } from "../clock.js";
import { toolGlyph } from "../glyphs.js";
import { saidIn, word } from "../words.js";

export const MAX_PANES = 3;

/** @typedef {import("./board.js").BoardRow} BoardRow */

/** @typedef {(id: string) => boolean} IsExercise */

/**
 * Which incidents stand side by side after one was chosen or put away. Of too many an exercise goes, and only then what
 * is real; of these the one chosen first. Pure.
 * @param {string[]} chosen
 * @param {string} id
 * @param {IsExercise} isExercise
 */
export function toggled(chosen, id, isExercise) {
  if (chosen.includes(id)) return chosen.filter((one) => one !== id);
  const before = chosen.length < MAX_PANES ? "" : (chosen.find(isExercise) ?? chosen[0]);
  return exercisesAside([...chosen.filter((one) => one !== before), id], isExercise);
}

/** What is real first, exercises beside it at the end. Pure. @param {string[]} ids @param {IsExercise} isExercise */
export const exercisesAside = (ids, isExercise) => [
  ...ids.filter((one) => !isExercise(one)),
  ...ids.filter((one) => isExercise(one)),
];

/**
 * What stands side by side as long as no one has chosen: the two most urgent, and an exercise aside as the third. Pure.
 * @param {BoardRow[]} rows in the order of the board
 */
export function firstPanes(rows) {
  const of = (/** @type {boolean} */ isExercise) =>
    rows.map(({ incident }) => incident).filter((one) => one.is_exercise === isExercise);
  const real = of(false).slice(0, MAX_PANES - 1);
  return [...real, ...of(true).slice(0, real.length === 0 ? MAX_PANES - 1 : 1)].map((one) => one.incident_id);
}

/**
 * Which pane comes next; -1 stands for what is outside of all panes. Pure.
 * @param {number} at
 * @param {number} count
 * @param {number} step
 */
export function nextPane(at, count, step) {
  return ((at + 1 + step + (count + 1)) % (count + 1)) - 1;
}

/** @typedef {{ node: HTMLElement, line: HTMLElement, frame: HTMLIFrameElement }} Pane */

export class Panes {
  /**
   * @param {{ root: HTMLElement, onChange: () => void, onOutside: () => void, onOpen: (id: string) => void,
   *   onWindows: (incident: BoardRow["incident"]) => void }} options
   */
  constructor({ root, onChange, onOutside, onOpen, onWindows }) {
    this.root = root;
    this.onChange = onChange;
    this.onOutside = onOutside;
    this.onOpen = onOpen;
    this.onWindows = onWindows;
    this.chosen = chosenIn(location.hash);
    this.isShown = this.chosen.length > 0;
    /** @type {Set<string>} */
    this.exercises = new Set();
    /** @type {Set<string> | null} */
    this.known = null; // what was open and real before: only what comes after it takes a pane by itself
    this.isExercise = (/** @type {string} */ id) => this.exercises.has(id);
    /** @type {Map<string, Pane>} */
    this.panes = new Map();
    addEventListener("keydown", (event) => this.#key(event));
    new MutationObserver(() => this.#dress()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  // All panes wear the theme of the window, also when it is changed.
  #dress() {
    for (const { frame } of this.panes.values())
      if (frame.contentDocument) frame.contentDocument.documentElement.dataset.theme = themeHere();
  }

  /** @param {string} id */
  has(id) {
    return this.chosen.includes(id);
  }

  /** @param {string} id */
  toggle(id) {
    this.chosen = toggled(this.chosen, id, this.isExercise);
    if (this.chosen.length === 0) this.isShown = false;
    this.#keep();
  }

  /** Show what was chosen, or else what is most urgent; and back to the board. @param {BoardRow[]} rows */
  turn(rows) {
    if (!this.isShown && this.chosen.length === 0) this.chosen = firstPanes(rows);
    this.isShown = !this.isShown && this.chosen.length > 0;
    this.#keep();
    if (this.isShown) this.#focus(0);
    else this.onOutside();
  }

  // The address names what is shown, so that a reload shows it again.
  #keep() {
    const shown = this.isShown ? `#side=${this.chosen.join(",")}` : "";
    history.replaceState(null, "", `${location.pathname}${location.search}${shown}`);
    this.onChange();
  }

  /**
   * What is no longer open, or no longer the reader's, has no pane.
   * @param {BoardRow[]} rows in the order of the board
   */
  show(rows) {
    const open = new Set(rows.map(({ incident }) => incident.incident_id));
    this.exercises = new Set(rows.filter((row) => row.incident.is_exercise).map((row) => row.incident.incident_id));
    const left = exercisesAside(
      this.chosen.filter((id) => open.has(id)),
      this.isExercise,
    );
    const alarm = this.#newAlarm(open);
    if (alarm && this.isShown && left.every(this.isExercise)) return this.toggle(alarm);
    this.chosen = rows.length > 0 && left.length === this.chosen.length ? left : this.chosen;
    if (left.length < this.chosen.length && rows.length > 0) return this.#drop(left);
    this.root.hidden = !this.isShown;
    if (!this.isShown && this.panes.size === 0) return undefined;
    for (const [id, { node }] of this.panes) if (!left.includes(id)) this.#remove(id, node);
    left.forEach((id, at) => {
      const pane = this.panes.get(id) ?? this.#made(id);
      // What is real stands before every exercise; a pane that is moved would load its page again.
      const after = this.isExercise(id) ? null : this.root.querySelector(".pane.is-exercise");
      if (!pane.node.isConnected) this.root.insertBefore(pane.node, after);
      const rank = rows.findIndex(({ incident }) => incident.incident_id === id);
      this.#tell(pane, rows[rank], { rank: rank + 1, at });
    });
    return undefined;
  }

  // What is real and was not open before: beside exercises alone it takes a pane by itself.
  /** @param {Set<string>} open */
  #newAlarm(open) {
    const real = [...open].filter((id) => !this.isExercise(id));
    const { known } = this;
    const found = known === null ? undefined : real.find((id) => !known.has(id));
    if (open.size > 0) this.known = new Set([...(known ?? []), ...real]);
    return found;
  }

  /** @param {string[]} left */
  #drop(left) {
    this.chosen = left;
    if (left.length === 0) this.isShown = false;
    this.#keep();
  }

  /** @param {string} id @param {HTMLElement} node */
  #remove(id, node) {
    node.remove();
    this.panes.delete(id);
  }

  /** @param {string} id @returns {Pane} */
  #made(id) {
    const line = element("header", { class: "pane-line" });
    const frame = /** @type {HTMLIFrameElement} */ (element("iframe", { class: "pane-frame" }));
    const node = element("section", { class: "pane" }, line, frame);
    frame.addEventListener("load", () => this.#loaded(id, frame));
    frame.addEventListener("pane-goes", (event) => this.#goes(id, /** @type {CustomEvent} */ (event).detail));
    frame.src = `/incidents/${id}`;
    const pane = { node, line, frame };
    this.panes.set(id, pane);
    return pane;
  }

  // A page that may not stand here (a sign-in, what is no longer there) leaves nothing to look at.
  /** @param {string} id @param {HTMLIFrameElement} frame */
  #loaded(id, frame) {
    const inside = insideOf(frame);
    if (inside === null) return this.toggle(id);
    inside.addEventListener("keydown", (event) => this.#key(event));
    inside.addEventListener("focus", () => this.#mark(id));
    return undefined;
  }

  // What a page in a pane leads to is shown in the whole window; back to the incidents is back to the board.
  /** @param {string} id @param {string} address */
  #goes(id, address) {
    if (address === "/") this.toggle(id);
    else location.assign(address);
  }

  /**
   * @param {Pane} pane
   * @param {BoardRow} row
   * @param {{ rank: number, at: number }} where
   */
  #tell({ node, line, frame }, { incident, needs }, { rank, at }) {
    const kind = incident.is_exercise ? "exercise" : "real";
    const id = incident.incident_id;
    const named = `${word(`console.${kind}`)} · ${saidIn(incident, "title")} · ${incident.site}`;
    node.classList.toggle("is-exercise", incident.is_exercise);
    node.setAttribute("aria-label", word("panes.pane", { n: at + 1, about: named }));
    frame.title = named;
    const said = JSON.stringify([rank, incident, needs]);
    if (line.dataset.said === said) return;
    line.dataset.said = said;
    line.replaceChildren(
      element(
        "p",
        { class: "pane-words" },
        element("span", { class: "number", text: word("panes.rank", { rank }) }),
        element("span", { class: `badge ${kind}`, text: word(`console.${kind}`) }),
        element("strong", { class: "pane-site", text: incident.site }),
        element("time", { class: "number", datetime: incident.opened_at, "data-age": incident.opened_at }),
        ...needsOf(needs),
      ),
      this.#button("panes.windows", "windows", named, () => this.onWindows(incident)),
      this.#button("panes.whole", "fit", named, () => this.onOpen(id)),
      this.#button("panes.close", "close", named, () => this.#close(id)),
    );
    for (const time of line.querySelectorAll("time"))
      time.textContent = elapsedText((Date.now() - Date.parse(incident.opened_at)) / 1000);
  }

  /** @param {string} id */
  #close(id) {
    this.toggle(id);
    if (this.isShown) this.#focus(0);
    else this.onOutside();
  }

  /** @param {string} name @param {string} glyph @param {string} about @param {() => void} onclick */
  #button(name, glyph, about, onclick) {
    return element(
      "button",
      { type: "button", class: "button plain", title: word(name), onclick },
      toolGlyph(glyph),
      element("span", { class: "visually-hidden", text: `${word(name)} · ${about}` }),
    );
  }

  // F6 goes from pane to pane and out of them, Shift-F6 back: as in every program that has panes.
  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "F6" || !this.isShown || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const at = nextPane(this.#at, this.panes.size, event.shiftKey ? -1 : 1);
    if (at < 0) this.onOutside();
    else this.#focus(at);
  }

  get #at() {
    return this.chosen.findIndex((id) => this.panes.get(id)?.frame === document.activeElement);
  }

  /** @param {number} at */
  #focus(at) {
    const pane = this.panes.get(this.chosen[at]);
    pane?.frame.focus();
    pane?.frame.contentWindow?.focus();
    if (pane) this.#mark(this.chosen[at]);
  }

  /** @param {string} id */
  #mark(id) {
    for (const [other, { node }] of this.panes) node.classList.toggle("is-active", other === id);
  }
}

const themeHere = () => document.documentElement.dataset.theme ?? "";

// Nothing where the browser has refused to show the page here.
/** @param {HTMLIFrameElement} frame */
function insideOf(frame) {
  try {
    return frame.contentDocument?.getElementById("content") ? frame.contentWindow : null;
  } catch {
    return null;
  }
}

/** @param {string} hash */
function chosenIn(hash) {
  const told = hash.startsWith("#side=") ? hash.slice("#side=".length).split(",") : [];
  return told.filter((id) => /^[0-9a-f-]{36}$/.test(id)).slice(0, MAX_PANES);
}

/** @param {BoardRow["needs"]} needs */
function needsOf(needs) {
  if (needs === null) return [element("span", { class: "quiet", text: word("console.not_joined") })];
  const loud = (/** @type {string} */ text) => element("span", { class: "needs-now", text });
  const said = (/** @type {string} */ text) => element("span", { text });
  const standing = needs.standing.map((one) => (one.is_simulated ? said(one.words) : loud(one.words)));
  return [
    ...standing,
    needs.unsure ? said(needs.unsure) : null,
    needs.commanders.length > 0
      ? said(`${word("console.command")}: ${needs.commanders.join(", ")}`)
      : loud(`${word("console.command")}: ${word("console.no_one")}`),
    ...needs.staff.map(said),
    needs.unacknowledged > 0 ? loud(`${word("console.unacknowledged")}: ${needs.unacknowledged}`) : null,
    needs.rooms_silent
      ? said(
          `${word("console.rooms")}: ${word("console.rooms_of", { silent: needs.rooms_silent, total: needs.rooms_total })}`,
        )
      : null,
  ];
}
