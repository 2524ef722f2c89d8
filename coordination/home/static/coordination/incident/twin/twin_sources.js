// What the table can list: the plan's rooms, doors and objects, and what is live on the map or pinned.

import { standing } from "../../facts/contradictions.js";
import { saidOf } from "../../facts/facts_on_map.js";
import { standingThings, whatOf, whereOf } from "../../standing/standing.js";
import { label, word } from "../../words.js";

/** @typedef {import("../../../mapping/plan/shape.js").Geometry} Geometry */
/** @typedef {import("../../map/markers.js").MapMarker} MapMarker */
/** @typedef {import("../../map/shapes.js").DrawnShape} DrawnShape */
/** @typedef {import("../../../mapping/plan/plan.js").PlanProperties} PlanProperties */
/** @typedef {import("../../facts/contradictions.js").Fact} Fact */

// The middle of a feature's box: good enough to fly to.
/** @param {{ coordinates: any[] }} geometry */
export function middleOf(geometry) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  /** @param {any[]} part */
  const visit = (part) => {
    if (typeof part[0] !== "number") return part.forEach(visit);
    const [lon, lat] = part;
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
    return undefined;
  };
  visit(geometry.coordinates);
  return { lon: (box[0] + box[2]) / 2, lat: (box[1] + box[3]) / 2 };
}

const MOST_CORNERS = 2000;

/**
 * The outer edge of a room as a zone takes it: the first corner is not repeated. None of what has several parts. Pure.
 * @param {Geometry} geometry
 */
export function edgeOf(geometry) {
  const parts = partsOf(geometry);
  if (parts.length !== 1) return null;
  const ring = parts[0][0].slice(0, -1).map(([lon, lat]) => [lon, lat]);
  return ring.length > MOST_CORNERS ? null : ring;
}

/** @param {Geometry} geometry */
function partsOf(geometry) {
  if (geometry.type === "MultiPolygon") return geometry.coordinates;
  return geometry.type === "Polygon" ? [geometry.coordinates] : [];
}

/** @param {Fact} fact */
const placeOfFact = ({ lon, lat, level_id }) =>
  lon === undefined || lat === undefined ? null : { lon, lat, level_id };

