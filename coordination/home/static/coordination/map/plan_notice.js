// Which version of a floor's plan one looks at, how old its verification is, and that a newer one exists.

import { word } from "../words.js";
import { freshnessMark } from "../../mapping/plan/freshness.js";
import { element } from "../element.js";

/** @typedef {import("./site_plan.js").RoomLevel} RoomLevel */

export class PlanNotice {
  /** @param {{ map: L.Map, onSwitch: (levelId: string) => void }} parts onSwitch: the reader wants the other version */
  constructor({ map, onSwitch }) {
    this.onSwitch = onSwitch;
    this.root = element("div", { class: "plan-notice", role: "status", hidden: true });
    map.getContainer().closest(".map-panel").append(this.root);
  }

  /** @param {RoomLevel} level @param {{ isNewer: boolean, plan: import("../../mapping/plan/plan.js").Plan }} shown */
  show(level, { isNewer, plan }) {
    const { version } = plan.floorplan;
    const button =
      level.newer_version === null
        ? null
        : element(
            "button",
            { type: "button", class: "button", onclick: () => this.onSwitch(level.id) },
            `${word("show_version")} ${isNewer ? level.version : level.newer_version}`,
          );
    this.root.classList.toggle("has-newer", level.newer_version !== null);
    this.root.replaceChildren(
      element(
        "p",
        { class: "plan-notice-words" },
        element("span", { text: `${level.name} · ${word("version")} ${version}` }),
        freshnessMark(plan.floorplan.verified_on, level),
      ),
      ...(button === null
        ? []
        : [
            element("p", {
              class: "plan-notice-newer",
              text: word(isNewer ? "is_newer_version" : "newer_version_exists"),
            }),
            button,
          ]),
    );
    this.root.hidden = false;
  }
}
