// What one should know of the plan one looks at: its version, who verified it and how long ago, and who has seen it.

import { element } from "../../coordination/element.js";
import { word } from "../words.js";
import { freshnessMark } from "../plan/freshness.js";
import { PlanApi } from "../plan/plan_api.js";

export class VersionBar {
  #root;
  #api = new PlanApi();
  #turn = 0;

  constructor(root) {
    this.#root = root;
  }

  async show({ level, plan }) {
    const turn = (this.#turn += 1);
    this.#render(level, plan.floorplan, null);
    const versions = await this.#api.get(`/levels/${level.id}/versions`).catch(() => []);
    // A slow answer for a floor that is no longer shown must not replace a later one.
    if (turn === this.#turn)
      this.#render(level, plan.floorplan, versions.find((one) => one.id === plan.floorplan.id) ?? null);
  }

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

  #acknowledgement(level, floorplan, version) {
    if (version.is_acknowledged)
      return element("span", { class: "freshness freshness-current", text: `✓ ${word("acknowledged")}` });
    const acknowledge = async (event) => {
      event.target.disabled = true;
      this.#api.etag = version.etag;
      try {
        this.#render(level, floorplan, await this.#api.write("POST", `/floorplans/${version.id}/acknowledge`));
      } catch (problem) {
        event.target.disabled = false;
        event.target.after(element("span", { class: "problem", role: "alert", text: problem.message }));
      }
    };
    return element("button", { type: "button", class: "button", onclick: acknowledge, text: word("acknowledge") });
  }
}
