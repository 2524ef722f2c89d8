// What is possible in the room or place that the reader is in, and what adults and their students are told in a lockdown.

import { element } from "../element.js";
import { word } from "../words.js";

/** @typedef {{ audience: string, label: string, words: string, is_own: boolean }} ToldStudents */
/** @typedef {{ room: string, line: string, adults: string, students: ToldStudents[] }} OwnRoom */

/**
 * @param {{ get: (path: string, options?: { isRepeated?: boolean }) => Promise<any> }} api
 * @param {string} incidentId
 * @returns {Promise<OwnRoom | null | undefined>} null where nothing is known, undefined where the server was not reached
 */
export async function ownRoom(api, incidentId) {
  if (!incidentId) return null;
  try {
    const found = await api.get(`/incidents/${incidentId}/own-room`, { isRepeated: true });
    return found.line || found.students?.length ? found : null;
  } catch {
    return undefined;
  }
}

/**
 * The line of the room, then what adults do, where no other line of the page says it, then the line of the age which the
 * reader teaches; of all ages folded, where that is not known.
 * @param {{ room?: string, line?: string, adults?: string, students: ToldStudents[] }} found
 * @returns {Node[]}
 */
export function ownRoomLines({ room = "", line = "", adults = "", students }) {
  /** @param {string} name @param {string} text */
  const said = (name, text) => (text ? [element("div", {}, element("strong", { text: name }), ` ${text}`)] : []);
  const parts = [...said(room, line), ...said(`${word("own_room.adults")}:`, adults)];
  const told = students.map(({ label, words }) =>
    element(
      "div",
      { class: "told-students" },
      element("strong", { text: `${word("own_room.tell")} · ${label}:` }),
      ` ${words}`,
    ),
  );
  if (told.length > 0 && !students.some((one) => one.is_own))
    return [
      ...parts,
      element("details", { class: "told-students" }, element("summary", { text: word("own_room.tell") }), ...told),
    ];
  return [...parts, ...told];
}
