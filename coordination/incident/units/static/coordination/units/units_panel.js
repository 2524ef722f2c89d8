// The units of an incident: check one in, say what it does, give it a task and a zone, and who has not answered the PAR.
// For responders; the board says how old each status and place is.

import { ageText } from "../clock.js";
import { element, uuid } from "../element.js";
import { isInCommand, isOfDispatch } from "../incident/offers/offers.js";
import { ask } from "../question.js";
import { label, word } from "../words.js";
import { nearestDoor } from "../ground/ground_kinds.js";
import { askWhere } from "../ground/where.js";
import { parPartOfOthers, parPartsOfMine } from "./par_strip.js";
import { DEPARTED, parState } from "./par_state.js";
import { UnitsPlan } from "./units_plan.js";

const SIGNS = { green: "●", amber: "◐", red: "▲" };
const EVERY_MIN = 15;
const PLACE_WITHIN_M = 15;
const WORST_FIRST = ["red", "amber", "green"];
const NARROW = matchMedia("(max-width: 699px)");

/** @param {(string | Node)[]} parts */
const linesOf = (parts) =>
  element("span", {}, ...parts.filter((one) => one !== "").map((one) => element("span", { class: "units-line" }, one)));

/** @typedef {import("./par_state.js").Unit} Unit */

