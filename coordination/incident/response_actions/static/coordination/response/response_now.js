// What holds for this person now, above every page; a lockdown takes the screen until someone says they have read it.
// Silent: no sound, no vibration.

import { Api, ApiProblem } from "../api.js";
import { element } from "../element.js";
import { LastState } from "../offline/last_state.js";
import { ownRoom, ownRoomLines } from "../own_room/own_room.js";
import { config } from "../../mapping/kept/kept_here.js";
import { lengthText } from "../../mapping/lengths.js";
import { ActionsRead } from "./actions_read.js";
import { directiveOf, dutyOf } from "./directive.js";
import { loadWords, sentences, word } from "../words.js";

const EVERY_MS = 10_000;
const READ = "response.read";
const CLOSED = "Closed";
// What moves the page anyway, or is past: what was under the finger has been hit.
const ACTS = ["click", "keydown", "scroll", "touchmove", "wheel"];

/** @typedef {import("./directive.js").Directed & { action_id: string, room_id: string, incident_id: string, site: string, scope: string,
 *   is_exercise: boolean, is_at_my_school: boolean, does: "school" | "responder" | "elsewhere", adults: string, called_from: string,
 *   door: string, door_m: number | null, standing: string[], unsure: string }} ActionNow what holds for the reader (docs/openapi.json) */

class ResponseNow {
  constructor() {
    this.api = new Api();
    // What holds came with the page, and stays where it is.
    this.root = document.querySelector(".response-now") ?? madeRoot();
    this.last = new LastState();
    this.read = new ActionsRead({ api: this.api, userId: config?.user_id ?? "" });
    this.at = timeOf(this.root.dataset.at ?? Date.now());
    this.isEmpty = this.root.hidden;
    this.shown = "";
    this.hasLooked = false;
    /** @type {ActionNow | null} */
    this.lockdown = null; // the one at the reader's own school, as of the last answer
    this.age = element("p", { class: "response-now-age", hidden: true });
    this.root.append(this.age);
    this.dialog = element("dialog", {
      class: "response-takeover",
      "data-shows-theme": "dark",
      "aria-labelledby": "response-takeover-term",
    });
    document.body.append(this.dialog);
  }

  start() {
    this.look();
    for (const act of ACTS) addEventListener(act, () => this.#takePlace(), { passive: true });
    setInterval(() => document.visibilityState === "visible" && this.look(), EVERY_MS);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.look());
    // Read in another window: this one gives the screen back.
    addEventListener(
      "storage",
      ({ key }) => key === this.read.keptAt && this.dialog.open && this.#takeOver(this.lockdown),
    );
  }

  async look() {
    /** @type {ActionNow[]} */
    let actions;
    try {
      actions = await this.api.get("/response-actions", { isRepeated: true });
    } catch (error) {
      // Signed out, or no network: what stands here is as old as the last answer, and says so.
      if (!(error instanceof ApiProblem && error.status === 401)) this.#showAge(true);
      return;
    }
    this.at = timeOf(Date.now());
    this.#showAge(false);
    void this.read.send();
    this.#keep(actions);
    const key = JSON.stringify(actions);
    if (key === this.shown) return;
    this.shown = key;
    this.#draw(() => {
      const areBoth = new Set(actions.map((one) => one.is_exercise)).size > 1;
      this.root.replaceChildren(...actions.map((action) => this.#line(action, areBoth)), this.age);
      this.isEmpty = actions.length === 0;
    });
    const lockdown = actions.find((one) => one.kind === "lockdown" && one.is_at_my_school) ?? null;
    const { classList } = document.body;
    // The opener of their room's report knows why; the line above the form says it. What begins later takes over.
    if (classList.contains("page-my-room") && !this.hasLooked && lockdown) this.read.remember(lockdown.action_id);
    this.hasLooked = true;
    // A person who has just pressed reads on: that it was heard, and the words for 9-1-1.
    if (!classList.contains("page-panic")) this.#takeOver(lockdown);
    this.lockdown = lockdown;
  }

