// Where people are: a callsign pill with its heading, how sure, on which floor, and how old. Old ones turn hollow,
// never vanish.

import { ageText } from "../clock.js";
import { element } from "../element.js";
import { agencyGlyph } from "../glyphs.js";
import { word } from "../words.js";

const FRESH_S = 10;
const STALE_S = 60;

export function freshness(age_s) {
  return age_s < FRESH_S ? "fresh" : age_s < STALE_S ? "ageing" : "stale";
}

export class Positions {
  constructor({ map, room, levelName }) {
    this.map = map;
    this.room = room;
    this.levelName = levelName;
    this.layer = L.layerGroup().addTo(map);
    this.last = new Map(); // participant id → last position
    this.drawn = new Map(); // participant id → {pill, circle, parts}
  }

  has(participantId) {
    return this.last.has(participantId);
  }

  heard(frame) {
    if (frame.isComplete) this.last.clear();
    for (const position of frame.positions) this.last.set(position.participant_id, position);
    for (const id of frame.gone) this.last.delete(id);
  }

  age_s(position) {
    return this.room.clock.age_s(position.at) + position.fix_age_s;
  }

  show(isHere) {
    for (const [id, drawn] of this.drawn) {
      const position = this.last.get(id);
      if (position && isHere(position.level_id)) continue;
      drawn.pill.remove();
      drawn.circle.remove();
      this.drawn.delete(id);
    }
    for (const [id, position] of this.last) if (isHere(position.level_id)) this.#draw(id, position);
  }

  #draw(id, position) {
    const drawn = this.drawn.get(id) ?? this.#make(id, position);
    const at = [position.lat, position.lon];
    drawn.pill.setLatLng(at);
    drawn.circle.setLatLng(at).setRadius(position.accuracy_m);
    const age_s = this.age_s(position);
    const { root, arrow, age } = drawn.parts;
    root.dataset.age = freshness(age_s);
    age.textContent = [ageText(age_s), this.levelName(position.level_id)].filter(Boolean).join(" · ");
    arrow.hidden = position.heading_deg === null;
    if (!arrow.hidden) arrow.style.transform = `rotate(${position.heading_deg}deg)`;
    drawn.circle.getElement()?.setAttribute("data-age", root.dataset.age);
  }

  #make(id, position) {
    const person = this.room.log.object("people", id);
    const name = person?.name ?? word("people.somebody");
    const parts = {
      arrow: element("span", { class: "unit-arrow", text: "▲", "aria-hidden": "true" }),
      age: element("span", { class: "unit-age" }),
    };
    parts.root = element(
      "div",
      { class: `unit agency-${person?.agency_kind ?? "other"}` },
      element("span", { class: "unit-ring" }, agencyGlyph(person?.agency_kind ?? "other")),
      element("span", { class: "unit-words" }, element("span", { class: "unit-name", text: name }), parts.age),
      parts.arrow,
    );
    const circle = L.circle([position.lat, position.lon], {
      radius: position.accuracy_m,
      className: `accuracy agency-${person?.agency_kind ?? "other"}`,
      weight: 1,
      interactive: false,
    });
    const pill = L.marker([position.lat, position.lon], {
      icon: L.divIcon({ className: "pin", html: parts.root, iconSize: [28, 28], iconAnchor: [14, 14] }),
      title: name,
      alt: name,
      zIndexOffset: 1000,
      autoPanOnFocus: false,
    });
    pill.bindPopup(() => this.#popup(id), { maxWidth: 280 });
    const drawn = { pill: pill.addTo(this.layer), circle: circle.addTo(this.layer), parts };
    this.drawn.set(id, drawn);
    return drawn;
  }

  #popup(id) {
    const position = this.last.get(id);
    const person = this.room.log.object("people", id);
    const level = this.levelName(position?.level_id) || word("map.no_floor");
    return element(
      "div",
      { class: "popup" },
      element("h3", { text: person?.name ?? word("people.somebody") }),
      element("p", { text: person?.agency ?? "" }),
      position
        ? element("p", {
            class: "quiet small",
            text: word("position.words", {
              accuracy: Math.round(position.accuracy_m),
              age: ageText(this.age_s(position)),
              level,
            }),
          })
        : null,
    );
  }
}
