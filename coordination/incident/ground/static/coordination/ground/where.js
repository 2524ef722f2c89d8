// Ask where something is: tapped on the map with undo and finish, or by rooms, without a map.

import { element } from "../element.js";
import { middleOf as middleOfFeature } from "../incident/twin/twin_sources.js";
import { makeRoomForMap } from "../incident/mark_actions.js";
import { contains } from "../../mapping/plan/geometry.js";
import { ask } from "../question.js";
import { word } from "../words.js";

/** @typedef {import("../incident/of_capabilities/panel.js").RoomPage} RoomPage */
/** @typedef {import("./ground_kinds.js").LonLat} LonLat */
/** @typedef {import("./ground_kinds.js").GroundShape} GroundShape */
/** @typedef {{ points: LonLat[], level_id: string | null, words: string } | { rooms: string[] }} Where */
/** @typedef {{ id: string, words: string, level_id: string, lon: number, lat: number, isRoom: boolean }} PlanDoor */

// As what a place is drawn while one taps it; the map's tools know these.
/** @type {Record<string, string>} */
const DRAFTS = { protected_corridor: "route" };
/** @type {Record<GroundShape, string>} */
const HINTS = { point: "ground.tap_point", line: "ground.tap_line", area: "ground.tap_area" };

/** Fill the lists of rooms of a form; without floor plans there is the map alone. @param {RoomPage} page @param {any} form */
export async function offerRooms(page, form) {
  const lists = [...form.querySelectorAll("select[data-rooms]")];
  await page.live.plan.loadFeatures();
  const spaces = page.live.plan.features.filter((one) => one.properties.kind === "space");
  for (const list of lists)
    list.replaceChildren(
      element("option", { value: "", text: "—" }),
      ...[...byFloor(spaces)].map(([floor, rooms]) =>
        element(
          "optgroup",
          { label: floor },
          ...rooms.map((one) => element("option", { value: one.id, text: nameOf(one.properties) })),
        ),
      ),
    );
  for (const part of form.querySelectorAll("[data-by-rooms]")) part.hidden = spaces.length === 0;
}

/** @param {{ number?: unknown, name?: unknown, category?: string }} properties */
const nameOf = ({ number, name, category }) => [number, name].filter(Boolean).join(" ") || String(category ?? "");

/** @template {{ level: { name: string } }} F @param {F[]} features */
function byFloor(features) {
  /** @type {Map<string, F[]>} */
  const floors = new Map();
  for (const one of features) floors.set(one.level.name, [...(floors.get(one.level.name) ?? []), one]);
  return floors;
}

/**
 * What an answered form says of where, or what is tapped on the map now.
 * @param {RoomPage} page
 * @param {any} answer of a form with the fields of ground/_where.html
 * @param {string} kind of the place; what is no place has the shape of a point
 * @param {GroundShape} shape
 * @returns {Promise<Where>}
 */
export function whereOf(page, answer, kind, shape) {
  const rooms = [answer.room, answer.to_room].filter(Boolean);
  if (answer.where === "rooms" && rooms.length > 0) return Promise.resolve({ rooms });
  return tapped(page, kind, shape);
}

/** @param {RoomPage} page @param {string} kind @param {GroundShape} shape @param {string} [hint] @returns {Promise<Where>} */
export function tapped(page, kind, shape, hint = word(HINTS[shape])) {
  makeRoomForMap(page);
  return new Promise((resolve) => {
    /** @param {{ lon: number, lat: number }[]} places */
    const done = (places) => {
      const inside = places.map((one) => page.live.plan.placeAt(one));
      resolve({
        points: places.map(({ lon, lat }) => /** @type {LonLat} */ ([lon, lat])),
        level_id: inside.find((one) => one.level_id)?.level_id ?? null,
        words: inside.find((one) => one.words)?.words ?? "",
      });
    };
    if (shape === "point") page.tools.askPoint(hint, (place) => done([place]));
    else page.tools.askShape(DRAFTS[kind] ?? kind, hint, (_kind, places) => done(places));
  });
}

/**
 * Ask for the place of something that is known: its dialog has no other question.
 * @param {RoomPage} page
 * @param {string} title
 * @param {string} kind
 * @param {GroundShape} shape
 * @returns {Promise<Where | null>}
 */
export async function askWhere(page, title, kind, shape) {
  const dialog = /** @type {HTMLElement} */ (document.getElementById("ask-ground-where"));
  const form = /** @type {any} */ (dialog.querySelector("form"));
  await offerRooms(page, form);
  const answer = await ask(dialog, {
    prepare: () => {
      form.querySelector("[data-title]").textContent = title;
      showRooms(form, shape);
    },
  });
  return answer ? whereOf(page, answer, kind, shape) : null;
}

/** A point is in one room; a line leads from one to another. @param {any} form @param {GroundShape} shape */
export function showRooms(form, shape) {
  form.querySelector("[data-second-room]").hidden = shape === "point";
  form.elements.to_room.required = false;
}

// A door is a few steps wide: what lies so far beside it are the rooms that it joins.
const BESIDE_DEG = 0.000012;

/**
 * The rooms that a door joins, in words: what a door without a number is called.
 * @param {{ lon: number, lat: number }} door
 * @param {{ geometry: import("../../mapping/plan/shape.js").Geometry, properties: any }[]} spaces of its floor
 */
function roomsBeside({ lon, lat }, spaces) {
  const around = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => [lon + x * BESIDE_DEG, lat + y * BESIDE_DEG]));
  const beside = spaces.filter(({ geometry }) =>
    around.some((point) => contains(geometry, /** @type {LonLat} */ (point))),
  );
  return beside
    .map(({ properties }) => nameOf(properties))
    .slice(0, 2)
    .join(" / ");
}

/** All doors of the plans, then each room for plans that have none. @param {RoomPage} page @returns {Promise<PlanDoor[]>} */
export async function doorsOf(page) {
  await page.live.plan.loadFeatures();
  const { features } = page.live.plan;
  const spaces = features.filter(({ properties }) => properties.kind === "space");
  const openings = features.filter(({ properties }) => properties.kind === "opening");
  return [...openings, ...spaces].map(({ id, geometry, properties, level }) => {
    const isRoom = properties.kind === "space";
    const { number, name: called } = properties;
    const here = spaces.filter((one) => one.level.id === level.id);
    const beside = isRoom || number || called ? "" : roomsBeside(middleOfFeature(geometry), here);
    const name = beside || nameOf(properties);
    const said = word(isRoom ? "ground.door_of_room" : "ground.door", { name });
    const words = word("ground.door_on_floor", { door: said, floor: level.short_name || level.name });
    return { id, isRoom, words, level_id: level.id, ...middleOfFeature(geometry) };
  });
}
