// What the command line finds on more than one page.

import { label, saidIn, word } from "../words.js";

/** @typedef {import("./palette.js").Found} Found */

/** @param {string} title @param {() => void} run @returns {Found} */
export const action = (title, run) => ({ title, sort: word("palette.action"), run });

/**
 * @param {Iterable<import("../watch/incident_watch.js").WatchedIncident>} incidents
 * @param {(incidentId: string) => void} open
 * @param {(roomId: string) => string[]} numbersOf other numbers by which an incident is known
 */
export function incidentsFound(incidents, open, numbersOf = () => []) {
  return [...incidents].map((one) => ({
    title: `${one.site} · ${label("incident_type", one.incident_type)}`,
    also: [saidIn(one, "title"), ...numbersOf(one.room_id)].join(" · "),
    detail: [one.title, ...numbersOf(one.room_id)].join(" · "),
    sort: `${word("palette.incident")} · ${word(one.is_exercise ? "palette.exercise" : "palette.real")}`,
    run: () => open(one.incident_id),
  }));
}

/**
 * Places that a text names, by the resolver of the timeline: "rm 112", "door 7".
 * @param {import("../../mapping/places/places.js").PlaceBook | null | undefined} book
 * @param {string} typed
 * @param {(place: import("../../mapping/places/places.js").Place) => void} show
 * @returns {Found[]}
 */
export function placesFound(book, typed, show, detail = "") {
  if (!book) return [];
  return book.mentionsIn(typed).flatMap(({ places }) =>
    places.map((place) => ({
      title: book.wordsOf(place) ?? typed,
      detail,
      sort: word("palette.place"),
      rank: 70 * place.confidence + 20,
      run: () => show(place),
    })),
  );
}