export class UnitsPanel {
  /** @param {import("../incident/of_capabilities/panel.js").RoomPage} page @param {HTMLDialogElement} root */
  constructor(page, root) {
    this.page = page;
    this.room = page.room;
    this.root = root;
    this.drawn = "";
    this.plan = new UnitsPlan({ page, onOpen: () => this.open() });
    this.colors = "[]";
    root.querySelector("[data-close]").addEventListener("click", () => root.close());
    root.querySelector("[data-check-in]").addEventListener("click", () => this.checkIn());
    NARROW.addEventListener("change", () => this.show());
    root.querySelector("[data-ask-par]").addEventListener("click", () => this.#send("ask_par", {}));
  }

  /** @returns {Record<string, Unit>} */
  get units() {
    return this.room.log.objects("units");
  }

  /** @returns {import("./par_state.js").Par} */
  get par() {
    return Object.values(this.room.log.objects("par"))[0] ?? { every_min: EVERY_MIN };
  }

  open() {
    this.root.showModal();
    this.show();
  }

  // Ages go on without news, and an answer becomes due.
  tick() {
    if (this.room.log.hasState) this.plan.show();
    const colors = JSON.stringify(Object.values(this.units).map((one) => this.#parOf(one)));
    if (colors !== this.colors) {
      this.colors = colors;
      this.page.strip.show();
    }
    if (this.root.open && Math.floor(Date.now() / 1000) % 5 === 0) this.show();
  }

  show() {
    if (!this.room.log.hasState) return;
    this.plan.show();
    if (!this.root.open) return;
    this.#showPar();
    this.#showMine();
    this.#showTable();
  }

  /** @param {Unit} unit */
  #parOf(unit) {
    return parState(unit, this.par, (at) => this.room.clock.age_s(at));
  }

  #showPar() {
    const states = Object.values(this.units).map((one) => this.#parOf(one));
    /** @param {string} state */
    const count = (state) => states.filter((one) => one === state).length;
    const counts = { green: count("green"), amber: count("amber"), red: count("red"), every: this.par.every_min };
    const { asked_at, because } = this.par;
    this.root.querySelector("[data-par]").replaceChildren(
      element("p", { class: counts.red > 0 ? "units-red" : "", text: word("units.par_count", counts) }),
      asked_at && because
        ? element("p", {
            class: "quiet",
            text: word("units.par_asked", { age: this.#ageOf(asked_at), because: label("par_cause", because) }),
          })
        : "",
    );
    const button = /** @type {HTMLElement} */ (this.root.querySelector("[data-ask-par]"));
    button.hidden = !this.room.isOpen || !isInCommand(this.room);
    /** @type {HTMLElement} */ (this.root.querySelector("[data-check-in]")).hidden = !this.room.isOpen;
  }

  // One's own units: what they are asked for most, in reach of a thumb.
  #showMine() {
    const me = this.room.me.participant_id;
    const mine = Object.entries(this.units).filter(
      ([, one]) => (one.leader === me || one.checked_in_by === me) && one.secondary !== DEPARTED,
    );
    const key = JSON.stringify([mine, this.room.isOpen]);
    if (key === this.drawn) return;
    this.drawn = key;
    this.root.querySelector("[data-mine]").replaceChildren(
      ...(this.room.isOpen ? mine : []).map(([unit_id, one]) =>
        element(
          "section",
          { class: "units-mine" },
          element("h3", {
            text: word("units.mine", { callsign: one.callsign, status: label("unit_secondary", one.secondary) }),
          }),
          element("button", {
            type: "button",
            class: "button primary units-answer",
            "data-answer-par": unit_id,
            text: word("units.answer_par", { n: one.people }),
            onclick: () => this.#send("answer_par", { unit_id, people: one.people }),
          }),
          this.#button("units.place_of", one, () => this.setPlace(unit_id)),
          this.#button("units.status_of", one, () => this.setStatus(unit_id)),
          this.#button("units.assign", one, () => this.assign(unit_id)),
        ),
      ),
    );
  }

  /** @param {string} key @param {Unit} unit @param {() => unknown} onclick */
  #button(key, unit, onclick) {
    return element("button", {
      type: "button",
      class: "button",
      text: word(key, { callsign: unit.callsign }),
      onclick,
    });
  }

  // On a phone each unit is three cells, so that its status, its place and their ages stand in sight without scrolling.
  #showTable() {
    const columns = NARROW.matches
      ? ["unit", "status", "par"]
      : ["unit", "kind", "status", "task", "zone", "place", "par"];
    this.root.querySelector("table-twin").show({
      columns: columns.map((one) => word(`units.column_${one}`)),
      rows: Object.entries(this.units).map(([id, one]) => {
        const par = this.#parOf(one);
        const cells = this.#cellsOf(one, par);
        return {
          key: id,
          urgency: par === null ? WORST_FIRST.length : WORST_FIRST.indexOf(par),
          ...(this.#maySpeakFor(one) ? { onOpen: () => this.assign(id) } : {}),
          cells: NARROW.matches
            ? [cells.unit, linesOf([cells.status, cells.place, cells.zone, cells.task, cells.kind]), cells.par]
            : columns.map((name) => cells[name]),
        };
      }),
    });
  }

  // Where it is, with who says so and how old that is; a tap shows it on the map.
  /** @param {Unit} unit */
  #placeCell(unit) {
    const point = this.plan.point(unit);
    const source = unit.place ? `${unit.place}, ${label("unit_place_source", unit.place_source)}` : "";
    const said = point?.isByPhone
      ? word("units.age", { text: word("units.by_phone"), age: ageText(this.plan.age_s(point)) })
      : "";
    const text = [source ? this.#aged(source, unit.place_at) : "", said].filter(Boolean).join("; ");
    if (point === null) return [text, word("units.no_point")].filter(Boolean).join(" · ");
    return element("button", {
      type: "button",
      class: "link units-place",
      "aria-label": word("units.show_on_map", { callsign: unit.callsign }),
      text: text || word("units.column_map"),
      onclick: () => {
        this.root.close();
        this.page.flyTo(point.lon, point.lat, point.level_id);
      },
    });
  }

  /**
   * @param {Unit} one
   * @param {ReturnType<typeof parState>} par
   * @returns {Record<string, string | Node>} by the name of the column
   */
  #cellsOf(one, par) {
    const status = `${label("unit_secondary", one.secondary)}, ${label("unit_primary", one.primary)}`;
    return {
      unit: `${one.callsign} · ${one.agency}`,
      kind: label("resource_kind", one.kind),
      status: this.#aged(status, one.status_at),
      task: [one.task, one.team_kind ? label("unit_team", one.team_kind) : "", one.team].filter(Boolean).join(" · "),
      zone: this.#zoneOf(one),
      place: this.#placeCell(one),
      par: par === null ? "" : this.#parCell(par, one),
    };
  }

  /** @param {"green" | "amber" | "red"} par @param {Unit} unit */
  #parCell(par, unit) {
    const { par_missing: missing } = unit;
    const what = missing ? word("units.par_missing", { n: missing.times }) : word(`units.par_${par}`);
    const said = `${SIGNS[par]} ${what}`;
    return element("span", { class: `units-${par}`, text: this.#aged(said, unit.par_at ?? unit.checked_in_at) });
  }

  /** @param {Unit} unit */
  #zoneOf({ zone, escort_unit_id }) {
    const escort = escort_unit_id ? this.units[escort_unit_id] : undefined;
    return [zone ? label("unit_zone", zone) : "", escort ? word("units.escorted", { callsign: escort.callsign }) : ""]
      .filter(Boolean)
      .join(" · ");
  }

  /** @param {string} at */
  #ageOf(at) {
    return ageText(Math.max(0, this.room.clock.age_s(at)));
  }

  /** @param {string} text @param {string | undefined} at */
  #aged(text, at) {
    return at ? word("units.age", { text, age: this.#ageOf(at) }) : text;
  }

  /** @param {Unit} unit */
  #maySpeakFor(unit) {
    const { me } = this.room;
    const isOwn = unit.leader === me.participant_id || unit.checked_in_by === me.participant_id;
    return this.room.isOpen && (isOwn || me.may_command || isOfDispatch(this.room));
  }

