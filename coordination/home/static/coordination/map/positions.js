// Where people are: a pill with a name, its heading, how sure, on which floor, and how old. Old ones turn hollow, never
// vanish. Where several stand closer together than a finger is wide, they are one group that says how many.

import { KnownPositions, positionAge_s } from "../client/room/positions.js";
import { ageText } from "../clock.js";
import { element } from "../element.js";
import { agencyGlyph } from "../glyphs.js";
import { lengthText } from "../../mapping/lengths.js";
import { shortName } from "../incident/people/people_names.js";
import { word } from "../words.js";

const FRESH_S = 10;
const STALE_S = 60;
const FINGER_PX = 44;
const GROUP_FROM = 3; // two beside each other can still be told apart
const CIRCLES_AT_MOST = 20; // more circles hide the plan, and each is drawn anew when it moves
const NAMES_AT_MOST = 12; // from so far away that more than these are in sight, shapes alone are read
const GROUP = "group "; // no participant's id begins so

/** @param {number} age_s */
export function freshness(age_s) {
  return age_s < FRESH_S ? "fresh" : age_s < STALE_S ? "ageing" : "stale";
}

/** @typedef {import("../client/room/positions.js").Position} Position */
/** @typedef {{ pin: L.Marker, circle: L.Circle | null, words: string, name: string, kind: string, position: Position | null,
 *   parts: Record<"name" | "arrow" | "age" | "root", HTMLElement> }} Unit one person, as drawn */
/** @typedef {{ pin: L.Marker, words: string, parts: Record<"count" | "glyphs", HTMLElement> }} Group as drawn */
/** @typedef {import("./markers.js").IsHere} IsHere */

// The ids that stand together, by the square of a finger's width in which they do. Pure.
/**
 * @param {Iterable<[string, { x: number, y: number }]>} points
 * @returns {Map<string, string[]>} one id by itself, or several by the name of their group
 */
export function grouped(points) {
  /** @type {Map<string, string[]>} */
  const squares = new Map();
  for (const [id, { x, y }] of points) {
    const square = `${GROUP}${Math.floor(x / FINGER_PX)} ${Math.floor(y / FINGER_PX)}`;
    const there = squares.get(square);
    if (there) there.push(id);
    else squares.set(square, [id]);
  }
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const [square, ids] of squares)
    if (ids.length >= GROUP_FROM) groups.set(square, ids);
    else for (const id of ids) groups.set(id, [id]);
  return groups;
}

export class Positions {
  /**
   * @param {{ map: L.Map, room: import("../room/room.js").Room,
   *   levelName: (levelId: string | null | undefined) => string }} parts
   */
  constructor({ map, room, levelName }) {
    this.map = map;
    this.room = room;
    this.levelName = levelName;
    this.layer = L.layerGroup().addTo(map);
    this.known = new KnownPositions();
    this.last = this.known.last; // by participant
    /** @type {Map<string, Unit>} */
    this.units = new Map(); // by participant: what is on the map
    /** @type {Map<string, Group>} */
    this.groups = new Map(); // by the group's name
    this.hasCircles = true;
    /** @type {IsHere} */
    this.isHere = (_levelId) => true;
    map.on("zoomend moveend", () => this.show(this.isHere));
  }

  /** @param {string} participantId */
  has(participantId) {
    return this.last.has(participantId);
  }

  /** @param {import("../client/room/positions.js").PositionsHeard} frame */
  heard(frame) {
    this.known.heard(frame);
  }

  /** @param {Position} position */
  age_s(position) {
    return positionAge_s(position, this.room.clock.serverNow());
  }

