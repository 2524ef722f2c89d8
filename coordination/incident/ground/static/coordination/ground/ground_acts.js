// What is said of the ground: each asks in one dialog, in place of the panel's, and sends one command.

import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { label, word } from "../words.js";
import { nearestDoor, shapeOf } from "./ground_kinds.js";
import { askWhere, doorsOf, offerRooms, showRooms, tapped, whereOf } from "./where.js";

const DOOR_WITHIN_M = 12;
const dialogOf = (/** @type {string} */ name) => /** @type {HTMLElement} */ (document.getElementById(name));

/** @typedef {import("./ground_kinds.js").GroundPlace} GroundPlace */
/** @typedef {import("./ground_kinds.js").Sighting} Sighting */

export class GroundActs {
  /**
   * @param {{ page: import("../incident/of_capabilities/panel.js").RoomPage, said: import("./ground_said.js").GroundSaid,
   *   rights: import("./ground_rights.js").GroundRights, makeRoom: () => void, comeBack: (id?: string) => void,
   *   onSent: (id: string) => void }} parts makeRoom: the panel leaves the screen to a question; comeBack: it is there
   *   again, at a thing; onSent: a command has this id
   */
  constructor({ page, said, rights, makeRoom, comeBack, onSent }) {
    this.makeRoom = makeRoom;
    this.comeBack = comeBack;
    this.onSent = onSent;
    this.page = page;
    this.room = page.room;
    this.said = said;
    this.rights = rights;
  }

  /** @param {string} type @param {Record<string, unknown>} fields */
  #send(type, fields) {
    const id = uuid();
    this.onSent(id);
    this.page.submit({ type, id, ...fields });
  }

  // One question at a time stands on the screen; the panel comes back once it is answered.
  /** @param {string} id of the thing @param {string} dialog @param {(form: any) => void} prepare */
  async #askOf(id, dialog, prepare) {
    this.makeRoom();
    const answer = await ask(dialogOf(dialog), { prepare });
    this.comeBack(id);
    return answer;
  }

  // --- places -------------------------------------------------------------------------------------------------------
  async setPlace() {
    const dialog = dialogOf("ask-ground-place");
    const form = /** @type {any} */ (dialog.querySelector("form"));
    const kinds = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[name=kind]")]);
    await offerRooms(this.page, form);
    form.onchange = () => showRooms(form, shapeOf(form.elements.kind.value));
    this.makeRoom();
    const answer = await ask(dialog, {
      prepare: () => {
        for (const one of kinds) {
          one.disabled = !this.rights.maySet(one.value);
          /** @type {HTMLElement} */ (one.closest("label")).hidden = one.disabled;
        }
        const [first] = kinds.filter((one) => !one.disabled);
        if (first) first.checked = true;
        showRooms(form, shapeOf(form.elements.kind.value));
      },
    });
    if (!answer) return this.comeBack();
    const { kind } = answer;
    const name = answer.name.trim();
    const where = await whereOf(this.page, answer, kind, shapeOf(kind));
    return this.#send("set_ground_place", { place_id: uuid(), kind, ...(name ? { name } : {}), ...shapeFields(where) });
  }

  /** @param {string} id */
  confirmPlace(id) {
    this.#send("confirm_ground_place", { place_id: id });
  }

  /** @param {string} id */
  async reshape(id) {
    const place = /** @type {GroundPlace} */ (this.room.log.object("ground_places", id));
    this.makeRoom();
    const where = await askWhere(this.page, this.said.nameOfPlace(place), place.kind, shapeOf(place.kind));
    if (where) this.#send("reshape_ground_place", { place_id: id, ...shapeFields(where) });
    else this.comeBack(id);
  }

  /** @param {string} id */
  async relabel(id) {
    const place = /** @type {GroundPlace} */ (this.room.log.object("ground_places", id));
    const answer = await this.#askOf(id, "ask-ground-label", (form) => {
      form.querySelector("[data-title]").textContent = this.said.nameOfPlace(place);
      form.elements.name.value = place.name ?? "";
    });
    const name = answer?.name.trim();
    if (answer) this.#send("relabel_ground_place", { place_id: id, ...(name ? { name } : {}) });
  }

  /** @param {string} id */
  async close(id) {
    const place = /** @type {GroundPlace} */ (this.room.log.object("ground_places", id));
    const answer = await this.#askReason(id, word("ground.close"), this.said.nameOfPlace(place));
    if (answer) this.#send("close_ground_place", { place_id: id, reason: answer.reason });
  }

  /** @param {string} id @param {string} title @param {string} about */
  #askReason(id, title, about) {
    return this.#askOf(id, "ask-reason", (form) => {
      form.querySelector("[data-title]").textContent = title;
      form.querySelector("[data-about]").textContent = about;
    });
  }

  // --- sightings ----------------------------------------------------------------------------------------------------
  async reportSighting() {
    const dialog = dialogOf("ask-sighting");
    const form = /** @type {any} */ (dialog.querySelector("form"));
    await offerRooms(this.page, form);
    this.makeRoom();
    const answer = await ask(dialog, { prepare: () => showRooms(form, "point") });
    if (!answer) return this.comeBack();
    const where = await whereOf(this.page, answer, answer.kind, "point");
    const what = answer.what.trim();
    return this.#send("report_sighting", {
      sighting_id: uuid(),
      kind: answer.kind,
      seen_min_ago: Number(answer.seen_min_ago),
      ...(what ? { what } : {}),
      ...(answer.everyone ? { audience: "everyone" } : {}),
      ...pointFields(where),
    });
  }

  /** @param {string} id */
  confirmSighting(id) {
    this.#send("confirm_sighting", { sighting_id: id });
  }

  /** @param {string} id */
  async seenElsewhere(id) {
    const one = /** @type {Sighting} */ (this.room.log.object("sightings", id));
    this.makeRoom();
    const where = await askWhere(this.page, label("sighting_kind", one.kind), "", "point");
    if (where) this.#send("confirm_sighting", { sighting_id: id, ...pointFields(where) });
    else this.comeBack(id);
  }

  /** @param {string} id */
  async takeBack(id) {
    const one = /** @type {Sighting} */ (this.room.log.object("sightings", id));
    const answer = await this.#askReason(id, word("ground.take_back"), this.said.nameOfSighting(one));
    if (answer) this.#send("take_back_sighting", { sighting_id: id, reason: answer.reason });
  }

  // --- doors --------------------------------------------------------------------------------------------------------
  /** @param {string | null} doorId chosen already */
  async tellDoor(doorId) {
    const doors = await doorsOf(this.page);
    this.makeRoom();
    const answer = await ask(dialogOf("ask-ground-door"), {
      prepare: (form) => {
        const options = doors.map((one) => element("option", { value: one.id, text: one.words }));
        form.elements.door_id.replaceChildren(...options);
        if (doorId) form.elements.door_id.value = doorId;
      },
    });
    if (answer?.state === "tap") return this.#tapDoor(doors);
    this.comeBack(answer?.door_id ?? doorId ?? undefined);
    const note = answer?.note.trim();
    if (answer) this.#send("tell_door", { door_id: answer.door_id, state: answer.state, ...(note ? { note } : {}) });
    return undefined;
  }

  // The door next to the tap on the floor that is shown; where the plan has none there, the room.
  /** @param {import("./where.js").PlanDoor[]} doors */
  async #tapDoor(doors) {
    const where = await tapped(this.page, "", "point", word("ground.tap_door"));
    if ("rooms" in where) return;
    const [[lon, lat]] = where.points;
    const here = doors.filter((one) => !one.isRoom && one.level_id === this.page.live.levelId);
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
