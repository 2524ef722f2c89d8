// Places with a meaning, what was seen, and doors: set, moved, confirmed and closed with big buttons; a table says what the map
// draws. People of the school read what is for everyone, and report what they saw.

import { ageText } from "../clock.js";
import { element } from "../element.js";
import { commandersOf, isInCommand } from "../incident/offers/offers.js";
import { label, word } from "../words.js";
import { GroundActs, nameOfPlace } from "./ground_acts.js";
import { ageOf, DOOR_SIGNS, HAZARD_SIGN, SEEN_SIGNS, SHORT, USABLE } from "./ground_kinds.js";
import { GroundPlan } from "./ground_plan.js";

/** @typedef {import("./ground_kinds.js").GroundPlace} GroundPlace */
/** @typedef {import("./ground_kinds.js").Sighting} Sighting */
/** @typedef {import("./ground_kinds.js").DoorState} DoorState */
/** @typedef {{ act: string, words: string, run: () => unknown }} Step */
/** @typedef {{ id: string, sign: string, title: string, lines: string[], steps: Step[], tone: string }} Card */

export class GroundPanel {
  /** @param {import("../incident/of_capabilities/panel.js").RoomPage} page @param {HTMLDialogElement} root */
  constructor(page, root) {
    this.page = page;
    this.room = page.room;
    this.root = root;
    this.acts = new GroundActs(page, root);
    this.plan = new GroundPlan({ page, onOpen: (id) => this.open(id) });
    this.shown = "";
    root.querySelector("[data-close]").addEventListener("click", () => root.close());
    root.querySelector("[data-set]")?.addEventListener("click", () => this.acts.setPlace());
    root.querySelector("[data-see]").addEventListener("click", () => this.acts.reportSighting());
    root.querySelector("[data-door]")?.addEventListener("click", () => this.acts.tellDoor(null));
    root.querySelector("[data-table]").addEventListener("toggle", () => this.show());
  }

  /** @returns {[string, GroundPlace][]} */
  get places() {
    return Object.entries(this.room.log.objects("ground_places"));
  }

  /** @returns {[string, Sighting][]} the one seen last first */
  get sightings() {
    const seen = /** @type {[string, Sighting][]} */ (Object.entries(this.room.log.objects("sightings")));
    return seen.sort(([, one], [, other]) => (one.seen_at < other.seen_at ? 1 : -1));
  }

  /** @returns {[string, DoorState][]} */
  get doors() {
    return Object.entries(this.room.log.objects("door_states"));
  }

