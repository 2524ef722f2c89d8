// The buttons of what one does in a room: the likely ones first, calls for help beside them, all others behind "More"; and
// in a hand the likeliest in the thumb's reach. It moves the page's own buttons and makes none.

import { element } from "../../element.js";
import { toolGlyph } from "../../glyphs.js";
import { word } from "../../words.js";
import { commandersOf } from "../offers/offers.js";
import { likelyActs, mainAct } from "./likely_acts.js";

// It begins on the map, and has no button among the others.
const ON_THE_PLAN = ["open_rooms"];
/** @type {Record<string, string>} */
const GLYPHS = {
  answer: "message",
  answer_par: "status",
  take_command: "status",
  ask_task: "message",
  open_rooms: "table",
  rooms_board: "table",
  casualties: "people",
  ground: "marker",
  relay_call: "say",
  priority_message: "send",
  response_action: "zone",
  mutual_aid: "people",
  close_incident: "close",
};
/** @type {Record<string, string>} */
const WORDS = {
  take_command: "incident_command.claim",
  open_rooms: "response.rooms",
  answer: "act.answer",
  answer_par: "act.answer_par",
  ask_task: "act.ask_task",
  relay_call: "act.relay_call",
  rooms_board: "act.rooms_board",
  ground: "act.ground",
};
/** @param {HTMLElement} button */
const nameOf = ({ dataset }) => dataset.act ?? dataset.do ?? "";

export class ActPalette {
  /** @param {{ page: any, room: any }} parts the incident's page and its room, as incident_page.js makes them */
  constructor({ page, room }) {
    this.page = page;
    this.room = room;
    const panel = document.getElementById("actions");
    this.first = panel.querySelector("[data-first]");
    this.more = panel.querySelector("[data-more]");
    this.all = /** @type {HTMLElement[]} */ ([...this.first.children, ...this.more.children]);
    this.main = /** @type {HTMLElement | null} */ (document.querySelector("[data-main]"));
    this.shown = "";
    this.redraw = () => {};
    this.mainName = "";
    this.asked = ""; // who commanded when the reader asked for a task
    this.main?.addEventListener("click", () => this.#run(this.mainName));
  }

  /**
   * @param {any[]} parts of the strip, in the reader's order
   * @param {string} reader
   */
  show(parts, reader) {
    const likely = likelyActs(this.room, reader, (name) => this.#button(name) !== undefined);
    /** @param {string} name */
    const inHand = (name) =>
      (name === "ask_task" && this.asked !== this.#commanders) ||
      ON_THE_PLAN.includes(name) ||
      this.#button(name) !== undefined;
    const main = mainAct(this.room, reader, parts, inHand);
    this.redraw = () => this.show(parts, reader);
    const key = JSON.stringify([likely, main]);
    if (key === this.shown) return;
    this.shown = key;
    this.#place(likely);
    this.#showMain(main);
  }

  get #commanders() {
    return JSON.stringify(Object.keys(commandersOf(this.room)).sort());
  }

  // The words stand in the message, ready to be sent or to be read out; what the task will be comes next into the hand.
  #askTask() {
    this.asked = this.#commanders;
    this.page.showPanel("timeline");
    if (!this.page.composer.text.value) this.page.composer.put(word("act.ask_task_words"));
    this.redraw();
  }

  /** The likeliest act gets the keyboard: pressing it is left to its reader. */
  focus() {
    this.page.showPanel("actions");
    /** @type {HTMLElement | null} */ (this.first.querySelector(".button"))?.focus();
  }

  /** @param {string} name */
  #button(name) {
    return this.all.find((one) => nameOf(one) === name);
  }

  // Keyboard focus stays on a button when it has moved.
  /** @param {string[]} likely */
  #place(likely) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const found = likely.map((name) => this.#button(name)).filter((one) => one !== undefined);
    const calls = this.all.filter((one) => "call" in one.dataset && !found.includes(one));
    const rest = this.all.filter((one) => !found.includes(one) && !calls.includes(one));
    for (const one of this.all) one.classList.toggle("primary", one === found[0]);
    this.first.replaceChildren(...found, ...calls);
    this.more.replaceChildren(...rest);
    if (focused !== null && this.all.includes(focused)) focused.focus();
  }

  /** @param {string} name */
  #showMain(name) {
    this.mainName = name;
    if (this.main === null) return;
    const text = name in WORDS ? word(WORDS[name]) : (this.#button(name)?.textContent ?? "").trim();
    this.main.dataset.main = name;
    this.main.replaceChildren(toolGlyph(GLYPHS[name] ?? "tools"), element("span", { text }));
  }

  /** @param {string} name */
  #run(name) {
    const { page } = this;
    if (name === "answer") this.#toAnswer(".primary");
    else if (name === "answer_par") page.strip.list.querySelector("[data-answer-par]")?.click();
    else if (name === "take_command") this.#toAnswer('[data-command="claim"]');
    else if (name === "ask_task") this.#askTask();
    else if (ON_THE_PLAN.includes(name)) page.actions.run(name);
    else this.#button(name)?.click();
  }

  // It is read before it is answered: the strip unfolds, and its button is under the keyboard.
  /** @param {string} button */
  #toAnswer(button) {
    this.page.strip.unfold(true);
    /** @type {HTMLElement | null} */ (this.page.strip.list.querySelector(button))?.focus();
  }
}
