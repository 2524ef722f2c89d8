// Pinned facts where they are: amber and with their age once they are old, and marked where others contradict them.

import { ageText } from "../clock.js";
import { element } from "../element.js";
import { label, word } from "../words.js";
import { contradictions, isOld, standing } from "./contradictions.js";

/** @typedef {import("./contradictions.js").Fact} Fact */
/** @typedef {Fact & { lon: number, lat: number }} PlacedFact */

/** The facts that stand and have a place, by id.
 * @param {Record<string, Fact>} facts
 * @returns {[string, PlacedFact][]} */
export function placed(facts) {
  return standing(facts).flatMap(([id, { lon, lat, ...fact }]) =>
    lon === undefined || lat === undefined ? [] : [/** @type {[string, PlacedFact]} */ ([id, { ...fact, lon, lat }])],
  );
}

/** @param {Fact} fact */
export const saidOf = (fact) => [fact.subject ?? label("fact_kind", fact.kind), fact.value].join(": ");

export class FactsOnMap {
  /** @param {{ map: L.Map, room: import("../room/room.js").Room }} parts */
  constructor({ map, room }) {
    this.map = map;
    this.room = room;
    this.layer = L.layerGroup().addTo(map);
    /** @type {Map<string, { pin: L.Marker, key: string }>} */
    this.drawn = new Map(); // fact id → { pin, key }
  }

  // What has not changed is left alone, so that an open popup stays open.
  /** @param {Record<string, Fact>} facts @param {(levelId: string | null | undefined) => boolean} isHere */
  show(facts, isHere) {
    const differ = contradictions(facts);
    const wanted = new Map(placed(facts).filter(([, fact]) => isHere(fact.level_id)));
    for (const [id, { pin }] of this.drawn) if (!wanted.has(id)) this.#drop(id, pin);
    for (const [id, fact] of wanted) {
      const old = this.isOld(fact);
      const key = JSON.stringify([fact, old, differ.has(id)]);
      const before = this.drawn.get(id);
      if (before?.key === key) continue;
      if (before) this.#drop(id, before.pin);
      this.drawn.set(id, { pin: this.#pin(fact, { old, isDoubted: differ.has(id) }), key });
    }
  }

  /** @param {Fact} fact */
  isOld(fact) {
    return isOld(fact, this.room.clock.age_s(fact.since));
  }

  /** @param {string} id @param {L.Marker} pin */
  #drop(id, pin) {
    pin.remove();
    this.drawn.delete(id);
  }

  /** @param {PlacedFact} fact @param {{ old: boolean, isDoubted: boolean }} how */
  #pin(fact, { old, isDoubted }) {
    const said = `${word("facts.mark")} ${saidOf(fact)}`;
    const picture = element(
      "div",
      { class: `marker marker-fact${old ? " is-old" : ""}${isDoubted ? " is-contradicted" : ""}` },
      element("span", { class: "marker-pin", text: word("facts.mark") }),
      element("span", { class: "marker-label", text: saidOf(fact) }),
    );
    const pin = L.marker([fact.lat, fact.lon], {
      icon: L.divIcon({ className: "pin", html: picture, iconSize: [44, 44], iconAnchor: [22, 44] }),
      title: said,
      alt: said,
      keyboard: true,
      riseOnHover: true,
      autoPanOnFocus: false,
    });
    pin.bindPopup(() => this.#popup(fact, { old, isDoubted }), { maxWidth: 280, minWidth: 200 });
    return pin.addTo(this.layer);
  }

  /** @param {PlacedFact} fact @param {{ old: boolean, isDoubted: boolean }} how */
  #popup(fact, { old, isDoubted }) {
    const age = ageText(Math.max(0, this.room.clock.age_s(fact.since)));
    const confirmed = fact.confirmed_by
      ? word("facts.confirmed_by", {
          name: this.room.nameOf(fact.confirmed_by),
          source: label("fact_source", fact.confirmed_source),
        })
      : word("facts.not_confirmed");
    const marks = [word(old ? "facts.old" : "facts.age", { age }), isDoubted ? word("facts.contradicts") : null];
    return element(
      "div",
      { class: "popup" },
      element("h3", { text: label("fact_kind", fact.kind) }),
      element("p", { text: saidOf(fact) }),
      element("p", { class: "small", text: marks.filter(Boolean).join(" · ") }),
      element("p", {
        class: "quiet small",
        text: [
          word("facts.said_by", { source: label("fact_source", fact.source) }),
          word("facts.pinned_by", { name: this.room.nameOf(fact.pinned_by) }),
          confirmed,
        ].join(" · "),
      }),
    );
  }
}
