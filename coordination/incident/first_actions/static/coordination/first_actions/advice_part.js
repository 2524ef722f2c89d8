// What a school does first, in the strip above the map: for who leads it, in the first minutes of an incident. It starts
// nothing: what is proposed is started where it stands in full, so that no button that sends people out moves in the strip.

import { element } from "../element.js";
import { actionsAtOwnSite, isAtJoined, isInClassroom } from "../incident/offers/offers.js";

// Later what holds and who does what say more than advice for the first minutes.
const FIRST_MINUTES_S = 15 * 60;

/** @typedef {import("../incident/of_capabilities/panel.js").RoomPage} RoomPage */

/**
 * Whether the reader leads the school where it is, or its district, and the incident has only begun. People who hide are
 * not told by it to go out: once there was a lockdown it says nothing more.
 * @param {Pick<RoomPage["room"], "me" | "incident" | "isOpen" | "log" | "siteId" | "clock">} room
 */
export function isAdvisedFirst(room) {
  const { me, incident } = room;
  if (!incident || !room.isOpen || !me.is_of_site || isAtJoined(room)) return false;
  if (isInClassroom(room) || me.audiences.includes("responders")) return false;
  if (actionsAtOwnSite(room).some(({ kind }) => kind === "lockdown")) return false;
  return room.clock.age_s(incident.opened_at) < FIRST_MINUTES_S;
}

/**
 * The steps in one line, from all of them to none: a step stands whole or is counted.
 * @param {string} heading
 * @param {{ of: string, steps: string[] }} advice of: the incident's type
 */
export function wordingsOfAdvice(heading, { of, steps }) {
  const some = steps.map((_, left) => {
    const said = `${heading}: ${steps.slice(0, steps.length - left).join(" ")}`;
    return left > 0 ? `${said} +${left}` : said;
  });
  return [...some, `${heading} · ${of}`];
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
  const [text, ...wordings] = wordingsOfAdvice(heading, { of, steps });
  return {
    key: `advice ${isProposed}`,
    kind: "advice",
    text,
    wordings: [text, ...wordings],
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