  /** As the strip above the map takes them: what one's own units owe, and whose answer is missing. */
  parts() {
    if (!this.room.isOpen || !this.room.log.hasState) return [];
    const known = Object.entries(this.units).map(([id, unit]) => ({ id, unit, par: this.#parOf(unit) }));
    return [
      ...parPartsOfMine(this.room, known, {
        answer: (unit_id, people) => this.#send("answer_par", { unit_id, people }),
      }),
      ...parPartOfOthers(this.room, known, { open: () => this.open() }),
    ];
  }

  /** @param {string} type @param {Record<string, unknown>} fields */
  #send(type, fields) {
    this.page.submit({ type, id: uuid(), ...fields });
  }

  async checkIn() {
    const others = this.room.me.may_command || isOfDispatch(this.room);
    const answer = await ask(document.getElementById("ask-check-in-unit"), {
      prepare: (form) => {
        form.querySelector("[data-others]").hidden = !others;
      },
    });
    if (!answer) return;
    const { callsign, kind, agency, agency_kind, capability } = answer;
    this.#send("check_in_unit", {
      callsign,
      kind,
      people: Number(answer.people),
      ...(capability.trim() ? { capability } : {}),
      ...(others && agency.trim() ? { agency } : {}),
      ...(others && agency_kind ? { agency_kind } : {}),
    });
  }

  /** @param {string} unit_id */
  async setStatus(unit_id) {
    const unit = this.units[unit_id];
    const answer = await ask(document.getElementById("ask-unit-status"), {
      prepare: (form) => {
        form.querySelector("[data-title]").textContent = word("units.status_of", { callsign: unit.callsign });
        form.elements.primary.value = unit.primary;
        form.elements.secondary.value = unit.secondary;
      },
    });
    if (!answer) return;
    const place = answer.place.trim();
    const { primary, secondary } = answer;
    this.#send("set_unit_status", { unit_id, primary, secondary, ...(place ? { place } : {}) });
  }

  // Said by the unit, on the map or by its room: what the screen shows says nothing of where one is.
  /** @param {string} unit_id */
  async setPlace(unit_id) {
    const { callsign } = this.units[unit_id];
    this.root.close();
    const where = await askWhere(this.page, word("units.place_of", { callsign }), "", "point");
    if (where === null) return;
    if ("rooms" in where) return this.#send("place_unit", { unit_id, in_room: where.rooms[0] });
    const [[lon, lat]] = where.points;
    const place = this.#nameAt(lon, lat, where.level_id) || where.words || this.page.live.plan.nameOf(where.level_id);
    return this.#send("place_unit", {
      unit_id,
      lon,
      lat,
      place: place || word("map.no_floor"),
      ...(where.level_id ? { level_id: where.level_id } : {}),
    });
  }

  // At staging or a collection point one is there, and not at some point of the grass.
  /** @param {number} lon @param {number} lat @param {string | null} levelId */
  #nameAt(lon, lat, levelId) {
    /** @type {import("../ground/ground_kinds.js").GroundPlace[]} */
    const places = Object.values(this.room.log.objects("ground_places"));
    const here = places.filter(
      (one) => !one.closed_at && one.points.length === 1 && (one.level_id ?? null) === levelId,
    );
    const near = nearestDoor(
      here.map((one) => ({ lon: one.points[0][0], lat: one.points[0][1], one })),
      { lon, lat },
      PLACE_WITHIN_M,
    );
    return near ? (near.one.name ?? label("ground_kind", near.one.kind)) : "";
  }

  /** @param {string} unit_id */
  async assign(unit_id) {
    const unit = this.units[unit_id];
    const answer = await ask(document.getElementById("ask-assign-unit"), {
      prepare: (form) => {
        form.querySelector("[data-title]").textContent = word("units.assign", { callsign: unit.callsign });
        const escorts = Object.entries(this.units).filter(
          ([id, one]) =>
            id !== unit_id && ["police", "sheriff"].includes(one.agency_kind) && one.secondary !== DEPARTED,
        );
        form.elements.escort_unit_id.replaceChildren(
          element("option", { value: "", text: word("units.no_escort") }),
          ...escorts.map(([id, one]) => element("option", { value: id, text: one.callsign })),
        );
        for (const name of ["task", "team", "team_kind", "zone", "escort_unit_id"])
          form.elements[name].value = /** @type {any} */ (unit)[name] ?? "";
      },
    });
    if (!answer) return;
    const said = Object.entries(answer).filter(([, value]) => String(value).trim());
    this.#send("assign_unit", { unit_id, ...Object.fromEntries(said) });
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const root = /** @type {HTMLDialogElement | null} */ (document.getElementById("units-panel"));
  // It is drawn for responders alone.
  if (root === null) return {};
  const panel = new UnitsPanel(page, root);
  const follow = () =>
    void page.live.ready.then(() => page.live.plan.layers?.addEventListener("levelchange", () => panel.show()));
  follow();
  const buttons = { units: () => panel.open() };
  return {
    parts: () => panel.parts(),
    show: () => panel.show(),
    tick: () => panel.tick(),
    mayMore: follow,
    buttons,
  };
}
