// What one should know of the plan one looks at: its version, who verified it and how long ago, and who has seen it.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { freshnessMark } from "../plan/freshness.js";
import { PlanApi } from "../plan/plan_api.js";

/** @typedef {import("../plan/plan.js").Level} Level */
/** @typedef {import("../plan/plan.js").Plan} Plan */
/** @typedef {{ id: string, etag: string, verified_by: string, is_acknowledged: boolean }} Version */

export class VersionBar {
  #root;
  #api = new PlanApi();
  #turn = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {{ level: Level, plan: Plan }} shown */
  async show({ level, plan }) {
    const turn = (this.#turn += 1);
    this.#render(level, plan.floorplan, null);
    /** @type {Version[]} */
    const versions = await this.#api.get(`/levels/${level.id}/versions`).catch(() => []);
    // A slow answer for a floor that is no longer shown must not replace a later one.
    if (turn === this.#turn)
      this.#render(level, plan.floorplan, versions.find((one) => one.id === plan.floorplan.id) ?? null);
  }

  /** @param {Level} level @param {Plan["floorplan"]} floorplan @param {Version | null} version */
  #render(level, floorplan, version) {
    const name = `${level.building_name ? `${level.building_name}, ` : ""}${level.name}`;
    this.#root.replaceChildren(
      element("span", { text: `${name} · ${word("version")} ${floorplan.version}` }),
      freshnessMark(floorplan.verified_on, level),
      version?.verified_by ? element("span", { class: "quiet", text: version.verified_by }) : "",
      element("a", { class: "button plain", href: `/levels/${level.id}/history`, text: word("history") }),
      version === null ? "" : this.#acknowledgement(level, floorplan, version),
    );
  }

  /** @param {Level} level @param {Plan["floorplan"]} floorplan @param {Version} version */
  #acknowledgement(level, floorplan, version) {
    if (version.is_acknowledged)
      return element("span", { class: "freshness freshness-current", text: `✓ ${word("acknowledged")}` });
    const acknowledge = async () => {
      button.disabled = true;
      this.#api.etag = version.etag;
      try {
        this.#render(level, floorplan, await this.#api.write("POST", `/floorplans/${version.id}/acknowledge`));
      } catch (problem) {
        button.disabled = false;
        button.after(element("span", { class: "problem", role: "alert", text: problem.message }));
      }
    };
    const text = word("acknowledge");
    /** @type {HTMLButtonElement} */
    const button = element("button", { type: "button", class: "button", onclick: acknowledge, text });
    return button;
  }
}
