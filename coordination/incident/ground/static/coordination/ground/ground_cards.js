// A card for each thing that stands on the ground: what it is, where, who said so, and the steps that its reader may take.

import { element } from "../element.js";
import { label, word } from "../words.js";
import { DOOR_SIGNS, HAZARD_SIGN, SEEN_SIGNS, SHORT } from "./ground_kinds.js";

/** @typedef {{ act: string, words: string, run: () => unknown }} Step */
/** @typedef {{ id: string, sign: string, title: string, lines: string[], steps: Step[], tone: string }} Card */
/** @typedef {{ said: import("./ground_said.js").GroundSaid, rights: import("./ground_rights.js").GroundRights,
 *   acts: import("./ground_acts.js").GroundActs, fly: (at: import("./ground_kinds.js").LonLat, levelId?: string) => void }} Parts */

/** @param {string} id @param {string} act @param {() => unknown} run @returns {Step} */
const step = (id, act, run) => ({ act: `${act}:${id}`, words: word(`ground.${act}`), run });

/** @param {Parts} parts @param {string} id @param {import("./ground_kinds.js").GroundPlace} place @returns {Card} */
export function cardOfPlace({ said, rights, acts, fly }, id, place) {
  const steps = [step(id, "fly", () => fly(place.points[0], place.level_id))];
  if (acts.room.isOpen && rights.isResponder) steps.push(step(id, "confirm", () => acts.confirmPlace(id)));
  if (acts.room.isOpen && rights.mayChange(place))
    steps.push(
      step(id, "reshape", () => acts.reshape(id)),
      step(id, "relabel", () => acts.relabel(id)),
      step(id, "close", () => acts.close(id)),
    );
  const lines = [said.whereOf(place), ...said.historyOf(place)].filter(Boolean);
  return { id, sign: SHORT[place.kind], title: said.nameOfPlace(place), lines, steps, tone: place.kind };
}

/** @param {Parts} parts @param {string} id @param {import("./ground_kinds.js").Sighting} one @returns {Card} */
export function cardOfSighting({ said, rights, acts, fly }, id, one) {
  const steps = [step(id, "fly", () => fly([one.lon, one.lat], one.level_id))];
  if (acts.room.isOpen) {
    steps.push(
      step(id, "seen_again", () => acts.confirmSighting(id)),
      step(id, "seen_elsewhere", () => acts.seenElsewhere(id)),
    );
    if (rights.mayTakeBack(one)) steps.push(step(id, "take_back", () => acts.takeBack(id)));
  }
  const age = said.ageOf(one);
  return {
    id,
    sign: SEEN_SIGNS[one.kind] ?? HAZARD_SIGN,
    title: word("ground.place", { kind: label("sighting_kind", one.kind), name: label("sighting_age", age) }),
    lines: [one.what ?? "", said.whereOf(one), word("ground.seen", said.when(one.seen_by, one.seen_at))].filter(
      Boolean,
    ),
    steps,
    tone: `seen ground-card-${age}`,
  };
}

/** @param {Parts} parts @param {string} id @param {import("./ground_kinds.js").DoorState} door @returns {Card} */
export function cardOfDoor({ said, rights, acts, fly }, id, door) {
  const steps = [step(id, "fly", () => fly([door.lon, door.lat], door.level_id))];
  if (acts.room.isOpen && rights.isResponder)
    steps.push({ act: `door:${id}`, words: word("command.tell_door"), run: () => acts.tellDoor(id) });
  const title = word("ground.place", { kind: said.nameOfDoor(door), name: label("door_condition", door.state) });
  const told = word("ground.told", said.when(door.told_by, door.told_at));
  const lines = [said.floor(door.level_id), door.note ?? "", told].filter(Boolean);
  return { id, sign: DOOR_SIGNS[door.state], title, lines, steps, tone: "door" };
}

/** @param {Card} card */
export function drawCard({ id, sign, title, lines, steps, tone }) {
  return element(
    "li",
    { class: `ground-card ground-card-${tone}`, "data-card": id },
    element(
      "h3",
      { class: "ground-card-title" },
      element("span", { class: "ground-card-sign", "aria-hidden": "true", text: sign }),
      title,
    ),
    ...lines.map((text) => element("p", { class: "small", text })),
    element(
      "div",
      { class: "ground-steps" },
      ...steps.map(({ act, words, run }) =>
        element("button", { type: "button", class: "button ground-step", "data-act": act, text: words, onclick: run }),
      ),
    ),
  );
}
