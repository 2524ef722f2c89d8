// Report one's room: the room is known as far as it can be, a tap says how it stands, another sends it. Without a network it
// is kept on the device and sent later, and the page says so. No sound, no vibration.

import { Api } from "../api.js";
import { element, uuid } from "../element.js";
import { config as keptConfig } from "../../mapping/kept/kept_here.js";
import { LastState } from "../offline/last_state.js";
import { outbox } from "../outbox_here.js";
import { ownRoom, ownRoomLines } from "../own_room/own_room.js";
import { REFUSED, WAITING } from "../client/unsent/persistent_outbox.js";
import { label, word } from "../words.js";
import { LISTS } from "./room_reports.js";

const ELSEWHERE = "elsewhere";
const SCHEDULED = "scheduled_teacher";
const NEAR = 4;
const jsonOf = (/** @type {string} */ id) => JSON.parse(document.getElementById(id).textContent);

/** @typedef {{ space_id: string, room: string, building: string, level: string, lon: number, lat: number }} NamedRoom */
/** @typedef {{ space_id: string | null, room: string, why: string, students: number | null, adults: number | null,
 *   state: string | null, said_at: string }} MineNow what is known of the reader's room */
/** @typedef {{ incident_id: string, room_id: string, site: string, is_exercise: boolean, is_joined: boolean,
 *   asks_names: boolean, rooms: NamedRoom[], mine: MineNow | null }} MyRoomConfig as the page has it */

class MyRoomPage {
  /** @param {MyRoomConfig} config */
  constructor(config) {
    this.config = config;
    this.form = /** @type {HTMLFormElement} */ (document.getElementById("my-room"));
    /** @type {any} */
    this.fields = this.form.elements;
    this.say = this.form.querySelector("[data-say]");
    /** @type {{ id: string, room: string, state: string, text: string } | null} the last command of this page */
    this.sent = null;
    this.last = new LastState();
    this.#fillRooms();
    this.#fillMine();
    this.#listen();
    this.#keepLast();
    if (config.asks_names) this.#offerNames();
    void this.#sayToldStudents();
  }

  // For a reload without a network: where this is, and what one said last of the room. What to do comes with the line above.
  #keepLast() {
    if (!keptConfig?.user_id) return;
    const { incident_id: id, site, is_exercise: isExercise, mine } = this.config;
    const report = mine?.state
      ? { title: this.#reportText(mine.room, mine.state, mine.students, mine.adults), at: Date.parse(mine.said_at) }
      : null;
    this.last.begin(id, keptConfig.user_id, { site, is_exercise: isExercise, report });
  }

