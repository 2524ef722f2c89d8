// What is drawn of one reunification site: its place, areas, ways and screens. Changed in copies, so it can be undone.

import { lengthM, sightLine } from "./geometry.js";
import { linesOf } from "../plan/shape.js";

/** @typedef {import("../plan/shape.js").Geometry} Geometry */
/** @typedef {import("../plan/shape.js").LonLat} LonLat */

// Seven digits of a degree are a centimetre.
/** @param {LonLat} point */
const rounded = (point) => point.map((value) => Number(value.toFixed(7)));
const DECIMAL = String.raw`(-?\d{1,3}(?:\.\d+)?)`;
const CORNER = new RegExp(`^\\s*${DECIMAL}\\s*[,;\\s]\\s*${DECIMAL}\\s*$`);
// Whose number an area may hold, in the words of the server.
/** @type {Held[]} */
export const HELD = ["students", "adults", "cars", "buses"];
export const LEAST = { Polygon: 3, LineString: 2, Point: 1 };

export class BadCorners extends Error {
  /** @param {number} line */
  constructor(line) {
    super("corners");
    this.line = line;
  }
}

// `rules`: the walls of the school, the speeds, and which areas hold parents and students, as the server has them.
/** @typedef {"students" | "adults" | "cars" | "buses"} Held whose number an area may hold */
/** @typedef {{ distance_m: number, time_s: number }} Measured */
/** @typedef {{ kind: string, label: string, ring: LonLat[] } & Record<`capacity_${Held}`, number | null>} SiteArea */
/** @typedef {{ lon: number, lat: number, areas: SiteArea[],
 *   routes: ({ mode: string, name: string, line: LonLat[] } & Measured)[], screens: LonLat[][] }} DrawnSite */
/** @typedef {"place" | "area" | "route" | "screen"} DrawnKind */
/** @typedef {{ id: string, kind: DrawnKind, category: string, name: string, measured: Measured | null,
 *   holds: Partial<Record<Held, number | null>>, geometry: Geometry }} DrawnShape */
/** @typedef {{ parents: string[], students: string[], walls: LonLat[][], max_eyes: number,
 *   speeds: Record<string, number> }} DrawingRules */

export class Drawing {
  #rules;
  /** @type {DrawnShape[][]} */
  #past = [];
  /** @type {DrawnShape[][]} */
  #future = [];
  #count = 0;
  /** @type {DrawnShape[]} */
  shapes = [];

  /** @param {DrawingRules} rules @param {DrawnSite | null} site */
  constructor(rules, site = null) {
    this.#rules = rules;
    if (site === null) return;
    const { lon, lat, areas, routes, screens } = site;
    this.shapes = [
      this.#shape("place", "place", { type: "Point", coordinates: [lon, lat] }),
      ...areas.map((area) =>
        this.#shape(
          "area",
          area.kind,
          { type: "Polygon", coordinates: [area.ring] },
          { name: area.label, holds: Object.fromEntries(HELD.map((one) => [one, area[`capacity_${one}`]])) },
        ),
      ),
      ...routes.map(({ mode, name, line, distance_m, time_s }) =>
        this.#shape(
          "route",
          mode,
          { type: "LineString", coordinates: line },
          { name, measured: { distance_m, time_s } },
        ),
      ),
      ...screens.map((line) => this.#shape("screen", "screen", { type: "LineString", coordinates: line })),
    ];
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  undo() {
    this.#step(this.#past, this.#future);
  }

  redo() {
    this.#step(this.#future, this.#past);
  }

  /** @param {string | null} id */
  find(id) {
    return this.shapes.find((one) => one.id === id) ?? null;
  }

  /** @param {DrawnKind} kind @param {string} category @param {Geometry} geometry */
  add(kind, category, geometry) {
    const added = this.#shape(kind, category, geometry);
    // A site has one place: a new one moves it.
    this.#become([...this.shapes.filter((one) => kind !== "place" || one.kind !== "place"), added]);
    return added.id;
  }

