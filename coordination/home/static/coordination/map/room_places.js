// Places in what people write: links that fly the map; and the words for a place that someone points at.
//
// The log stays text. Links are made when a line is shown, from the site's gazetteer, which was loaded once: without a
// network they work as before, and a reader whose agreement has no floorplans sees plain text.

import { cellOf } from "../../mapping/plan/cells.js";
import { PlaceBook } from "../../mapping/places/places.js";
import { element } from "../element.js";
import { ask } from "../question.js";
import { word } from "../words.js";

/** @typedef {import("../../mapping/places/places.js").Place} Place */

export class RoomPlaces {
  /**
   * @param {{ room: import("../room/room.js").Room, live: import("./live_map.js").LiveMap,
   *   onFly: (lon: number, lat: number, levelId: string | null) => void }} parts onFly: moves what lies over the map away
   */
  constructor({ room, live, onFly }) {
    this.room = room;
    this.live = live;
    this.onFly = onFly;
    /** @type {PlaceBook | null} */
    this.book = null;
    /** @type {L.Circle | null} */
    this.light = null;
  }

  // The book of the plans that this incident opened with, or nothing where the reader has no right to its plans.
  async load() {
    try {
      this.book = new PlaceBook(await this.room.api.get(`/rooms/${this.room.id}/gazetteer`));
    } catch {
      this.book = null;
    }
  }

  // A text as nodes: what names a place is a button, everything else is text and only text.
  /** @param {string} text */
  nodes(text) {
    /** @type {(Node | string)[]} */
    const nodes = [];
    const { book } = this;
    let from = 0;
    for (const { start, end, places } of book?.mentionsIn(text) ?? []) {
      nodes.push(text.slice(from, start), this.#link(book, text.slice(start, end), places));
      from = end;
    }
    return [...nodes, text.slice(from)].filter((node) => node !== "");
  }

  // Where the one place is that a text names; null where it names none, or several.
  /** @param {string} text */
  placeOf(text) {
    const [first, ...more] = this.book?.mentionsIn(text) ?? [];
    if (!first || more.length > 0 || first.places.length !== 1) return null;
    const { lon, lat, level_id = null } = first.places[0];
    return { lon, lat, level_id };
  }

  /** @param {PlaceBook | null} book whose places these are @param {string} text @param {Place[]} places */
  #link(book, text, places) {
    const isOne = places.length === 1;
    return element("button", {
      type: "button",
      class: isOne ? "place-link" : "place-link place-link-several",
      title: isOne ? book?.wordsOf(places[0]) : word("place.several", { n: places.length }),
      onclick: () => (isOne ? this.show(places[0]) : this.#choose(book, text, places)),
      text,
    });
  }

  /** @param {PlaceBook | null} book @param {string} text @param {Place[]} places */
  async #choose(book, text, places) {
    const dialog = document.getElementById("ask-place");
    const prepare = (/** @type {HTMLFormElement} */ form) => {
      form.querySelector("[data-about]").textContent = text;
      form
        .querySelector("[data-places]")
        .replaceChildren(
          ...places.map((place, n) =>
            element(
              "button",
              { class: "button wide place-choice", name: "place", value: String(n), "data-first": n === 0 },
              element("span", { text: book?.wordsOf(place) }),
              element("span", { class: "number quiet", text: `${Math.round(place.confidence * 100)} %` }),
            ),
          ),
        );
    };
    const answer = await ask(dialog, { prepare });
    if (answer?.place) this.show(places[Number(answer.place)]);
  }

  /** @param {Place} place */
  async show({ id, kind, level_id: levelId, lon, lat }) {
    this.light?.remove();
    this.onFly(lon, lat, levelId);
    await this.live.ready;
    const { layers } = this.live.plan;
    if (levelId && layers) await layers.setLevel(levelId);
    if (id !== null && kind !== "floor" && layers?.featureBounds(id)) layers.focus(id);
    else if (kind !== "floor") this.#shine(lon, lat);
  }

  /** @param {number} lon @param {number} lat */
  #shine(lon, lat) {
    this.light = L.circle([lat, lon], { radius: 8, className: "plan-lit", interactive: false }).addTo(this.live.map);
  }

  // "Room 112, first floor, side B, nearest exterior door 7, grid G10"; as much of it as the plans tell.
  /** @param {{ lon: number, lat: number }} place */
  wordsAt({ lon, lat }) {
    const { layers } = this.live.plan;
    const space = layers?.spaceAt([lon, lat]) ?? null;
    const { level_id: levelId } = this.live.plan.placeAt({ lon, lat });
    const words = this.book?.wordsAt({ lon, lat, level_id: levelId, space_id: space?.id ?? null });
    if (words) return words;
    const cell = this.live.gridDefinition === null ? null : cellOf(this.live.gridDefinition, [lon, lat]);
    return cell ?? `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  }
}
