// What is said of a thing on the ground, in words: its name, its place, who said it, when, and how long ago that is.

import { ageText } from "../clock.js";
import { label, word } from "../words.js";
import { ageOf } from "./ground_kinds.js";

/** @typedef {import("./ground_kinds.js").GroundPlace} GroundPlace */
/** @typedef {import("./ground_kinds.js").Sighting} Sighting */
/** @typedef {import("./ground_kinds.js").DoorState} DoorState */

export class GroundSaid {
  /** @param {import("../incident/of_capabilities/panel.js").RoomPage} page */
  constructor(page) {
    this.page = page;
    this.room = page.room;
  }

  /** @param {GroundPlace} place */
  nameOfPlace({ kind, name }) {
    const said = label("ground_kind", kind);
    return name ? word("ground.place", { kind: said, name }) : said;
  }

  /** @param {Sighting} one */
  nameOfSighting({ kind, what }) {
    const said = label("sighting_kind", kind);
    return what ? word("ground.place", { kind: said, name: what }) : said;
  }

  /** @param {DoorState} door */
  nameOfDoor({ is_room, door }) {
    return word(is_room ? "ground.door_of_room" : "ground.door", { name: door });
  }

  /** @param {GroundPlace} place @returns {string[]} the newest last */
  historyOf({ function: by, set_by, set_at, shaped_by, shaped_at, confirmed_by, confirmed_at }) {
    return [
      word("ground.set", { ...this.when(set_by, set_at), function: label("ground_function", by) }),
      shaped_at ? word("ground.shaped", this.when(shaped_by, shaped_at)) : "",
      confirmed_at ? word("ground.confirmed", this.when(confirmed_by, confirmed_at)) : "",
    ].filter(Boolean);
  }

  /** @param {Sighting} one */
  ageOf(one) {
    return ageOf(one, (at) => (this.room.clock.serverNow() - Date.parse(at)) / 1000);
  }

  /** @param {string | undefined} by @param {string} at */
  when(by, at) {
    return { name: this.room.nameOf(by ?? ""), time: this.room.clock.time(at), age: this.#age(at) };
  }

  /** @param {string} at */
  aged(at) {
    return `${this.room.clock.time(at)} · ${this.#age(at)}`;
  }

  /** @param {string} at */
  #age(at) {
    return ageText(Math.max(0, this.room.clock.age_s(at)));
  }

  /** @param {string | undefined} levelId */
  floor(levelId) {
    return this.page.live.plan.all.find(({ id }) => id === levelId)?.name ?? "";
  }

  /** @param {{ where?: string, level_id?: string }} thing */
  whereOf({ where, level_id }) {
    return [where, this.floor(level_id)].filter(Boolean).join(" · ");
  }
}
