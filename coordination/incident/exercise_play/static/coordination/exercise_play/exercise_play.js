// An exercise that is played in this room: that it is paused or stopped, and what a discussion looks at now.

import { element } from "../element.js";
import { word } from "../words.js";

export class ExercisePlay {
  /** @param {{ room: import("../room/room.js").Room }} parts */
  constructor({ room }) {
    this.room = room;
  }

  // As the strip above the map takes them.
  parts() {
    if (!this.room.isOpen) return [];
    const stands = Object.entries(this.room.log.objects("exercise_play"))
      .filter(([, one]) => one.phase === "paused")
      .map(([id]) => part(`paused ${id}`, "paused", word("exercise_play.paused"), word("exercise_play.nothing_comes")));
    const shown = Object.entries(this.room.log.objects("exercise_step")).map(([id, one]) =>
      part(`step ${id}`, "note", word("exercise_play.step", { number: one.number, text: one.text }), one.sender),
    );
    return [...stands, ...shown];
  }
}

/** @param {string} key @param {string} kind @param {string} text @param {string} more */
function part(key, kind, text, more) {
  const words = element(
    "div",
    { class: "command-words" },
    element("p", { class: "alarm-text", text }),
    element("p", { class: "command-more", text: more }),
  );
  return { key, kind, text, node: element("div", { class: "alarm-part" }, words) };
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new ExercisePlay({ room: page.room });
  return { parts: () => panel.parts() };
}
