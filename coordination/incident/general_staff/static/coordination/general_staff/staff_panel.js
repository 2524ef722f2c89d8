// The staff of an incident: who holds which function, since when and by whom, and which are vacant; taking one, giving it,
// handing it on and giving it up. What was offered to the reader stands in the strip.

import { element, uuid } from "../element.js";
import { commandersOf, isInCommand } from "../incident/offers/offers.js";
import { ask } from "../question.js";
import { label, word } from "../words.js";
import { mayHold, offersOf, SUBDIVISIONS } from "./staff_offers.js";

// As form 203 has them.
const ORDER = [
  ...["safety", "public_information", "liaison", "operations", "branch", "division", "group"],
  ...["planning", "logistics", "finance"],
];
const dialog = (/** @type {string} */ name) => document.getElementById(name);

/** @typedef {import("./staff_offers.js").HeldFunction} HeldFunction */

export class StaffPanel {
  /**
   * @param {{ room: import("../room/room.js").Room, submit: (command: Record<string, any>) => unknown,
   *   root: HTMLDialogElement, rules: import("./staff_offers.js").StaffRules }} parts
   */
  constructor({ room, submit, root, rules }) {
    this.room = room;
    this.submit = submit;
    this.root = root;
    this.rules = rules;
    this.drawn = "";
    root.querySelector("[data-close]").addEventListener("click", () => root.close());
    root.querySelector("[data-divide]").addEventListener("click", () => this.#divide());
  }

  open() {
    this.root.showModal();
    this.show();
  }

  /** @returns {HeldFunction[]} */
  get known() {
    return Object.values(this.room.log.objects("staff_functions"));
  }

  /** Every function once, and of what operations is divided into what is held. @returns {HeldFunction[]} */
  get functions() {
    return ORDER.flatMap((name) => {
      const found = this.known.filter((one) => one.function === name);
      if (SUBDIVISIONS.includes(name)) return found.filter((one) => one.holder);
      return found.length > 0 ? found : [{ function: name }];
    });
  }

  show() {
    if (!this.root.open || !this.room.log.hasState) return;
    const { functions } = this;
    const key = JSON.stringify([functions, commandersOf(this.room), this.room.isOpen, this.room.log.objects("people")]);
    if (key === this.drawn) return;
    this.drawn = key;
    const sections = functions.filter((one) => !SUBDIVISIONS.includes(one.function));
    const counts = { held: sections.filter((one) => one.holder).length, all: sections.length };
    this.root.querySelector("[data-count]").textContent = word("staff.count", counts);
    this.root
      .querySelector("[data-functions]")
      .replaceChildren(this.#commandRow(), ...functions.map((one) => this.#row(one)));
    const divide = /** @type {HTMLElement} */ (this.root.querySelector("[data-divide]"));
    divide.hidden = !this.room.isOpen || !this.#mayAppoint("division");
  }

  #commandRow() {
    const names = Object.keys(commandersOf(this.room)).map((id) => this.#personWords(id));
    const said = names.length > 0 ? names : [word("staff.no_command")];
    return element(
      "li",
      { class: `staff-row staff-command${names.length > 0 ? "" : " is-vacant"}` },
      element("h3", { text: word("staff.command") }),
      ...said.map((text) => element("p", { text })),
    );
  }

  /** @param {HeldFunction} held */
  #row(held) {
    const buttons = this.room.isOpen ? offersOf(held, this.#readerOf(held)) : [];
    return element(
      "li",
      { class: `staff-row${held.holder ? "" : " is-vacant"}`, "data-function": held.function },
      element("h3", { text: this.#nameOf(held) }),
      element("p", {
        class: "staff-holder",
        text: held.holder ? this.#personWords(held.holder) : word("staff.vacant"),
      }),
      held.since ? element("p", { class: "quiet number", text: this.#sinceWords(held) }) : null,
      held.offer ? element("p", { text: word("staff.offered_to", { name: this.room.nameOf(held.offer.to) }) }) : null,
      buttons.length > 0 ? element("div", { class: "staff-buttons" }, ...this.#buttons(held, buttons)) : null,
    );
  }

  /** @param {HeldFunction} held */
  #readerOf(held) {
    const me = this.room.me.participant_id;
    return {
      me,
      inCommand: isInCommand(this.room),
      mayAppoint: this.#mayAppoint(held.function),
      mayHold: mayHold(this.rules, held.function, this.room.log.object("people", me)),
    };
  }

  /** @param {string} name of a function */
  #mayAppoint(name) {
    if (isInCommand(this.room)) return true;
    const operations = this.known.find((one) => one.function === "operations");
    return SUBDIVISIONS.includes(name) && operations?.holder === this.room.me.participant_id;
  }

  /** @param {HeldFunction} held */
  #nameOf(held) {
    return [label("staff_function", held.function), held.subdivision].filter(Boolean).join(" · ");
  }

  /** @param {string} id */
  #personWords(id) {
    const agency = this.room.log.object("people", id)?.agency ?? "";
    if (id === this.room.me.participant_id) return word("staff.me", { agency });
    return word("staff.held", { name: this.room.nameOf(id), agency });
  }

  /** @param {HeldFunction} held */
  #sinceWords({ since, basis, appointed_by: by }) {
    const how = by
      ? word("staff.appointed_by", { name: this.room.nameOf(by) })
      : label("function_basis", basis ?? "claimed");
    return since ? word("staff.since", { time: this.room.clock.time(since), how }) : "";
  }

  /** @param {HeldFunction} held @param {string[]} names */
  #buttons(held, names) {
    /** @type {Record<string, () => unknown>} */
    const acts = {
      take: () => this.#send("claim_function", held),
      accept: () => this.#send("accept_function", held),
      decline: () => this.#send("decline_function", held),
      withdraw: () => this.#send("decline_function", held),
      appoint: () => this.#toPerson("appoint", "appoint_to_function", held),
      offer: () => this.#toPerson("offer", "offer_function", held),
      release: () => this.#withReason(held),
      relieve: () => this.#withReason(held),
    };
    return names.map((name) =>
      element("button", {
        type: "button",
        class: `button ${name === "accept" ? "primary" : ""}`,
        "data-staff": name,
        "aria-label": `${word(`staff.${name}`)}: ${this.#nameOf(held)}`,
        text: word(`staff.${name}`),
        onclick: acts[name],
      }),
    );
  }

  /** @param {string} type @param {HeldFunction} held @param {Record<string, unknown>} [fields] */
  #send(type, held, fields = {}) {
    const { function: name, subdivision } = held;
    this.submit({ type, id: uuid(), function: name, ...(subdivision ? { subdivision } : {}), ...fields });
  }

