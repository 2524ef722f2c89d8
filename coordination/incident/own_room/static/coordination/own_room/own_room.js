// What is possible in the room that the reader is in, and what their students are told in a lockdown.

import { element } from "../element.js";
import { word } from "../words.js";

/** @typedef {{ audience: string, label: string, words: string, is_own: boolean }} ToldStudents */
/** @typedef {{ room: string, line: string, students: ToldStudents[] }} OwnRoom */

/**
 * @param {{ get: (path: string, options?: { isRepeated?: boolean }) => Promise<any> }} api
 * @param {string} incidentId
 * @returns {Promise<OwnRoom | null>} null where nothing is known, or the server was not reached
 */
export async function ownRoom(api, incidentId) {
  if (!incidentId) return null;
  try {
    const found = await api.get(`/incidents/${incidentId}/own-room`, { isRepeated: true });
    return found.line || found.students?.length ? found : null;
  } catch {
    return null;
  }
}

/**
 * The line of the room, then that of the age which the reader teaches; of all ages folded, where that is not known.
 * @param {OwnRoom} found
 * @returns {Node[]}
 */
export function ownRoomLines({ room, line, students = [] }) {
  const parts = line ? [element("span", {}, element("strong", { text: room }), ` ${line}`)] : [];
  const told = students.map(({ label, words }) =>
    element(
      "span",
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
