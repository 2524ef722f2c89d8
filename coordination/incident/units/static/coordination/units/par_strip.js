// What the strip above the map says of PAR: one's own units answer there with one tap, and who looks after all units reads
// whose answer is missing. A mayday stands before it.

import { ageText } from "../clock.js";
import { element } from "../element.js";
import { isInCommand } from "../incident/offers/offers.js";
import { word } from "../words.js";

// ICS: who answers for the people in danger beside command.
const LOOK_AFTER_ALL = ["operations", "safety"];

/** @typedef {import("../room/room.js").Room} Room */
/** @typedef {import("../strip/strip_order.js").DrawnPart} DrawnPart */
/** @typedef {{ id: string, unit: import("./par_state.js").Unit, par: "green" | "amber" | "red" | null }} KnownUnit */

/** @param {Room} room */
const mark = (room) => (room.isExercise ? `${word("response.exercise")} · ` : "");

/**
 * A part for each own unit that owes an answer to a question, or is overdue.
 * @param {Room} room
 * @param {KnownUnit[]} known
 * @param {{ answer: (unitId: string, people: number) => unknown }} acts
 * @returns {DrawnPart[]}
 */
export function parPartsOfMine(room, known, { answer }) {
  const me = room.me.participant_id;
  const owing = known.filter(({ unit, par }) => {
    const isMine = (unit.leader ?? unit.checked_in_by) === me;
    return isMine && (par === "red" || par === "amber");
  });
  return owing.map(({ id, unit, par }) => {
    const said = word(par === "red" ? "units.own_overdue" : "units.own_asked", { callsign: unit.callsign });
    return {
      key: `par ${JSON.stringify([id, par, unit.people, unit.par_at])}`,
      kind: "par",
      text: said,
      task: said,
      asksMe: true,
      node: element(
        "div",
        { class: `alarm-part par-part units-part-${par}`, role: "group", "aria-label": said },
        element("p", { class: "alarm-text", text: mark(room) + said }),
        element(
          "div",
          { class: "alarm-buttons" },
          element("button", {
            type: "button",
            class: "button primary units-answer",
            "data-answer-par": id,
            text: word("units.answer_par", { n: unit.people }),
            onclick: () => answer(id, unit.people),
          }),
        ),
      ),
    };
  });
}

/**
 * One part for all units whose answer is missing, for command, operations and safety.
 * @param {Room} room
 * @param {KnownUnit[]} known
 * @param {{ open: () => unknown }} acts
 * @returns {DrawnPart[]}
 */
export function parPartOfOthers(room, known, { open }) {
  const missing = known.filter(({ unit }) => unit.par_missing);
  if (missing.length === 0 || !looksAfterAll(room)) return [];
  const callsigns = missing.map(({ unit }) => unit.callsign).sort();
  const said = word("units.missing", { callsigns: callsigns.join(" · ") });
  const oldest = Math.max(...missing.map(({ unit }) => room.clock.age_s(unit.par_missing?.since ?? "")));
  return [
    {
      key: `par missing ${JSON.stringify(missing.map(({ id, unit }) => [id, unit.par_missing]))}`,
      kind: "par",
      text: said,
      task: said,
      node: element(
        "div",
        { class: "alarm-part par-part units-part-red", role: "group", "aria-label": said },
        element(
          "div",
          { class: "command-words" },
          element("p", { class: "alarm-text", text: mark(room) + said }),
          element("p", { class: "command-more", text: word("units.missing_since", { age: ageText(oldest) }) }),
        ),
        element(
          "div",
          { class: "alarm-buttons" },
          element("button", {
            type: "button",
            class: "button",
            "data-units-missing": "",
            text: word("units.look"),
            onclick: open,
          }),
        ),
      ),
    },
  ];
}

/** @param {Room} room */
function looksAfterAll(room) {
  const me = room.me.participant_id;
  const functions = Object.values(room.log.objects("staff_functions"));
  return (
    isInCommand(room) ||
    room.me.may_command ||
    functions.some((one) => one.holder === me && LOOK_AFTER_ALL.includes(one.function))
  );
}