/** @param {any} page the incident page, put together @returns {import("./twin.js").TwinSources} */
export function twinSources(page) {
  /** @type {import("../../room/room.js").Room} */
  const room = page.room;
  /** @type {import("../../map/live_map.js").LiveMap} */
  const live = page.live;
  const levelName = (/** @type {string | null | undefined} */ id) => live.plan.nameOf(id) || word("map.no_floor");
  /** @type {import("../mark_actions.js").MarkActions} */
  const marks = page.actions.marks;
  const whileOpen = (/** @type {import("./twin.js").RowAction[]} */ ...actions) => (room.isOpen ? actions : undefined);
  /** @param {PlanProperties["kind"]} type @param {(properties: PlanProperties) => string[]} cells */
  const planRows = (type, cells) =>
    live.plan.features
      .filter((feature) => feature.properties.kind === type)
      .map((feature) => {
        const place = { ...middleOf(feature.geometry), level_id: feature.level.id };
        const named = cells(feature.properties);
        const words = named.slice(0, 2).filter(Boolean).join(" ");
        const ring = type === "space" ? edgeOf(feature.geometry) : null;
        return {
          key: feature.id,
          actions: whileOpen(
            { words: word("tool.marker_here"), run: () => marks.placeAt(place, words) },
            ...(ring
              ? [
                  {
                    words: word("tool.zone_here"),
                    run: () => marks.drawAround({ ring, level_id: place.level_id }, words),
                  },
                ]
              : []),
          ),
          cells: [...named, feature.level.short_name || feature.level.name],
          place,
        };
      });
  // A room that asks has no point of its own: it is where its room is.
  /** @param {import("../../standing/standing.js").StandingThing} one */
  const placeOf = ({ lon, lat, levelId, spaceId }) => {
    if (lon !== null && lat !== null) return { lon, lat, level_id: levelId };
    const space = live.plan.features.find((one) => one.id === spaceId);
    return space ? { ...middleOf(space.geometry), level_id: space.level.id } : null;
  };
  const kindOf = (/** @type {PlanProperties} */ p) => label("plan", p.category);
  const text = (/** @type {unknown} */ value) => String(value ?? "");
  return {
    standing: () => ({
      columns: ["column.what", "column.where", "column.floor", "column.time"],
      rows: standingThings(room.log).map((one, at) => ({
        key: one.key,
        cells: [
          // The worst first, as long as no one sorts otherwise.
          [`${at + 1}. ${whatOf(one)}`, one.isSimulated ? word("standing.simulated") : ""].filter(Boolean).join(" · "),
          whereOf(one),
          one.levelId ? levelName(one.levelId) : "—",
          room.clock.time(one.since),
        ],
        place: placeOf(one),
      })),
    }),
    markers: () => ({
      columns: ["column.marker", "column.kind", "column.floor", "column.time", "column.by"],
      rows: Object.entries(room.log.objects("markers")).map(([id, one]) => ({
        key: id,
        actions: whileOpen(
          { words: word("marker.move"), run: () => marks.startMoving(id) },
          { words: word("marker.remove"), run: () => marks.remove(id) },
        ),
        cells: [
          one.label,
          label("marker_kind", one.kind),
          levelName(one.level_id),
          room.clock.time(one.moved_at),
          room.nameOf(one.placed_by),
        ],
        place: one,
      })),
    }),
    shapes: () => ({
      columns: ["column.kind", "column.name", "column.floor", "column.time", "column.by"],
      rows: Object.entries(room.log.objects("shapes")).map(([id, one]) => ({
        key: id,
        actions: whileOpen({ words: word("shape.erase"), run: () => marks.erase(id) }),
        cells: [
          label("shape_kind", one.kind),
          one.label ?? "",
          levelName(one.level_id),
          room.clock.time(one.drawn_at),
          room.nameOf(one.drawn_by),
        ],
        place: { ...middleOf({ coordinates: one.points }), level_id: one.level_id },
      })),
    }),
    facts: () => ({
      columns: ["column.fact", "column.kind", "column.floor", "column.time", "column.by"],
      rows: standing(room.log.objects("facts")).map(([, one]) => ({
        cells: [
          saidOf(one),
          [label("fact_kind", one.kind), live.facts.isOld(one) ? word("facts.old_mark") : null]
            .filter(Boolean)
            .join(" · "),
          one.lon === undefined ? "—" : levelName(one.level_id),
          room.clock.time(one.since),
          room.nameOf(one.pinned_by),
        ],
        place: placeOfFact(one),
      })),
    }),
    people: () => ({
      columns: ["column.person", "column.agency", "column.status", "column.current"],
      rows: Object.entries(room.log.objects("people"))
        .filter(([, one]) => one.presence === "in_room")
        .map(([id, one]) => ({
          key: id,
          cells: [
            room.names.of(id),
            one.agency,
            one.status ? label("responder_status", one.status) : "—",
            page.people.currency(id).text,
          ],
          place: live.positions.last.get(id) ?? null,
        })),
    }),
    rooms: () => ({
      columns: ["column.number", "column.name", "column.kind", "column.floor"],
      rows: planRows("space", (p) => [text(p.number), text(p.name), kindOf(p)]),
    }),
    doors: () => ({
      columns: ["column.number", "column.name", "column.kind", "column.floor"],
      rows: planRows("opening", (p) => [text(p.number), text(p.name), kindOf(p)]),
    }),
    objects: () => ({
      columns: ["column.name", "column.kind", "column.floor"],
      rows: planRows("object", (p) => [text(p.name), kindOf(p)]),
    }),
  };
}