  /** @param {boolean} isStale */
  #showAge(isStale) {
    this.#draw(() => {
      this.age.textContent = word("response.as_of", { time: this.at });
      this.age.hidden = !isStale || this.isEmpty;
    });
  }

  // What begins, grows or ends while someone reads moves nothing from under a finger: it lies over the page, or leaves
  // its place empty, until the reader's next act.
  /** @param {() => void} change */
  #draw(change) {
    const place = this.#place();
    change();
    this.#takePlace();
    const more = place - this.#place();
    if (more === 0) return;
    this.root.hidden = false;
    this.root.style.marginBlockEnd = `${more}px`;
  }

  #takePlace() {
    const { style } = this.root;
    this.root.hidden = this.isEmpty;
    style.marginBlockEnd = "";
    style.visibility = this.isEmpty ? "hidden" : "";
  }

  #place() {
    return this.root.getBoundingClientRect().height + (Number.parseFloat(this.root.style.marginBlockEnd) || 0);
  }

  // For a reload without a network: what this person does, as of now, and nothing of an incident that has ended.
  /** @param {ActionNow[]} actions */
  async #keep(actions) {
    if (!config?.user_id) return;
    for (const id of new Set(actions.map((one) => one.incident_id))) {
      const here = actions.filter((one) => one.incident_id === id);
      await this.last.put(id, config.user_id, {
        site: here[0].site,
        is_exercise: here[0].is_exercise,
        directives: here.map((one) => ({
          text: directiveOf(one),
          duty: dutyOf(one, one.does),
          place: placeOf(one),
        })),
      });
    }
    for (const id of await this.last.sweep(config.user_id))
      if (!actions.some((one) => one.incident_id === id)) this.#keepWithout(id, config.user_id);
  }

  /** @param {string} id @param {string} userId */
  async #keepWithout(id, userId) {
    try {
      const { status, site, is_exercise: isExercise } = await this.api.get(`/incidents/${id}`);
      if (status !== CLOSED) await this.last.put(id, userId, { site, is_exercise: isExercise, directives: [] });
      else await this.last.remove(id);
    } catch (error) {
      // Not found: one's access has ended, and what was kept goes with it.
      if (error instanceof ApiProblem && error.isFinal) await this.last.remove(id);
    }
  }

  // Beside an exercise, what is real says so.
  /** @param {ActionNow} action @param {boolean} areBoth */
  #line(action, areBoth) {
    const look = action.is_exercise ? "exercise" : action.kind;
    const said = action.is_exercise ? "response.exercise" : "response.real";
    const mark = action.is_exercise || areBoth ? `${word(said)} · ` : "";
    return element(
      "div",
      { class: `response-now-line response-now-${look}`, "data-response": action.action_id },
      element("p", {}, element("strong", { text: mark + directiveOf(action) })),
      element("p", { text: `${dutyOf(action, action.does)} ${placeOf(withoutOne(action))}` }),
      ...standingIn(action),
      action.is_at_my_school
        ? element("a", { href: `/incidents/${action.incident_id}/my-room`, text: word("response.my_room") })
        : null,
      element("a", { href: `/incidents/${action.incident_id}`, text: word("response.open_room") }),
    );
  }

  /** @param {ActionNow | null} action */
  #takeOver(action) {
    if (action === null || this.read.isRead(action.action_id)) {
      if (this.dialog.open) this.dialog.close();
      return;
    }
    this.dialog.className = `response-takeover${action.is_exercise ? " response-takeover-exercise" : ""}`;
    const term = { class: "response-term", id: "response-takeover-term", text: directiveOf(action) };
    this.dialog.replaceChildren(
      ...(action.is_exercise ? [element("p", { class: "response-term", text: word("response.exercise") })] : []),
      element("p", term),
      element("p", { text: placeOf(withoutOne(action)) }),
      ...standingIn(action),
      element("p", { text: dutyOf(action, "school") }),
      element("button", {
        type: "button",
        class: "button",
        text: word(READ),
        onclick: () => {
          this.dialog.close();
          void this.read.note(action);
        },
      }),
      element("a", {
        class: "button plain",
        href: `/incidents/${action.incident_id}/my-room`,
        text: word("response.my_room"),
      }),
    );
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.#sayOwnRoom(action);
  }

  // Below the buttons: it comes later than they do, and moves none of them.
  /** @param {ActionNow} action */
  async #sayOwnRoom(action) {
    const found = await ownRoom(this.api, action.incident_id);
    if (found && this.dialog.open) this.dialog.append(element("div", { class: "own-room" }, ...ownRoomLines(found)));
  }
}

function madeRoot() {
  const root = element("section", {
    class: "response-now",
    role: "alert",
    "aria-label": word("response.now"),
    hidden: true,
  });
  // The way past it stays the first thing that a keyboard comes to.
  const skip = document.querySelector(".skip");
  if (skip) skip.after(root);
  else document.body.prepend(root);
  return root;
}

/** @param {string | number} at */
const timeOf = (at) =>
  new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });

// Every press that stands there: where one of them began the action, the others must be read all the same.
/** @param {ActionNow} action */
function standingIn({ standing, unsure }) {
  if (standing.length < 2) return [];
  const lines = [...standing, unsure].filter(Boolean);
  return [element("ul", { class: "response-now-standing" }, ...lines.map((text) => element("li", { text })))];
}

// Where several are told, the one that began the action is among them.
/** @param {ActionNow} action @returns {ActionNow} */
const withoutOne = (action) => (action.standing.length < 2 ? action : { ...action, called_from: "", door: "" });

// From where the alarm came, as far as that is known, then the school and where in it: a phone cuts the end.
/** @param {ActionNow} action */
function placeOf({ site, scope, called_from: place, door, door_m: distance }) {
  const way = distance === null ? door : `${door}, ${lengthText(distance)}`;
  const parts = [
    place ? word("response.called_from", { place }) : "",
    door ? word("response.door", { door: way }) : "",
    scope === site ? site : `${site}: ${scope}`,
  ];
  return sentences(parts);
}

loadWords(JSON.parse(document.getElementById("response-words").textContent));
new ResponseNow().start();
