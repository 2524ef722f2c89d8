// The board of those in command: who has an alert, and first of all who has not. Asked for twice a second or more while it is open:
// what is shown is never a second old.

import { element, putInOrder } from "../element.js";
import { word } from "../words.js";

const EVERY_MS = 400;

/** @typedef {{ seq: number, event_type: string }} RoomAlert */
/** @typedef {{ user_id: string, name: string, agency: string, standing: string, has_it: boolean, is_in_room: boolean,
 *   is_supervisor: boolean, devices: { kind: string, standing: string, error_code: string }[] }} AlertedPerson */
/** @typedef {{ agency: string, is_supervisor: boolean, people: number, has_not_got_it: number }} UnnamedPeople */
/** @typedef {{ alert: RoomAlert, demands_acknowledgement: boolean, told: Record<string, number>, has_not_got_it: number,
 *   has_not_answered: number, people: AlertedPerson[], unnamed: UnnamedPeople[] }} Board of one alert (docs/openapi.json) */

export class AlertBoard {
  /**
   * @param {{ root: HTMLDialogElement, roomId: string, api: import("../api.js").Api, me: string }} parts me: the reader's
   *   user id
   */
  constructor({ root, roomId, api, me }) {
    this.root = root;
    this.roomId = roomId;
    this.api = api;
    this.me = me;
    /** @type {number | null} */
    this.seq = null; // null: the newest alert
    /** @type {Map<string, { says: string, line: HTMLElement }>} */
    this.rows = new Map(); // by person: what the line says, and the line
    /** @type {string | undefined} */
    this.shown = undefined; // which alerts the choice has
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.choice = root.querySelector("[data-alerts]");
    this.counts = root.querySelector("[data-counts]");
    this.list = root.querySelector("[data-people]");
    this.stale = root.querySelector("[data-stale]");
    this.choice.addEventListener("change", () => this.#choose());
    root.addEventListener("close", () => clearTimeout(this.timer));
  }

  open() {
    if (!this.root.open) this.root.showModal();
    this.#look();
  }

  #choose() {
    this.seq = Number(this.choice.value);
    this.#look();
  }

  async #look() {
    clearTimeout(this.timer);
    const began = performance.now();
    try {
      const query = this.seq === null ? "" : `?seq=${this.seq}`;
      this.#show(await this.api.get(`/rooms/${this.roomId}/alerts${query}`, { isRepeated: true }));
      this.stale.hidden = true;
    } catch {
      this.stale.textContent = word("board.stale");
      this.stale.hidden = false;
    }
    // A board of thousands takes the server a while: it does other things for as long.
    const pause_ms = Math.max(EVERY_MS, performance.now() - began);
    if (this.root.open) this.timer = setTimeout(() => this.#look(), pause_ms);
  }

  /** @param {{ alerts: RoomAlert[], board: Board | null }} told */
  #show({ alerts, board }) {
    this.#showChoice(alerts, board);
    if (!board || board.people.length + board.unnamed.length === 0) {
      this.counts.replaceChildren(element("p", { text: word("board.no_one") }));
      this.list.replaceChildren();
      return;
    }
    this.counts.replaceChildren(...countLines(board));
    const top = this.list.scrollTop;
    putInOrder(this.list, [...this.#lines(board.people), ...board.unnamed.map(unnamedLine)]);
    this.list.scrollTop = top;
  }

  // Of thousands a handful changes between two looks; to draw all of them anew takes seconds.
  /** @param {AlertedPerson[]} people */
  #lines(people) {
    const kept = this.rows;
    this.rows = new Map();
    for (const person of people) {
      const key = `${person.user_id} ${person.is_supervisor}`;
      const says = JSON.stringify(person);
      const before = kept.get(key);
      const line = before?.says === says ? before.line : personLine(person, { isMe: person.user_id === this.me });
      this.rows.set(key, { says, line });
    }
    return [...this.rows.values()].map(({ line }) => line);
  }

