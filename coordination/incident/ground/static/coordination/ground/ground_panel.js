// Places with a meaning, what was seen, and doors: set, moved, confirmed and closed with big buttons; a table says what the map
// draws. People of the school read what is for everyone, and report what they saw.

import { element } from "../element.js";
import { REFUSED } from "../client/room/outbox.js";
import { word } from "../words.js";
import { GroundActs } from "./ground_acts.js";
import { cardOfDoor, cardOfPlace, cardOfSighting, drawCard } from "./ground_cards.js";
import { USABLE } from "./ground_kinds.js";
import { GroundPlan } from "./ground_plan.js";
import { GroundRights } from "./ground_rights.js";
import { columns, rowOfDoor, rowOfPlace, rowOfSighting } from "./ground_rows.js";
import { GroundSaid } from "./ground_said.js";

/** @typedef {import("./ground_kinds.js").GroundPlace} GroundPlace */
/** @typedef {import("./ground_kinds.js").Sighting} Sighting */
/** @typedef {import("./ground_kinds.js").DoorState} DoorState */

export class GroundPanel {
  /** @param {import("../incident/of_capabilities/panel.js").RoomPage} page @param {HTMLDialogElement} root */
  constructor(page, root) {
    this.page = page;
    this.room = page.room;
    this.root = root;
    this.plan = new GroundPlan({ page, onOpen: (id) => this.open(id) });
    this.said = new GroundSaid(page);
    this.rights = new GroundRights(this.room, JSON.parse(document.getElementById("ground-rights").textContent));
    this.acts = new GroundActs({
      page,
      said: this.said,
      rights: this.rights,
      makeRoom: () => root.close(),
      comeBack: (id) => this.open(id),
      onSent: (id) => this.#sent(id),
    });
    this.shown = "";
    /** @type {Set<string>} commands of the panel whose answer is not known yet */
    this.waiting = new Set();
    root.querySelector("[data-close]").addEventListener("click", () => root.close());
    root.querySelector("[data-set]")?.addEventListener("click", () => this.acts.setPlace());
    root.querySelector("[data-see]").addEventListener("click", () => this.acts.reportSighting());
    root.querySelector("[data-door]")?.addEventListener("click", () => this.acts.tellDoor(null));
    root.querySelector("[data-table]").addEventListener("toggle", () => this.show());
    page.connection.addEventListener("outbox", () => this.#lookForRefusals());
  }

  /** @returns {[string, GroundPlace][]} the one set last first */
  get places() {
    const set = /** @type {[string, GroundPlace][]} */ (Object.entries(this.room.log.objects("ground_places")));
    return set.sort(([, one], [, other]) => (one.set_at < other.set_at ? 1 : -1));
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

  get #parts() {
    /** @param {import("./ground_kinds.js").LonLat} at @param {string} [levelId] */
    const fly = ([lon, lat], levelId) => {
      this.root.close();
      this.page.flyTo(lon, lat, levelId ?? null);
    };
    return { said: this.said, rights: this.rights, acts: this.acts, fly };
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
    const set = /** @type {HTMLElement | null} */ (this.root.querySelector("[data-set]"));
    if (set) set.hidden = !this.rights.maySetAny;
    this.#showCards();
    this.#showTable();
  }

  #showCards() {
    const parts = this.#parts;
    const cards = [
      ...this.sightings.filter(([, one]) => !one.taken_back_at).map(([id, one]) => cardOfSighting(parts, id, one)),
      ...this.places.filter(([, one]) => !one.closed_at).map(([id, one]) => cardOfPlace(parts, id, one)),
      ...this.doors.filter(([, one]) => one.state !== USABLE).map(([id, one]) => cardOfDoor(parts, id, one)),
    ];
    const key = JSON.stringify([cards, this.room.isOpen]);
    if (key === this.shown) return;
    this.shown = key;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.act;
    const list = this.root.querySelector("[data-cards]");
    list.replaceChildren(...cards.map((one) => drawCard(one)));
    const none = this.rights.isResponder ? "ground.none" : "ground.none_for_everyone";
    if (cards.length === 0) list.append(element("li", { class: "quiet", text: word(none) }));
    if (!focused) return;
    const again = list.querySelector(`[data-act="${CSS.escape(focused)}"]`) ?? this.root.querySelector("h2");
    /** @type {HTMLElement} */ (again).focus();
  }

  #showTable() {
    if (!(/** @type {HTMLDetailsElement} */ (this.root.querySelector("[data-table]")).open)) return;
    const parts = this.#parts;
    this.root.querySelector("table-twin").show({
      columns: columns(),
      rows: [
        ...this.sightings.map(([id, one]) => rowOfSighting(parts, id, one)),
        ...this.places.map(([id, one]) => rowOfPlace(parts, id, one)),
        ...this.doors.map(([id, one]) => rowOfDoor(parts, id, one)),
      ],
    });
  }

  // --- what the server refuses --------------------------------------------------------------------------------------
  /** @param {string} id of a command */
  #sent(id) {
    this.waiting.add(id);
    this.#refuse("");
  }

  // The page says it too, behind the panel; who has the panel before them reads it here.
  #lookForRefusals() {
    const items = new Map(this.page.connection.outbox.list().map((item) => [item.command.id, item]));
    for (const id of this.waiting) {
      const item = items.get(id);
      if (item && item.state !== REFUSED) continue;
      this.waiting.delete(id);
      if (item) this.#refuse(item.problem?.detail || item.problem?.title || "");
    }
  }

  /** @param {string} why nothing: it is not refused, as far as is known */
  #refuse(why) {
    const line = /** @type {HTMLElement} */ (this.root.querySelector("[data-refused]"));
    line.replaceChildren(...(why ? [element("p", { class: "refusal", text: why })] : []));
    if (why && this.root.open) line.scrollIntoView({ block: "nearest" });
  }
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