  get #isResponder() {
    return this.room.me.audiences.includes("responders");
  }

  /** @param {string} [id] of what is looked at first */
  open(id) {
    if (!this.root.open) this.root.showModal();
    this.show();
    const card = id ? this.root.querySelector(`[data-card="${CSS.escape(id)}"]`) : null;
    card?.scrollIntoView({ block: "center" });
    card?.querySelector("button")?.focus();
  }

  // What is drawn ages without news.
  tick() {
    if (!this.room.log.hasState) return;
    this.plan.show();
    if (this.root.open && Math.floor(Date.now() / 1000) % 5 === 0) this.show();
  }

  show() {
    if (!this.room.log.hasState) return;
    this.plan.show();
    if (!this.root.open) return;
    for (const one of this.root.querySelectorAll("[data-while-open]"))
      /** @type {HTMLElement} */ (one).hidden = !this.room.isOpen;
    this.#showCards();
    this.#showTable();
  }

  // --- cards --------------------------------------------------------------------------------------------------------
  #showCards() {
    const cards = [
      ...this.sightings.filter(([, one]) => !one.taken_back_at).map(([id, one]) => this.#ofSighting(id, one)),
      ...this.places.filter(([, one]) => !one.closed_at).map(([id, one]) => this.#ofPlace(id, one)),
      ...this.doors.filter(([, one]) => one.state !== USABLE).map(([id, one]) => this.#ofDoor(id, one)),
    ];
    const key = JSON.stringify([cards, this.room.isOpen]);
    if (key === this.shown) return;
    this.shown = key;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.act;
    const list = this.root.querySelector("[data-cards]");
    list.replaceChildren(...cards.map((one) => cardOf(one)));
    if (cards.length === 0) list.append(element("li", { class: "quiet", text: word("ground.none") }));
    if (focused) /** @type {HTMLElement} */ (list.querySelector(`[data-act="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {string} id @param {GroundPlace} place @returns {Card} */
  #ofPlace(id, place) {
    const steps = [this.#step(id, "fly", () => this.#fly(place.points[0], place.level_id))];
    if (this.room.isOpen && this.#isResponder) {
      steps.push(this.#step(id, "confirm", () => this.acts.send("confirm_ground_place", { place_id: id })));
      if (this.#mayChange(place))
        steps.push(
          this.#step(id, "reshape", () => this.acts.reshape(id)),
          this.#step(id, "relabel", () => this.acts.relabel(id)),
          this.#step(id, "close", () => this.acts.close(id)),
        );
    }
    const lines = [this.#whereOf(place), ...this.#saidOfPlace(place)].filter(Boolean);
    return { id, sign: SHORT[place.kind], title: nameOfPlace(place), lines, steps, tone: place.kind };
  }

  /** @param {GroundPlace} place @returns {string[]} */
  #saidOfPlace(place) {
    const by = label("ground_function", place.function);
    const { shaped_by, shaped_at, confirmed_by, confirmed_at } = place;
    return [
      word("ground.set", { ...this.#when(place.set_by, place.set_at), function: by }),
      shaped_at ? word("ground.shaped", this.#when(shaped_by, shaped_at)) : "",
      confirmed_at ? word("ground.confirmed", this.#when(confirmed_by, confirmed_at)) : "",
    ];
  }

  // The server decides; this only spares a tap that would be refused.
  /** @param {GroundPlace} place */
  #mayChange(place) {
    const isCommanded = Object.keys(commandersOf(this.room)).length > 0;
    if (isCommanded ? isInCommand(this.room) : this.room.me.may_command) return true;
    const kind = this.room.log.objects("people")[this.room.me.participant_id]?.agency_kind;
    const own = kind === "police" || kind === "sheriff" ? "law" : kind;
    return own === place.function || place.function === "dispatch";
  }

  /** @param {string} id @param {Sighting} one @returns {Card} */
  #ofSighting(id, one) {
    const steps = [this.#step(id, "fly", () => this.#fly([one.lon, one.lat], one.level_id))];
    const isOwn = one.reported_by === this.room.me.participant_id;
    if (this.room.isOpen) {
      steps.push(
        this.#step(id, "seen_again", () => this.acts.send("confirm_sighting", { sighting_id: id })),
        this.#step(id, "seen_elsewhere", () => this.acts.seenElsewhere(id)),
      );
      if (isOwn || this.#isResponder) steps.push(this.#step(id, "take_back", () => this.acts.takeBack(id)));
    }
    const age = ageOf(one, (at) => this.#since(at));
    const text = word("ground.seen", this.#when(one.seen_by, one.seen_at));
    return {
      id,
      sign: SEEN_SIGNS[one.kind] ?? HAZARD_SIGN,
      title: word("ground.place", { kind: label("sighting_kind", one.kind), name: label("sighting_age", age) }),
      lines: [one.what ?? "", this.#whereOf(one), text].filter(Boolean),
      steps,
      tone: `seen ground-card-${age}`,
    };
  }

  /** @param {string} id @param {DoorState} door @returns {Card} */
  #ofDoor(id, door) {
    const steps = [this.#step(id, "fly", () => this.#fly([door.lon, door.lat], door.level_id))];
    if (this.room.isOpen)
      steps.push({ act: `door:${id}`, words: word("command.tell_door"), run: () => this.acts.tellDoor(id) });
    const name = word(door.is_room ? "ground.door_of_room" : "ground.door", { name: door.door });
    const title = word("ground.place", { kind: name, name: label("door_condition", door.state) });
    const told = word("ground.told", this.#when(door.told_by, door.told_at));
    const lines = [this.#floor(door.level_id), door.note ?? "", told].filter(Boolean);
    return { id, sign: DOOR_SIGNS[door.state], title, lines, steps, tone: "door" };
  }

  /** @param {string} id @param {string} act @param {() => unknown} run @returns {Step} */
  #step(id, act, run) {
    return { act: `${act}:${id}`, words: word(`ground.${act}`), run };
  }

  /** @param {string | undefined} by @param {string} at */
  #when(by, at) {
    const age = ageText(Math.max(0, this.room.clock.age_s(at)));
    return { name: this.room.nameOf(by ?? ""), time: this.room.clock.time(at), age };
  }

  /** @param {string} at */
  #since(at) {
    return (this.room.clock.serverNow() - Date.parse(at)) / 1000;
  }

  /** @param {string | undefined} levelId */
  #floor(levelId) {
    return this.page.live.plan.all.find(({ id }) => id === levelId)?.name ?? "";
  }

  /** @param {{ where?: string, level_id?: string }} thing */
  #whereOf({ where, level_id }) {
    return [where, this.#floor(level_id)].filter(Boolean).join(" · ");
  }

  /** @param {import("./ground_kinds.js").LonLat} at @param {string | undefined} levelId */
  #fly([lon, lat], levelId) {
    this.root.close();
    this.page.flyTo(lon, lat, levelId ?? null);
  }

  // --- the table ----------------------------------------------------------------------------------------------------
  #showTable() {
    if (!(/** @type {HTMLDetailsElement} */ (this.root.querySelector("[data-table]")).open)) return;
    this.root.querySelector("table-twin").show({
      columns: ["what", "where", "state", "by", "time"].map((one) => word(`ground.column_${one}`)),
      rows: [
        ...this.sightings.map(([id, one]) => this.#rowOfSighting(id, one)),
        ...this.places.map(([id, one]) => this.#rowOfPlace(id, one)),
        ...this.doors.map(([id, one]) => ({
          key: id,
          onOpen: () => this.#fly([one.lon, one.lat], one.level_id),
          cells: [
            word(one.is_room ? "ground.door_of_room" : "ground.door", { name: one.door }),
            this.#floor(one.level_id),
            [`${DOOR_SIGNS[one.state]} ${label("door_condition", one.state)}`, one.note].filter(Boolean).join(" · "),
            this.room.nameOf(one.told_by),
            this.#aged(one.told_at),
          ],
        })),
      ],
    });
  }

  /** @param {string} id @param {GroundPlace} one */
  #rowOfPlace(id, one) {
    const { closed_at, closed_by, close_reason: reason = "" } = one;
    const known = [one.set_at, one.shaped_at ?? "", one.confirmed_at ?? ""].sort()[2];
    const said = closed_at
      ? word("ground.closed", { ...this.#when(closed_by, closed_at), reason })
      : this.#saidOfPlace(one).filter(Boolean).at(-1);
    return {
      key: id,
      onOpen: () => this.#fly(one.points[0], one.level_id),
      cells: [
        nameOfPlace(one),
        this.#whereOf(one),
        said,
        label("ground_function", one.function),
        this.#aged(closed_at ?? known),
      ],
    };
  }

  /** @param {string} id @param {Sighting} one */
  #rowOfSighting(id, one) {
    const { taken_back_at, taken_back_by, take_back_reason: reason = "" } = one;
    const said = taken_back_at
      ? word("ground.taken_back", { ...this.#when(taken_back_by, taken_back_at), reason })
      : label(
          "sighting_age",
          ageOf(one, (at) => this.#since(at)),
        );
    const kind = label("sighting_kind", one.kind);
    return {
      key: id,
      onOpen: () => this.#fly([one.lon, one.lat], one.level_id),
      cells: [
        one.what ? word("ground.place", { kind, name: one.what }) : kind,
        this.#whereOf(one),
        said,
        this.room.nameOf(one.seen_by),
        this.#aged(one.seen_at),
      ],
    };
  }

  /** @param {string} at */
  #aged(at) {
    return `${this.room.clock.time(at)} · ${ageText(Math.max(0, this.room.clock.age_s(at)))}`;
  }
}

/** @param {Card} card */
function cardOf({ id, sign, title, lines, steps, tone }) {
  return element(
    "li",
    { class: `ground-card ground-card-${tone}`, "data-card": id },
    element(
      "h3",
      { class: "ground-card-title" },
      element("span", { class: "ground-card-sign", "aria-hidden": "true", text: sign }),
      title,
    ),
    ...lines.map((text) => element("p", { class: "small", text })),
    element(
      "div",
      { class: "ground-steps" },
      ...steps.map(({ act, words, run }) =>
        element("button", { type: "button", class: "button ground-step", "data-act": act, text: words, onclick: run }),
      ),
    ),
  );
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const root = /** @type {HTMLDialogElement | null} */ (document.getElementById("ground-panel"));
  if (root === null) return {};
  const panel = new GroundPanel(page, root);
  // Another floor shows other marks; floors come after the page, and again with more rights.
  const follow = () =>
    void page.live.ready.then(() => page.live.plan.layers?.addEventListener("levelchange", () => panel.show()));
  follow();
  return {
    show: () => panel.show(),
    tick: () => panel.tick(),
    mayMore: follow,
    buttons: { ground: () => panel.open() },
  };
}
