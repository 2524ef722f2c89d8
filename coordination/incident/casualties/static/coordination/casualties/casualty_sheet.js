// One casualty on a phone, with big buttons: where, injuries, what was done, what is next. What was tapped shows at once,
// also while it waits to be sent.

import { ageText } from "../clock.js";
import { toast } from "../components/toast.js";
import { element } from "../element.js";
import { ask } from "../question.js";
import { label, word } from "../words.js";
import { categoryText, isCounted, SIGNS, titleOf } from "./casualties.js";
import { fillRooms } from "./rooms_to_choose.js";
import { canScan, scanTag } from "./tag_scan.js";

const TOURNIQUET = "tourniquet";
const WITH_REASON = new Set(["bring_back", "withdraw", "count_again"]);
const CORRECTIONS = ["bring_back", "count_once", "withdraw", "count_again"];
/** @typedef {import("./casualties.js").Casualty} Casualty */

export class CasualtySheet {
  /** @param {import("./casualties_panel.js").CasualtiesPanel} panel @param {HTMLElement} root */
  constructor(panel, root) {
    this.panel = panel;
    this.room = panel.room;
    this.root = root;
    this.all = /** @type {HTMLElement} */ (panel.root.querySelector("[data-all]"));
    /** @type {string | null} */
    this.id = null;
    /** @type {Record<string, string[]>} the steps that each state allows */
    this.steps = JSON.parse(document.getElementById("casualty-steps")?.textContent ?? "{}");
    this.areRoomsKnown = false;
    /** @type {AbortController | null} */
    this.scan = null;
    /** @type {HTMLSelectElement} */
    this.rooms = root.querySelector("[data-room]");
    this.#moveCorrections();
    this.#listen();
  }

