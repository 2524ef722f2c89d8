// What is said of the ground: each act asks for what it needs, and sends one command.

import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { label, word } from "../words.js";
import { nearestDoor, shapeOf } from "./ground_kinds.js";
import { askWhere, doorsOf, offerRooms, showRooms, tapped, whereOf } from "./where.js";

const DOOR_WITHIN_M = 12;
const dialogOf = (/** @type {string} */ name) => /** @type {HTMLElement} */ (document.getElementById(name));

/** @typedef {import("./ground_kinds.js").GroundPlace} GroundPlace */
/** @typedef {import("./ground_kinds.js").Sighting} Sighting */

/** What a place is called: its kind, and its name if it has one. @param {GroundPlace} place */
export function nameOfPlace({ kind, name }) {
  const said = label("ground_kind", kind);
  return name ? word("ground.place", { kind: said, name }) : said;
}

export class GroundActs {
  /** @param {import("../incident/of_capabilities/panel.js").RoomPage} page @param {HTMLDialogElement} root */
  constructor(page, root) {
    this.page = page;
    this.room = page.room;
    this.root = root;
  }

  /** @param {string} type @param {Record<string, unknown>} fields */
  send(type, fields) {
    this.page.submit({ type, id: uuid(), ...fields });
  }

  async setPlace() {
    const dialog = dialogOf("ask-ground-place");
    const form = /** @type {any} */ (dialog.querySelector("form"));
    await offerRooms(this.page, form);
    form.onchange = () => showRooms(form, shapeOf(form.elements.kind.value));
    this.root.close();
    const answer = await ask(dialog, { prepare: () => showRooms(form, "point") });
    if (!answer) return;
    const { kind } = answer;
    const name = answer.name.trim();
    const where = await whereOf(this.page, answer, kind, shapeOf(kind));
    this.send("set_ground_place", { place_id: uuid(), kind, ...(name ? { name } : {}), ...shapeFields(where) });
  }

  /** @param {string} id */
  async reshape(id) {
    const place = /** @type {GroundPlace} */ (this.room.log.object("ground_places", id));
    this.root.close();
    const where = await askWhere(this.page, nameOfPlace(place), place.kind, shapeOf(place.kind));
    if (where) this.send("reshape_ground_place", { place_id: id, ...shapeFields(where) });
  }

  /** @param {string} id */
  async relabel(id) {
    const place = /** @type {GroundPlace} */ (this.room.log.object("ground_places", id));
    const answer = await ask(dialogOf("ask-ground-label"), {
      prepare: (form) => {
        form.querySelector("[data-title]").textContent = nameOfPlace(place);
        form.elements.name.value = place.name ?? "";
      },
    });
    const name = answer?.name.trim();
    if (answer) this.send("relabel_ground_place", { place_id: id, ...(name ? { name } : {}) });
  }

  /** @param {string} id */
  async close(id) {
    const place = /** @type {GroundPlace} */ (this.room.log.object("ground_places", id));
    const answer = await this.#askReason(word("ground.close"), nameOfPlace(place));
    if (answer) this.send("close_ground_place", { place_id: id, reason: answer.reason });
  }

  /** @param {string} title @param {string} about */
  #askReason(title, about) {
    return ask(dialogOf("ask-reason"), {
      prepare: (form) => {
        form.querySelector("[data-title]").textContent = title;
        form.querySelector("[data-about]").textContent = about;
      },
    });
  }

  async reportSighting() {
    const dialog = dialogOf("ask-sighting");
    const form = /** @type {any} */ (dialog.querySelector("form"));
    await offerRooms(this.page, form);
    this.root.close();
    const answer = await ask(dialog, { prepare: () => showRooms(form, "point") });
    if (!answer) return;
    const where = await whereOf(this.page, answer, answer.kind, "point");
    const what = answer.what.trim();
    this.send("report_sighting", {
      sighting_id: uuid(),
      kind: answer.kind,
      seen_min_ago: Number(answer.seen_min_ago),
      ...(what ? { what } : {}),
      ...(answer.everyone ? { audience: "everyone" } : {}),
      ...pointFields(where),
    });
  }

  /** @param {string} id */
  async seenElsewhere(id) {
    const one = /** @type {Sighting} */ (this.room.log.object("sightings", id));
    this.root.close();
    const where = await askWhere(this.page, label("sighting_kind", one.kind), "", "point");
    if (where) this.send("confirm_sighting", { sighting_id: id, ...pointFields(where) });
  }

  /** @param {string} id */
  async takeBack(id) {
    const one = /** @type {Sighting} */ (this.room.log.object("sightings", id));
    const about = [label("sighting_kind", one.kind), one.what].filter(Boolean).join(" · ");
    const answer = await this.#askReason(word("ground.take_back"), about);
    if (answer) this.send("take_back_sighting", { sighting_id: id, reason: answer.reason });
  }

  /** @param {string | null} doorId chosen already */
  async tellDoor(doorId) {
    const doors = await doorsOf(this.page);
    const answer = await ask(dialogOf("ask-ground-door"), {
      prepare: (form) => {
        const options = doors.map((one) => element("option", { value: one.id, text: one.words }));
        form.elements.door_id.replaceChildren(...options);
        if (doorId) form.elements.door_id.value = doorId;
      },
    });
    if (!answer) return;
    if (answer.state === "tap") {
      await this.#tapDoor(doors);
      return;
    }
    const note = answer.note.trim();
    this.send("tell_door", { door_id: answer.door_id, state: answer.state, ...(note ? { note } : {}) });
  }

  // The door next to the tap on the floor that is shown; where the plan has none there, the room.
  /** @param {import("./where.js").PlanDoor[]} doors */
  async #tapDoor(doors) {
    this.root.close();
    const where = await tapped(this.page, "", "point", word("ground.tap_door"));
    if ("rooms" in where) return;
    const [[lon, lat]] = where.points;
    const here = doors.filter((one) => !one.isRoom && one.level_id === where.level_id);
    const space = this.page.live.plan.layers?.spaceAt([lon, lat]) ?? null;
    const found = nearestDoor(here, { lon, lat }, DOOR_WITHIN_M)?.id ?? space?.id;
    if (found && doors.some((one) => one.id === found)) await this.tellDoor(found);
    else this.page.say(word("ground.no_door_here"));
  }
}

/** @param {import("./where.js").Where} where */
const shapeFields = (where) =>
  "rooms" in where ? where : { points: where.points, ...(where.level_id ? { level_id: where.level_id } : {}) };

/** @param {import("./where.js").Where} where */
function pointFields(where) {
  if ("rooms" in where) return { in_room: where.rooms[0] };
  const [[lon, lat]] = where.points;
  return { lon, lat, ...(where.level_id ? { level_id: where.level_id } : {}) };
}
