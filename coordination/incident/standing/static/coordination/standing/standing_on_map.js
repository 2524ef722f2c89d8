// Who calls for help, on the map: a pin with what it is and since when, and the room in its color, above everything else.
// A room that asked for help has no point of its own: its pin stands in the middle of the room, once its floor is drawn.
// It stands on a stem: the number of the room is what is said by radio, and stays to be read.

import { ageText } from "../clock.js";
import { element } from "../element.js";
import { rowsOf } from "./label_rows.js";
import { labelsOnMap } from "./named_labels.js";
import { lineOf, placeInShort, signOf, whatOf } from "./standing.js";
import { word } from "../words.js";

const PANE = "standing";
// The shortest stem: half of a label of two lines.
const STEM_PX = 18;

/** @typedef {import("./standing.js").StandingThing} StandingThing */
/** @typedef {Map<string | null, import("../../mapping/plan/plan.js").PlanFeature>} Spaces of the floor that is drawn, by id */
/** @typedef {{ one: StandingThing, point: [lon: number, lat: number], isRoom: boolean, rank: number }} PinPlace isRoom: it
 *   stands in a room that is drawn */
/** @typedef {{ one: StandingThing, pin: L.Marker, picture: HTMLElement, shown: string, age: HTMLElement, raise: number,
 *   shift: number, rank: number }} Drawn raise, shift: where its words stand now, in pixels */

export class StandingOnMap {
  /**
   * @param {{ map: L.Map, room: import("../room/room.js").Room,
   *   offerRoom: (place: { lon: number, lat: number }) => Node | null }} parts offerRoom: what can be said of the room from
   *   which a call comes
   */
  constructor({ map, room, offerRoom }) {
    this.map = map;
    this.room = room;
    this.offerRoom = offerRoom;
    map.createPane(PANE).style.zIndex = "447"; // above what rooms reported, below all that is moved by hand
    this.layer = L.layerGroup().addTo(map);
    this.rooms = L.layerGroup([], { pane: PANE }).addTo(map);
    /** @type {Map<string, Drawn>} */
    this.drawn = new Map();
    this.shownRooms = "";
    // What lies beside what depends on how near one looks, and what is cut off on where.
    map.on("zoomend moveend", () => this.#stack());
  }

  /**
   * @param {StandingThing[]} things the worst first
   * @param {{ isHere: (levelId: string | null) => boolean, layers: any }} where the floors are none where the reader may
   *   not see them
   */
  show(things, { isHere, layers }) {
    const here = things.filter((one) => isHere(one.levelId));
    /** @type {Spaces} */
    const spaces = new Map((layers?.plan?.features ?? []).map((/** @type {{ id: string }} */ one) => [one.id, one]));
    this.#showRooms(here, spaces, layers?.level?.id);
    layers?.marks.name([...new Set(here.map(({ spaceId }) => spaceId).filter((one) => spaces.has(one)))]);
    /** @type {Map<string, PinPlace>} */
    const wanted = new Map();
    for (const [rank, one] of here.entries()) {
      const point = pointOf(one, spaces);
      if (point === null) continue;
      wanted.set(one.key, { one, point, isRoom: spaces.has(one.spaceId), rank });
    }
    for (const [key, { pin }] of this.drawn) if (!wanted.has(key)) this.#drop(key, pin);
    for (const [key, place] of wanted) this.#put(key, place);
    this.tick();
    this.#stack();
  }

  // How long ago is said in place: a pin that is made anew closes what someone reads.
  tick() {
    for (const { age, one } of this.drawn.values())
      age.textContent = ageText(Math.max(0, this.room.clock.age_s(one.since)));
  }

  // Rooms lie side by side, and no pin may cover another, nor the number of what is named: the worst stands lowest.
  #stack() {
    const inOrder = [...this.drawn.values()].sort((one, other) => one.rank - other.rank);
    if (inOrder.length === 0) return;
    const around = labelsOnMap(
      this.map.getContainer(),
      inOrder.map(({ one }) => one),
    );
    const rows = rowsOf(inOrder.map(headOf), around);
    for (const [at, drawn] of inOrder.entries()) {
      Object.assign(drawn, rows[at]);
      drawn.picture.style.setProperty("--raise", `${drawn.raise}px`);
      drawn.picture.style.setProperty("--shift", `${drawn.shift}px`);
    }
  }