  /** @param {string} id @param {Partial<DrawnShape>} patch */
  change(id, patch) {
    // A measured time belongs to one line and one way of going; a change of either clears it.
    const isOther = patch.geometry !== undefined || patch.category !== undefined;
    this.#become(
      this.shapes.map((one) => (one.id === id ? { ...one, ...patch, measured: isOther ? null : one.measured } : one)),
    );
  }

  /** @param {string} id */
  remove(id) {
    this.#become(this.shapes.filter((one) => one.id !== id));
  }

  // How long a way is and takes: what was measured, else what the server will work out of the line.
  /** @param {DrawnShape} shape @returns {Measured} */
  lengthOf({ category, geometry, measured }) {
    if (measured !== null) return measured;
    const distance_m = Math.round(lengthM(linesOf(geometry)[0]));
    return { distance_m, time_s: Math.round(distance_m / this.#rules.speeds[category]) };
  }

  // Every pair of areas from one of which parents see students in the other, with a line along which they do.
  inSight() {
    const { parents, students, walls, max_eyes: maxEyes } = this.#rules;
    /** @param {string[]} kinds */
    const areasOf = (kinds) => this.shapes.filter(({ kind, category }) => kind === "area" && kinds.includes(category));
    const all = [
      ...walls,
      ...this.shapes.filter(({ kind }) => kind === "screen").map(({ geometry }) => linesOf(geometry)[0]),
    ];
    return areasOf(parents).flatMap((here) =>
      areasOf(students).flatMap((there) => {
        const line = sightLine(linesOf(here.geometry)[0], linesOf(there.geometry)[0], all, maxEyes);
        return line === null ? [] : [{ here, there, line }];
      }),
    );
  }

  // Areas, ways and screens as the server takes them.
  written() {
    /** @param {DrawnKind} wanted */
    const of = (wanted) => this.shapes.filter(({ kind }) => kind === wanted);
    /** @param {DrawnShape} shape */
    const lineOf = ({ geometry }) => linesOf(geometry)[0].map(rounded);
    return {
      areas: of("area").map((one) => ({
        kind: one.category,
        label: one.name,
        ring: lineOf(one),
        ...Object.fromEntries(HELD.map((held) => [`capacity_${held}`, one.holds[held] ?? null])),
      })),
      routes: of("route").map((one) => ({
        mode: one.category,
        name: one.name,
        line: lineOf(one),
        ...(one.measured ?? {}),
      })),
      screens: of("screen").map(lineOf),
    };
  }

  /**
   * @param {DrawnKind} kind
   * @param {string} category
   * @param {Geometry} geometry
   * @param {Partial<Pick<DrawnShape, "name" | "measured" | "holds">>} more
   * @returns {DrawnShape}
   */
  #shape(kind, category, geometry, { name = "", measured = null, holds = {} } = {}) {
    this.#count += 1;
    return { id: `${kind}-${this.#count}`, kind, category, name, measured, holds, geometry };
  }

  /** @param {DrawnShape[]} shapes */
  #become(shapes) {
    this.#past.push(this.shapes);
    this.#future = [];
    this.shapes = shapes;
  }

  /** @param {DrawnShape[][]} from @param {DrawnShape[][]} to */
  #step(from, to) {
    const shapes = from.pop();
    if (shapes === undefined) return;
    to.push(this.shapes);
    this.shapes = shapes;
  }
}

// The corners of a shape as lines of text, latitude first as people say it; a ring's last point is its first.
/** @param {Geometry} geometry */
export function textOfCorners(geometry) {
  const points = linesOf(geometry)[0];
  return (geometry.type === "Polygon" ? points.slice(0, -1) : points)
    .map(([lon, lat]) => `${lat.toFixed(7)}, ${lon.toFixed(7)}`)
    .join("\n");
}

// The points of such lines. Throws BadCorners with the number of the first line that is none, or 0 for too few.
/** @param {string} text @param {keyof typeof LEAST} type @returns {LonLat[]} */
export function cornersOfText(text, type) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const points = lines.map((line, index) => {
    const found = CORNER.exec(line);
    const [lat, lon] = [Number(found?.[1]), Number(found?.[2])];
    if (found === null || Math.abs(lat) > 90 || Math.abs(lon) > 180) throw new BadCorners(index + 1);
    return [lon, lat];
  });
  if (points.length < LEAST[type]) throw new BadCorners(0);
  return points;
}