  // The corrections stand apart from what one says all the time.
  #moveCorrections() {
    const box = this.root.querySelector("[data-corrections]");
    for (const step of CORRECTIONS) box.append(this.root.querySelector(`[data-step="${step}"]`));
    // The areas say where.
    this.root.querySelector('[data-step="treat"]').remove();
  }

  #listen() {
    /** @param {string} name @param {(value: string, button: HTMLElement) => unknown} act */
    const each = (name, act) => {
      for (const one of this.root.querySelectorAll(`[data-${name}]`))
        one.addEventListener("click", () => act(one.dataset[name] ?? "", one));
    };
    each("injury", (injury, button) => this.#toggle("note_injury", { injury }, button));
    each("intervention", (intervention, button) => this.#toggle("note_intervention", { intervention }, button));
    each("age", (age_group) => this.#say("age_casualty", { age_group }));
    each("area", (area) => this.#say("move_casualty", { step: "treat", area }));
    each("retriage", (category) => this.#say("retriage_casualty", { category, algorithm: this.panel.algorithm }));
    each("step", (step) => this.#take(step));
    each("back", () => this.close());
    each("here", () => this.#placeHere());
    each("words", () => this.#askText("place_casualty", "where"));
    each("tag", () => this.#askText("tag_casualty", "tag"));
    each("name", () => this.#askText("identify_casualty", "name"));
    each("scan", () => this.#scanTag());
    this.rooms.addEventListener("change", () => {
      if (this.rooms.value) this.#say("place_casualty", { space_id: this.rooms.value });
    });
    for (const one of this.root.querySelectorAll("[data-retriage]"))
      one.prepend(element("span", { "aria-hidden": "true", text: SIGNS[one.dataset.retriage] }));
    const scan = /** @type {HTMLElement} */ (this.root.querySelector("[data-scan]"));
    canScan().then((can) => {
      scan.hidden = !can;
    });
  }

  /** @param {string} id */
  open(id) {
    this.id = id;
    this.root.hidden = false;
    this.all.hidden = true;
    this.rooms.value = "";
    this.panel.show();
    this.panel.root.scrollTop = 0;
    /** @type {HTMLElement} */ (this.root.querySelector("[data-title]")).focus();
    if (!this.areRoomsKnown) this.#loadRooms();
  }

  close() {
    this.endScan();
    this.id = null;
    this.root.hidden = true;
    this.all.hidden = false;
    this.panel.show();
    /** @type {HTMLElement} */ (document.getElementById("casualties-panel-title")).focus();
  }

  // Which rooms there are does not change while one works.
  async #loadRooms() {
    this.areRoomsKnown = await fillRooms(this.rooms, this.panel.page, word("casualties.place_unknown"));
    if (this.areRoomsKnown) this.show();
  }

  // --- what shows ---------------------------------------------------------------------------------------------------
  /** @returns {Casualty | null} as the room has it; of one that was entered just now, what was said */
  get casualty() {
    const known = this.id === null ? undefined : this.panel.casualties[this.id];
    if (known !== undefined) return known;
    const opened = this.#unsent().find(({ type }) => type === "open_casualty");
    if (opened === undefined) return null;
    const { category, algorithm } = opened;
    return {
      ...{ number: 0, category, algorithm, state: "found", state_at: "", opened_at: "", opened_by: "" },
      ...{ triages: {}, injuries: {}, interventions: {} },
    };
  }

  #unsent() {
    return this.panel.page.outbox
      .list()
      .filter(({ state }) => state !== "refused")
      .map(({ command }) => command)
      .filter(({ casualty_id }) => casualty_id === this.id);
  }

  show() {
    if (this.id === null) return;
    const one = this.casualty;
    const isOpen = this.room.isOpen;
    /** @type {HTMLElement} */ (this.root.querySelector("[data-live]")).hidden =
      !isOpen || one === null || !isCounted(one);
    if (one === null) return;
    const title = /** @type {HTMLElement} */ (this.root.querySelector("[data-title]"));
    title.className = `casualties-title casualties-${one.category}`;
    title.textContent = `${categoryText(one.category)} · ${one.number ? titleOf(one) : word("casualties.new")}`;
    this.#showNow(one);
    this.#showTimes(one);
    this.#showPressed(one);
    this.#showTriages(one);
    const offered = isOpen ? (this.steps[one.state] ?? []) : [];
    for (const button of this.root.querySelectorAll("[data-step]"))
      button.hidden = !offered.includes(button.dataset.step);
    for (const button of this.root.querySelectorAll("[data-area]")) button.hidden = !offered.includes("treat");
  }

  /** @param {Casualty} one */
  #showNow(one) {
    const merged = one.merged_into ? this.panel.casualties[one.merged_into] : undefined;
    const parts = [
      one.state_at
        ? word("casualties.since", { state: label("casualty_state", one.state), age: this.#age(one.state_at) })
        : "",
      this.panel.whereOf(one) || word("casualties.place_unknown"),
      one.destination ?? "",
      merged ? word("casualties.merged", { name: titleOf(merged) }) : "",
      this.#unsent().length > 0 ? word("casualties.waits") : "",
    ];
    setText(this.root.querySelector("[data-now]"), parts.filter(Boolean).join(" · "));
    if (one.space_id && document.activeElement !== this.rooms) this.rooms.value = one.space_id;
  }

  // How long a tourniquet has been on is what the hospital asks first.
  /** @param {Casualty} one */
  #showTimes(one) {
    const lines = Object.entries(one.interventions)
      .filter(([name]) => name.startsWith(TOURNIQUET))
      .map(([name, at]) =>
        element("li", {
          class: "casualties-tourniquet",
          text: word("casualties.tourniquet", {
            what: label("intervention", name),
            age: this.#age(at),
            time: this.room.clock.time(at),
          }),
        }),
      );
    this.root.querySelector("[data-times]").replaceChildren(...lines);
  }

  /** @param {Casualty} one */
  #showPressed(one) {
    const unsent = this.#unsent();
    /** @param {"injury" | "intervention"} name @param {Record<string, string>} said */
    const press = (name, said) => {
      for (const button of this.root.querySelectorAll(`[data-${name}]`)) {
        const value = button.dataset[name] ?? "";
        const last = unsent.findLast((command) => command[name] === value);
        button.setAttribute("aria-pressed", String(last ? !last.is_withdrawn : value in said));
      }
    };
    press("injury", one.injuries);
    press("intervention", one.interventions);
    for (const button of this.root.querySelectorAll("[data-age]"))
      button.setAttribute("aria-pressed", String(button.dataset.age === one.age_group));
    for (const button of this.root.querySelectorAll("[data-area]"))
      button.setAttribute("aria-pressed", String(one.state === "treated" && button.dataset.area === one.area));
  }

  /** @param {Casualty} one */
  #showTriages(one) {
    const lines = Object.entries(one.triages).map(([seq, { category, algorithm, at, by }]) =>
      element("li", {
        text: word("casualties.triaged", {
          ...{ category: categoryText(category), algorithm: label("triage_algorithm", algorithm), seq },
          ...{ time: this.room.clock.time(at), name: this.room.nameOf(by) },
        }),
      }),
    );
    this.root.querySelector("[data-triages]").replaceChildren(...lines);
  }

  /** @param {string} at */
  #age(at) {
    return ageText(Math.max(0, this.room.clock.age_s(at)));
  }

  // --- what is said -------------------------------------------------------------------------------------------------
  /** @param {string} type @param {Record<string, unknown>} fields */
  #say(type, fields) {
    this.panel.send(type, { casualty_id: this.id, ...fields });
    this.show();
  }

  /** @param {string} type @param {Record<string, unknown>} fields @param {HTMLElement} button */
  #toggle(type, fields, button) {
    const isPressed = button.getAttribute("aria-pressed") === "true";
    const at =
      type === "note_intervention" && !isPressed
        ? { applied_at: new Date(this.room.clock.serverNow()).toISOString() }
        : {};
    this.#say(type, { ...fields, ...at, ...(isPressed ? { is_withdrawn: true } : {}) });
  }

  #placeHere() {
    const place = /** @type {any} */ (this.panel.page.placeOfMe());
    if (place === null) {
      toast(word("casualties.no_position"));
      return;
    }
    const { lon, lat, level_id } = place;
    this.#say("place_casualty", { lon, lat, ...(level_id ? { level_id } : {}) });
  }

  /** @param {string} type @param {string} field */
  async #askText(type, field) {
    const id = this.id;
    const answer = await ask(document.getElementById("ask-casualty-text"), {
      prepare: (form) => {
        form.querySelector("[data-title]").textContent = word(`command.${type}`);
        form.querySelector("[data-label]").textContent = word(`casualties.ask_${field}`);
      },
    });
    if (answer?.text.trim()) this.panel.send(type, { casualty_id: id, [field]: answer.text.trim() });
    this.show();
  }

  async #scanTag() {
    const id = this.id;
    this.endScan();
    this.scan = new AbortController();
    try {
      const tag = await scanTag(this.root.querySelector("[data-video]"), this.scan.signal);
      if (tag) this.panel.send("tag_casualty", { casualty_id: id, tag });
    } catch {
      toast(word("casualties.no_camera"));
      this.#askText("tag_casualty", "tag");
    }
  }

  endScan() {
    this.scan?.abort();
    this.scan = null;
  }

  /** @param {string} step */
  async #take(step) {
    const fields = await this.#fieldsOf(step);
    if (fields !== null) this.#say("move_casualty", { step, ...fields });
  }

  /** @param {string} step @returns {Promise<Record<string, unknown> | null>} null: they changed their mind */
  async #fieldsOf(step) {
    if (step === "transport") return this.#askTransport();
    if (step === "count_once") return this.#askOther();
    if (!WITH_REASON.has(step)) return {};
    const answer = await ask(document.getElementById("ask-reason"), {
      prepare: (form) => {
        form.querySelector("[data-title]").textContent = label("casualty_step", step);
        form.querySelector("[data-about]").textContent = this.casualty ? titleOf(this.casualty) : "";
      },
    });
    return answer ? { reason: answer.reason } : null;
  }

  async #askTransport() {
    const answer = await ask(document.getElementById("ask-casualty-transport"), {
      prepare: (form) => {
        form.querySelector("[data-title]").textContent = label("casualty_step", "transport");
        const { elements } = form;
        const hospitals = Object.values(this.panel.hospitals);
        form.querySelector("[data-known]").hidden = hospitals.length === 0;
        form.querySelector("[data-hospitals]").replaceChildren(
          ...hospitals.map((one) =>
            element("button", {
              type: "button",
              class: "button casualties-choice",
              text: `${one.name} · ${this.panel.bedsOf(one)}`,
              onclick: () => {
                elements.hospital.value = one.name;
              },
            }),
          ),
        );
        const units = Object.values(this.room.log.objects("units")).map((one) => /** @type {any} */ (one).callsign);
        form.querySelector("#known-units").replaceChildren(...units.map((value) => element("option", { value })));
        elements.hospital.value = this.casualty?.hospital ?? "";
        elements.unit.value = this.casualty?.unit ?? "";
      },
    });
    if (!answer) return null;
    const said = ["hospital", "unit", "destination"].map((one) => [one, answer[one].trim()]);
    return Object.fromEntries(said.filter(([, text]) => text));
  }

  async #askOther() {
    const others = Object.entries(this.panel.casualties).filter(([id, one]) => id !== this.id && isCounted(one));
    if (others.length === 0) {
      toast(word("casualties.no_other"));
      return null;
    }
    const answer = await ask(document.getElementById("ask-other-casualty"), {
      prepare: (form) => {
        form.querySelector("[data-title]").textContent = label("casualty_step", "count_once");
        form.elements.into_id.replaceChildren(
          ...others.map(([value, one]) =>
            element("option", { value, text: `${titleOf(one)}, ${categoryText(one.category)}` }),
          ),
        );
      },
    });
    return answer ? { into_id: answer.into_id } : null;
  }
}

// What a screen reader has said is not said again.
/** @param {Element} node @param {string} text */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