  /** @param {IsHere} isHere */
  show(isHere) {
    this.isHere = isHere;
    const inSight = this.map.getBounds().pad(0.2);
    const points = [...this.last]
      .filter(([, { level_id, lat, lon }]) => isHere(level_id) && inSight.contains([lat, lon]))
      .map(([id, { lat, lon }]) => /** @type {[string, any]} */ ([id, this.map.project([lat, lon])]));
    const groups = grouped(points);
    for (const [id, { pin, circle }] of this.units) {
      if (groups.has(id)) continue;
      pin.remove();
      circle?.remove();
      this.units.delete(id);
    }
    for (const [key, { pin }] of this.groups) {
      if (groups.has(key)) continue;
      pin.remove();
      this.groups.delete(key);
    }
    this.hasCircles = groups.size <= CIRCLES_AT_MOST;
    this.map.getContainer().classList.toggle("has-many-units", groups.size > NAMES_AT_MOST);
    for (const [key, ids] of groups) {
      const position = this.last.get(ids[0]);
      if (position === undefined) continue;
      if (key.startsWith(GROUP)) this.#drawGroup(key, ids, position);
      else this.#drawUnit(key, position);
    }
  }

  // --- one ---------------------------------------------------------------------------------------------------------
  /** @param {string} id @param {Position} position */
  #drawUnit(id, position) {
    const drawn = this.units.get(id) ?? this.#makeUnit(id, position);
    // What has not moved is not touched: two hundred of them are drawn every second.
    if (drawn.position !== position) this.#moveUnit(drawn, position);
    this.#circle(drawn, position);
    this.#rename(id, drawn);
    const age_s = this.age_s(position);
    const words = [ageText(age_s), this.levelName(position.level_id)].filter(Boolean).join(" · ");
    if (words === drawn.words) return;
    drawn.words = words;
    drawn.parts.age.textContent = words;
    drawn.parts.root.dataset.age = freshness(age_s);
    drawn.circle?.getElement()?.setAttribute("data-age", freshness(age_s));
  }

  // A person of the same name has come: from now on both have a number.
  /** @param {string} id @param {Unit} drawn */
  #rename(id, drawn) {
    const name = this.#nameOn(id);
    if (name === drawn.name) return;
    drawn.name = name;
    drawn.parts.name.textContent = name;
    /** @type {any} */
    const pin = drawn.pin.getElement();
    if (pin) pin.title = pin.alt = this.#nameOf(id);
  }

  /** @param {string} id */
  #nameOn(id) {
    return this.room.names.of(id, shortName) || word("people.someone");
  }

  /** @param {string} id */
  #nameOf(id) {
    return this.room.names.of(id) || word("people.someone");
  }

  /** @param {Unit} drawn @param {Position} position */
  #moveUnit(drawn, position) {
    drawn.position = position;
    drawn.pin.setLatLng([position.lat, position.lon]);
    drawn.circle?.setLatLng([position.lat, position.lon]).setRadius(position.accuracy_m);
    const { arrow } = drawn.parts;
    arrow.hidden = position.heading_deg === null;
    if (!arrow.hidden) arrow.style.transform = `rotate(${position.heading_deg}deg)`;
  }

  /** @param {Unit} drawn @param {Position} position */
  #circle(drawn, position) {
    if (this.hasCircles === (drawn.circle !== null)) return;
    drawn.circle?.remove();
    drawn.circle = null;
    if (!this.hasCircles) return;
    drawn.circle = L.circle([position.lat, position.lon], {
      radius: position.accuracy_m,
      className: `accuracy agency-${drawn.kind}`,
      weight: 1,
      interactive: false,
    }).addTo(this.layer);
    drawn.circle.getElement()?.setAttribute("data-age", drawn.parts.root.dataset.age ?? "");
  }

  /** @param {string} id @param {Position} position @returns {Unit} */
  #makeUnit(id, position) {
    const person = this.room.log.object("people", id);
    const kind = person?.agency_kind ?? "other";
    const name = this.#nameOn(id);
    const words = {
      name: element("span", { class: "unit-name", text: name }),
      arrow: element("span", { class: "unit-arrow", text: "▲", "aria-hidden": "true" }),
      age: element("span", { class: "unit-age" }),
    };
    const root = element(
      "div",
      { class: `unit agency-${kind}` },
      element("span", { class: "unit-ring" }, agencyGlyph(kind)),
      element("span", { class: "unit-words" }, words.name, words.age),
      words.arrow,
    );
    const parts = { ...words, root };
    const pin = this.#pin(position, root, this.#nameOf(id));
    pin.bindPopup(() => this.#popup(id), { maxWidth: 280 });
    /** @type {Unit} */
    const drawn = { pin, kind, parts, circle: null, position: null, words: "", name };
    this.units.set(id, drawn);
    return drawn;
  }

  // --- several -----------------------------------------------------------------------------------------------------
  /** @param {string} key @param {string[]} ids @param {Position} position of the first */
  #drawGroup(key, ids, position) {
    const drawn = this.groups.get(key) ?? this.#makeGroup(key, ids, position);
    const kinds = ids.map((id) => this.room.log.object("people", id)?.agency_kind ?? "other");
    const signature = `${ids.length} ${[...new Set(kinds)].join(" ")}`;
    if (signature === drawn.words) return;
    drawn.words = signature;
    drawn.parts.count.textContent = String(ids.length);
    drawn.parts.glyphs.replaceChildren(...[...new Set(kinds)].slice(0, 3).map(agencyGlyph));
    drawn.pin.getElement()?.setAttribute("aria-label", word("units.several", { n: ids.length }));
  }

  /** @param {string} key @param {string[]} ids @param {Position} position @returns {Group} */
  #makeGroup(key, ids, position) {
    const parts = {
      count: element("span", { class: "unit-count number" }),
      glyphs: element("span", { class: "unit-kinds" }),
    };
    const root = element("div", { class: "unit unit-group" }, parts.count, parts.glyphs);
    const pin = this.#pin(position, root, word("units.several", { n: ids.length }));
    pin.on("click", () => this.#spread(key, pin));
    const drawn = { pin, parts, words: "" };
    this.groups.set(key, drawn);
    return drawn;
  }

  // Nearer, until they can be told apart; who stands on one spot is read from a list.
  /** @param {string} key @param {L.Marker} pin */
  #spread(key, pin) {
    const square = key.slice(GROUP.length);
    const here = [...this.last].filter(([, { lat, lon, level_id }]) => {
      const { x, y } = this.map.project([lat, lon]);
      return this.isHere(level_id) && `${Math.floor(x / FINGER_PX)} ${Math.floor(y / FINGER_PX)}` === square;
    });
    const around = L.latLngBounds(here.map(([, { lat, lon }]) => /** @type {[number, number]} */ ([lat, lon])));
    const nearest = this.map.getMaxZoom();
    if (this.map.getZoom() < nearest && this.map.getBoundsZoom(around) > this.map.getZoom()) {
      this.map.fitBounds(around.pad(0.3), { animate: false });
      return;
    }
    const kind = (/** @type {string} */ id) => this.room.log.object("people", id)?.agency_kind ?? "other";
    const line = (/** @type {string} */ id) => element("li", { class: "row" }, agencyGlyph(kind(id)), this.#nameOf(id));
    L.popup({ maxWidth: 280 })
      .setLatLng(pin.getLatLng())
      .setContent(element("ul", { class: "popup" }, ...here.map(([id]) => line(id))))
      .openOn(this.map);
  }

  /** @param {Position} position @param {HTMLElement} root @param {string} name */
  #pin(position, root, name) {
    return L.marker([position.lat, position.lon], {
      icon: L.divIcon({ className: "pin", html: root, iconSize: [28, 28], iconAnchor: [14, 14] }),
      title: name,
      alt: name,
      zIndexOffset: 1000,
      autoPanOnFocus: false,
    }).addTo(this.layer);
  }

  /** @param {string} id */
  #popup(id) {
    const position = this.last.get(id);
    const person = this.room.log.object("people", id);
    const level = this.levelName(position?.level_id) || word("units.no_floor");
    return element(
      "div",
      { class: "popup" },
      element("h3", { text: this.#nameOf(id) }),
      element("p", { text: person?.agency ?? "" }),
      position
        ? element("p", {
            class: "quiet small",
            text: word("position.words", {
              accuracy: lengthText(position.accuracy_m),
              age: ageText(this.age_s(position)),
              level,
            }),
          })
        : null,
    );
  }
}
