// What a school does first, in the strip above the map: for who leads there, in the first minutes of an incident. It starts
// nothing: what is proposed is started where it stands in full, so that no button that sends people out moves in the strip.

import { element } from "../element.js";
import { isInClassroom } from "../incident/offers/offers.js";
import { bySentences } from "../strip/strip_wording.js";

// Later what holds and who does what say more than advice for the first minutes.
const FIRST_MINUTES_MS = 15 * 60_000;

/** @typedef {import("../incident/of_capabilities/panel.js").RoomPage} RoomPage */

/**
 * Whether the reader leads at the school where it is, and the incident has only begun.
 * @param {RoomPage["room"]} room
 */
export function isAdvisedFirst(room) {
  const { me, incident } = room;
  const isOfSchool = me.does === "school" || me.is_of_site;
  if (!incident || !room.isOpen || !isOfSchool || isInClassroom(room) || me.audiences.includes("responders"))
    return false;
  return room.clock.serverNow() - Date.parse(incident.opened_at) < FIRST_MINUTES_MS;
}

/**
 * The part of the strip, from what the page says in full.
 * @param {HTMLElement} panel
 * @param {{ isProposed: boolean, onProposal: () => void }} how isProposed: a response action is still proposed
 * @returns {import("../strip/strip_order.js").DrawnPart}
 */
export function advicePart(panel, { isProposed, onProposal }) {
  const steps = [...panel.querySelectorAll("[data-school] li")].map((one) => one.textContent ?? "");
  const { heading = "", of = "", mark = "" } = panel.dataset;
  const { words = "" } = /** @type {HTMLElement | null} */ (panel.querySelector("[data-proposal]"))?.dataset ?? {};
  const button = element("button", { type: "button", class: "button", text: words, onclick: onProposal });
  return {
    key: `advice ${isProposed}`,
    kind: "advice",
    text: `${heading} · ${of}`,
    wordings: bySentences(`${heading}: ${steps.join(" ")}`),
    node: element(
      "div",
      { class: "alarm-part advice-part" },
      element(
        "div",
        { class: "advice-words" },
        element("p", { class: "alarm-text", text: [heading, of, mark].filter(Boolean).join(" · ") }),
        element("ul", {}, ...steps.map((text) => element("li", { text }))),
      ),
      isProposed ? button : null,
    ),
  };
}