  /**
   * @param {string} room
   * @param {string} state
   * @param {number | null | undefined} students
   * @param {number | null | undefined} adults
   */
  #reportText(room, state, students, adults) {
    const title = word("my_room.title", { room, state: label("room_report_state", state) });
    return `${title} · ${word("my_room.people", { students: students ?? "—", adults: adults ?? "—" })}`;
  }

  // The names of one's own class come by themselves and stay nowhere: no page that a device keeps has them.
  async #offerNames() {
    const box = /** @type {HTMLElement | null} */ (this.form.querySelector("[data-class]"));
    if (box === null) return;
    const names = await new Api().get(`/rooms/${this.config.room_id}/my-students`).catch(() => []);
    const choice = (/** @type {string} */ name) => {
      const input = element("input", { type: "checkbox", name: "missing_one", value: name });
      return element("label", { class: "check" }, input, element("span", { text: name }));
    };
    box.querySelector("[data-class-names]").replaceChildren(...names.map(choice));
    box.hidden = names.length === 0;
  }

  // In a lockdown: the line for the age that the reader teaches.
  async #sayToldStudents() {
    const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-told]"));
    const found = box && (await ownRoom(new Api(), this.config.incident_id));
    if (!box || !found?.students?.length) return;
    // What is possible in a room stands on the page; in the open it is said in a lockdown alone, and only the server knows.
    const isSaid = document.querySelector("[data-own-room]") !== null;
    box.replaceChildren(...ownRoomLines(isSaid ? { adults: found.adults, students: found.students } : found));
    box.hidden = false;
  }

  #fillRooms() {
    const select = this.fields.namedItem("space_id");
    select.append(element("option", { value: "", text: word("my_room.choose") }));
    const floors = new Map();
    for (const room of this.config.rooms) {
      const floor = [room.building, room.level].filter(Boolean).join(", ");
      if (!floors.has(floor)) floors.set(floor, element("optgroup", { label: floor }));
      floors.get(floor).append(element("option", { value: room.space_id, text: room.room }));
    }
    select.append(...floors.values(), element("option", { value: ELSEWHERE, text: word("my_room.elsewhere") }));
    if (this.config.rooms.length === 0) select.value = ELSEWHERE;
  }

  #fillMine() {
    const { mine } = this.config;
    if (mine !== null) {
      const known = this.config.rooms.find((one) => one.space_id === mine.space_id || one.room === mine.room);
      this.#choose(known?.space_id ?? ELSEWHERE, mine.room);
      this.form.querySelector("[data-why]").textContent = word(`my_room.${mine.why}`);
      for (const name of /** @type {const} */ (["students", "adults"]))
        this.fields.namedItem(name).value = mine[name] ?? "";
      if (mine.why === "schedule") this.fields.namedItem("led_by").value = SCHEDULED;
    }
    this.#showFields();
  }

  /** @param {string} value */
  #choose(value, words = "") {
    this.fields.namedItem("space_id").value = value;
    this.fields.namedItem("room").value = value === ELSEWHERE ? words : "";
    this.#showFields();
  }

  #showFields() {
    this.form.querySelector("[data-words]").hidden = this.fields.namedItem("space_id").value !== ELSEWHERE;
    this.form.querySelector("[data-relay]").hidden = !this.fields.namedItem("source").value;
    const substitute = /** @type {HTMLElement | null} */ (this.form.querySelector("[data-substitute]"));
    if (substitute) substitute.hidden = this.fields.namedItem("led_by").value !== "substitute";
  }

  #listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.form.addEventListener("change", (event) => {
      // The schedule says who teaches in one room, and nothing of another.
      const isRoom = /** @type {HTMLInputElement} */ (event.target).name === "space_id";
      if (isRoom && this.fields.namedItem("led_by").value === SCHEDULED) this.fields.namedItem("led_by").value = "";
      this.#showFields();
    });
    for (const button of this.form.querySelectorAll("[data-step]"))
      button.addEventListener("click", () => {
        const input = button.closest("[data-stepper]").querySelector("input");
        const by = Number(/** @type {HTMLElement} */ (button).dataset.step);
        input.value = String(Math.min(Number(input.max), Math.max(0, Number(input.value || 0) + by)));
      });
    this.form.querySelector("[data-locate]").addEventListener("click", () => this.#locate());
    outbox?.addEventListener("changed", () => this.#look());
    outbox?.addEventListener("sent", (event) => this.#recorded(/** @type {CustomEvent} */ (event).detail));
  }

  // Which rooms are near is found here; where the phone is stays on it.
  #locate() {
    navigator.geolocation?.getCurrentPosition(({ coords }) => {
      /** @param {NamedRoom} room */
      const far = ({ lon, lat }) =>
        Math.hypot((lon - coords.longitude) * Math.cos((lat * Math.PI) / 180), lat - coords.latitude);
      const near = [...this.config.rooms].sort((one, other) => far(one) - far(other)).slice(0, NEAR);
      const chips = near.map((room) =>
        element("button", {
          type: "button",
          class: "button",
          text: room.room,
          onclick: () => this.#choose(room.space_id),
        }),
      );
      const box = this.form.querySelector("[data-near]");
      box.replaceChildren(...chips);
      box.hidden = chips.length === 0;
    });
  }

  /** @returns {any} */
  #command() {
    const data = new FormData(this.form);
    const text = (/** @type {string} */ name) => String(data.get(name) ?? "").trim() || undefined;
    const count = (/** @type {string} */ name) => (text(name) === undefined ? undefined : Number(text(name)));
    const space = text("space_id");
    const names = (/** @type {string} */ one) =>
      (text(`${one}_names`) ?? "")
        .split("\n")
        .map((name) => name.trim())
        .filter(Boolean);
    /** @type {Record<string, number | string[]>} */
    const lists = {};
    for (const one of LISTS) {
      const ticked = one === "missing" ? data.getAll("missing_one").map(String) : [];
      const named = [...new Set([...ticked, ...names(one)])];
      // Three written names are a count of three.
      const counted = Math.max(count(one) ?? 0, named.length);
      if (counted) lists[one] = counted;
      if (named.length) lists[`${one}_names`] = named;
    }
    return {
      id: uuid(),
      type: "report_room",
      ...(space === ELSEWHERE ? { room: text("room") } : { space_id: space }),
      state: text("state"),
      students: count("students"),
      adults: count("adults"),
      visitors: count("visitors"),
      led_by: text("led_by"),
      in_place_of: text("led_by") === "substitute" ? text("in_place_of") : undefined,
      ...lists,
      door: text("door"),
      moving_to: text("moving_to"),
      note: text("note"),
      source: text("source"),
      on_behalf_of: text("source") ? text("on_behalf_of") : undefined,
      said_at: new Date().toISOString(),
    };
  }

  async #send() {
    const command = this.#command();
    if (!command.space_id && !command.room) return this.#tell("refused", word("my_room.need_room"));
    if (!command.state) return this.#tell("refused", word("my_room.need_state"));
    const room = this.config.rooms.find(({ space_id: id }) => id === command.space_id)?.room ?? command.room;
    const state = label("room_report_state", command.state);
    const { students, adults } = command;
    this.sent = { id: command.id, room, state, text: this.#reportText(room, command.state, students, adults) };
    this.#tell("sending", word("my_room.sending"));
    const path = `/rooms/${this.config.room_id}/commands`;
    const title = word("my_room.title", { room, state });
    const body = JSON.parse(JSON.stringify(command));
    if (outbox === null) return this.#sendNow(path, body);
    if (!this.config.is_joined) {
      const join = { id: uuid(), type: "join_room" };
      await outbox.add({ path, body: join, title, isQuiet: true });
      this.config.is_joined = true;
    }
    await outbox.add({ path, body, title });
    return outbox.flush();
  }

  // A browser that can keep nothing for later (a page without TLS): it goes now, or the page says that it did not.
  /** @param {string} path @param {any} body */
  async #sendNow(path, body) {
    const api = new Api();
    try {
      if (!this.config.is_joined) await api.post(path, { id: uuid(), type: "join_room" });
      this.config.is_joined = true;
      await api.post(path, body);
    } catch (error) {
      return this.#tell("refused", word("my_room.refused", { why: error.message }));
    }
    return this.#recorded({ item: { id: body.id, body } });
  }

  async #look() {
    if (outbox === null) return;
    const mine = (await outbox.list()).find(({ id }) => id === this.sent?.id);
    if (mine?.state === REFUSED) this.#tell("refused", word("my_room.refused", { why: mine.problem.message }));
    if (mine?.state === WAITING && outbox.isAway)
      this.#tell("waiting", word(outbox.isPersistent ? "my_room.waiting" : "my_room.only_here"));
  }

  /** @param {{ item: { id: string, body: any } }} sent */
  #recorded({ item }) {
    if (this.sent === null || item.id !== this.sent.id) return;
    const report = { title: this.sent.text, at: Date.parse(item.body.said_at) };
    this.last.putReport(this.config.incident_id, keptConfig?.user_id, report);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
    this.#tell("recorded", word("my_room.recorded", { ...this.sent, time }));
  }

  /** @param {string} state @param {string} text */
  #tell(state, text) {
    this.say.dataset.state = state;
    this.say.textContent = text;
  }
}

new MyRoomPage(jsonOf("my-room-config"));