  // Rebuilt only when there are other alerts: a list that changes under the finger cannot be used.
  /** @param {RoomAlert[]} alerts @param {Board | null} board */
  #showChoice(alerts, board) {
    const key = alerts.map((one) => one.seq).join();
    if (key !== this.shown) {
      this.shown = key;
      this.choice.replaceChildren(...alerts.map(alertOption));
    }
    if (board) this.choice.value = String(board.alert.seq);
  }
}

/** @param {RoomAlert} alert */
const alertOption = ({ seq, event_type }) =>
  element("option", { value: seq, text: word("board.alert", { seq, event: word(`alert.${event_type}`) }) });

/** @param {Board} board */
function countLines(board) {
  const notGot = board.has_not_got_it;
  const { told } = board;
  const numbers = ["chosen", "handed", "acknowledged"].map((one) => `${word(`told.${one}`)}: ${told[one]}`);
  const lines = [
    element("p", { class: "number", text: numbers.join(" · ") }),
    element("p", {
      class: notGot ? "board-bad" : "board-good",
      text: notGot ? word("board.not_got", { n: notGot }) : word("board.all_got"),
    }),
  ];
  if (!board.demands_acknowledgement) return lines;
  const silent = board.has_not_answered;
  const text = silent ? word("board.not_answered", { n: silent }) : word("board.all_answered");
  return [...lines, element("p", { class: silent ? "board-bad" : "board-good", text })];
}

/** @param {AlertedPerson} person @param {{ isMe: boolean }} options */
function personLine(person, { isMe }) {
  const devices = person.devices.map(({ kind, standing, error_code }) =>
    [kind, word(`standing.${standing}`), error_code].filter(Boolean).join(" · "),
  );
  const about = [person.is_in_room && word("board.in_room"), person.is_supervisor && word("board.supervisor")];
  return element(
    "li",
    { class: `board-person${person.has_it ? "" : " board-missing"}`, "data-standing": person.standing },
    element("span", { class: "board-mark", "aria-hidden": "true", text: person.has_it ? "✓" : "✕" }),
    element(
      "span",
      { class: "board-who" },
      element("strong", { text: person.name }),
      element("span", { class: "small quiet", text: [person.agency, ...about].filter(Boolean).join(" · ") }),
    ),
    element(
      "span",
      { class: "board-standing" },
      element("span", { text: word(`standing.${person.standing}`) }),
      devices.length ? element("span", { class: "small quiet", text: devices.join("; ") }) : noDevice(isMe),
    ),
  );
}

// Of people whom the reader may not know by name only their number is told.
/** @param {UnnamedPeople} unnamed */
function unnamedLine({ agency, is_supervisor, people, has_not_got_it }) {
  const about = [word("board.unnamed", { n: people }), is_supervisor && word("board.supervisor")];
  return element(
    "li",
    { class: `board-person${has_not_got_it ? " board-missing" : ""}` },
    element("span", { class: "board-mark", "aria-hidden": "true", text: has_not_got_it ? "✕" : "✓" }),
    element(
      "span",
      { class: "board-who" },
      element("strong", { text: agency }),
      element("span", { class: "small quiet", text: about.filter(Boolean).join(" · ") }),
    ),
    element("span", {
      class: "board-standing",
      text: has_not_got_it ? word("board.not_got", { n: has_not_got_it }) : word("board.all_got"),
    }),
  );
}

// A reader whom nothing reaches can change that at once.
/** @param {boolean} isMe */
const noDevice = (isMe) =>
  isMe
    ? element("a", { class: "board-own", href: "/account/alerts", text: word("board.register") })
    : element("span", { class: "small quiet", text: word("board.no_device") });

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel({ config, api }) {
  const root = /** @type {HTMLDialogElement | null} */ (document.getElementById("board"));
  if (root === null) return {}; // those in command have it
  const board = new AlertBoard({ root, roomId: config.room_id, api, me: config.me.user_id });
  return { buttons: { board: () => board.open() } };
}