  /** @param {string} key @param {PinPlace} place */
  #put(key, place) {
    const { one, point, isRoom, rank } = place;
    const shown = JSON.stringify([one.kind, one.count, one.object.place, point, isRoom, rank]);
    const before = this.drawn.get(key);
    if (before?.shown === shown) return;
    if (before) this.#drop(key, before.pin);
    const age = element("span", { class: "number" });
    const picture = pictureOf(place, age);
    this.drawn.set(key, { one, pin: this.#pin(place, picture), picture, shown, age, raise: 0, shift: 0, rank });
  }

  /** @param {string} key @param {L.Marker} pin */
  #drop(key, pin) {
    pin.remove();
    this.drawn.delete(key);
  }

  /** @param {StandingThing[]} here @param {Spaces} spaces @param {string | undefined} levelId */
  #showRooms(here, spaces, levelId) {
    const wanted = here.filter((one) => spaces.has(one.spaceId));
    const key = JSON.stringify([levelId, wanted.map(({ spaceId, kind }) => [spaceId, kind])]);
    if (key === this.shownRooms) return;
    this.shownRooms = key;
    this.rooms.clearLayers();
    // The worst is drawn last, above the others.
    for (const one of [...wanted].reverse()) {
      const className = `standing-room standing-${one.kind}${one.isSimulated ? " standing-simulated" : ""}`;
      L.geoJSON(spaces.get(one.spaceId), { pane: PANE, interactive: false, style: { className } }).addTo(this.rooms);
    }
  }

  /** @param {PinPlace} place @param {HTMLElement} picture */
  #pin({ one, point: [lon, lat], rank }, picture) {
    const mark = this.room.isExercise ? `${word("standing.exercise")} · ` : "";
    const said = mark + lineOf(one);
    const pin = L.marker([lat, lon], {
      icon: L.divIcon({ className: "pin pin-standing", html: picture, iconSize: [44, 44], iconAnchor: [22, 44] }),
      title: said,
      alt: said,
      keyboard: true,
      riseOnHover: true,
      autoPanOnFocus: false,
      // The worst covers what is beside it.
      zIndexOffset: 3000 - 10 * rank,
    });
    pin.bindPopup(() => this.#popup(one, mark, { lon, lat }), { maxWidth: 280, minWidth: 200 });
    return pin.addTo(this.layer);
  }

  // The pin lies on the room that is searched first: a tap on it closes none of what is said of a room.
  /** @param {StandingThing} one @param {string} mark @param {{ lon: number, lat: number }} place */
  #popup(one, mark, place) {
    const since = word("standing.since", { time: this.room.clock.time(one.since) });
    return element(
      "div",
      { class: "popup" },
      element("h3", { text: mark + whatOf(one) }),
      element("p", { text: lineOf(one) }),
      element("p", { class: "quiet small", text: since }),
      this.offerRoom(place),
    );
  }
}

/** @param {PinPlace} place @param {HTMLElement} age */
function pictureOf({ one, isRoom }, age) {
  const picture = element(
    "div",
    { class: `marker marker-standing standing-${one.kind}${one.isSimulated ? " is-simulated" : ""}` },
    element("span", { class: "marker-pin", text: signOf(one) }),
    element(
      "span",
      { class: "marker-label" },
      [placeInShort(one), whatOf(one), ""].filter((said, at) => said || at === 2).join(" · "),
      age,
    ),
    element("span", { class: "marker-stem" }),
  );
  picture.style.setProperty("--stem", isRoom ? `${STEM_PX}px` : "0px");
  return picture;
}

// Where the two parts of a pin would stand on the shortest stem.
/** @param {Drawn} drawn @returns {import("./label_rows.js").Head} */
function headOf({ picture, raise, shift }) {
  const [label, pin] = [".marker-label", ".marker-pin"].map((one) =>
    picture.querySelector(one).getBoundingClientRect(),
  );
  /** @param {DOMRect} box @param {number} x */
  const back = ({ left, right, top, bottom }, x) => ({
    left: left - x,
    right: right - x,
    top: top + raise,
    bottom: bottom + raise,
  });
  return { label: back(label, shift), pin: back(pin, 0) };
}

// Its own point, else the middle of its room.
/** @param {StandingThing} one @param {Spaces} spaces @returns {[lon: number, lat: number] | null} */
function pointOf(one, spaces) {
  if (one.lon !== null && one.lat !== null) return [one.lon, one.lat];
  const space = spaces.get(one.spaceId);
  if (space === undefined) return null;
  const { lng, lat } = L.geoJSON(space).getBounds().getCenter();
  return [lng, lat];
}