  /** @param {HeldFunction} held */
  async #withReason(held) {
    const prepare = (/** @type {HTMLFormElement} */ form) => {
      form.querySelector("[data-title]").textContent = word("ask.release_function");
      form.querySelector("[data-about]").textContent = this.#nameOf(held);
    };
    const answer = await ask(dialog("ask-reason"), { prepare });
    const reason = answer?.reason.trim();
    if (reason) this.#send("release_function", held, { reason });
  }

  /** @param {string} how @param {string} type @param {HeldFunction} held */
  async #toPerson(how, type, held) {
    const answer = await this.#askPerson(word(`staff.title_${how}`, { function: this.#nameOf(held) }), held, false);
    if (answer?.participant_id) this.#send(type, held, { participant_id: answer.participant_id });
  }

  // A branch, division or group comes into being by its appointment.
  async #divide() {
    const title = this.root.querySelector("[data-divide]").textContent ?? "";
    const answer = await this.#askPerson(title, { function: "division" }, true);
    const subdivision = answer?.subdivision.trim();
    if (!answer?.participant_id || !subdivision) return;
    const { participant_id } = answer;
    this.#send("appoint_to_function", { function: answer.function, subdivision }, { participant_id });
  }

  /** @param {string} title @param {HeldFunction} held @param {boolean} isNew */
  #askPerson(title, held, isNew) {
    const people = Object.entries(this.room.log.objects("people")).filter(
      ([id, one]) => one.presence === "in_room" && id !== held.holder && mayHold(this.rules, held.function, one),
    );
    /** @param {any} form */
    const prepare = (form) => {
      form.querySelector("[data-title]").textContent = title;
      const part = form.querySelector("[data-subdivision]");
      part.hidden = !isNew;
      part.disabled = !isNew;
      form.querySelector("[data-no-one]").hidden = people.length > 0;
      form.elements.participant_id.replaceChildren(
        ...people.map(([value, one]) => element("option", { value, text: `${one.name} · ${one.agency}` })),
      );
      form.querySelector(".primary").disabled = people.length === 0;
    };
    return ask(dialog("ask-staff-person"), { prepare });
  }

  // As the strip above the map takes them: what was offered to the reader.
  parts() {
    const me = this.room.me.participant_id;
    if (!this.room.isOpen) return [];
    const offered = this.known.filter((one) => one.holder && one.offer?.to === me);
    return offered.map((held) => {
      const said = word("staff.offered_to_me", {
        name: this.room.nameOf(/** @type {string} */ (held.holder)),
        function: this.#nameOf(held),
      });
      const mark = this.room.isExercise ? `${word("response.exercise")} · ` : "";
      return {
        key: `staff ${JSON.stringify(held)}`,
        kind: "staff",
        text: said,
        task: said,
        asksMe: true,
        node: element(
          "div",
          { class: "alarm-part staff-part", role: "group", "aria-label": said },
          element("p", { class: "alarm-text", text: mark + said }),
          element("div", { class: "alarm-buttons" }, ...this.#buttons(held, ["accept", "decline"])),
        ),
      };
    });
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const root = /** @type {HTMLDialogElement | null} */ (dialog("general-staff"));
  // It is drawn for responders and those with a command role.
  if (root === null) return {};
  const rules = JSON.parse(/** @type {HTMLElement} */ (dialog("staff-rules")).textContent ?? "");
  const panel = new StaffPanel({ room: page.room, submit: page.submit, root, rules });
  return {
    parts: () => panel.parts(),
    show: () => panel.show(),
    buttons: { general_staff: () => panel.open() },
  };
}
