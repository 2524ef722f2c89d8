// Which reunification site this incident calls for: by the hazards, hot zones and sightings on the room's map.

import { lengthText } from "../../mapping/lengths.js";
import { reasonText } from "../../mapping/reunification/reason.js";
import { element } from "../element.js";
import { label, word } from "../words.js";

/** @typedef {{ source: string, kind: string, label: string, bearing_deg: number, distance_m: number,
 *   is_at_school: boolean }} Danger */
/** @typedef {{ name: string, lon: number, lat: number, score: number, points: { code: string, numbers: number[] }[],
 *   warnings: string[] }} Ranked */

/** @type {Record<string, string>} whose words the kinds of a danger have */
const LISTS = {
  marker: "marker_kind",
  shape: "shape_kind",
  sighting: "sighting_kind",
  ground: "ground_kind",
  incident: "incident_type",
};

export class ReunificationNow {
  // `onPlace(lon, lat)` flies the map to a site.
  /**
   * @param {{ dialog: HTMLDialogElement, roomId: string, api: import("../api.js").Api, onPlace: (lon: number, lat: number) => void }} parts
   */
  constructor({ dialog, roomId, api, onPlace }) {
    this.dialog = dialog;
    this.roomId = roomId;
    this.api = api;
    this.onPlace = onPlace;
    /** @type {HTMLFormElement} */
    this.form = dialog.querySelector("[data-reunification-ask]");
    /** @type {HTMLElement} */
    this.dangers = dialog.querySelector("[data-dangers]");
    /** @type {HTMLElement} */
    this.ranked = dialog.querySelector("[data-reunification-ranked]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask();
    });
    dialog.querySelector("[data-reunification-close]").addEventListener("click", () => dialog.close());
  }

  open() {
    this.dialog.showModal();
    return this.#ask();
  }

  async #ask() {
    const asked = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => value !== ""));
    try {
      /** @type {{ dangers: Danger[], is_wind_wanted: boolean, ranked: Ranked[] }} */
      const {
        dangers,
        is_wind_wanted: isWindWanted,
        ranked,
      } = await this.api.get(`/rooms/${this.roomId}/reunification?${asked}`);
      this.#showDangers(dangers, isWindWanted && !asked.has("wind_from_deg"));
      this.ranked.replaceChildren(
        ...(ranked.length > 0
          ? ranked.map((site, place) => this.#site(site, place))
          : [element("li", { class: "empty", text: word("reunification.none") })]),
      );
    } catch {
      this.dangers.replaceChildren();
      this.ranked.replaceChildren(element("li", { class: "problem", text: word("reunification.not_now") }));
    }
  }

  /** @param {Danger[]} dangers @param {boolean} isWindMissing */
  #showDangers(dangers, isWindMissing) {
    const lines = dangers.map((one) => element("li", { text: dangerText(one) }));
    const none = element("p", { class: "quiet", text: word("reunification.no_danger") });
    const wind = isWindMissing
      ? element("p", { class: "reunification-wind", text: word("reunification.ask_wind") })
      : "";
    this.dangers.replaceChildren(
      lines.length > 0 ? element("ul", { class: "reunification-dangers" }, ...lines) : none,
      wind,
    );
  }

  /** @param {Ranked} site @param {number} place */
  #site({ name, lon, lat, score, points, warnings }, place) {
    const reasons = points.map(({ code, numbers }) =>
      element("li", {
        class: warnings.includes(code) ? "reunification-against" : "",
        text: reasonText(word(code), numbers),
      }),
    );
    const show = () => {
      this.dialog.close();
      this.onPlace(lon, lat);
    };
    return element(
      "li",
      { class: warnings.length > 0 ? "reunification-now-site is-against" : "reunification-now-site" },
      element(
        "div",
        { class: "reunification-now-head" },
        element("strong", { text: `${place + 1}. ${name}` }),
        element("span", { class: "number quiet", text: `${score} / 100` }),
        element("button", {
          type: "button",
          class: "button",
          onclick: show,
          "aria-label": `${word("reunification.show")}: ${name}`,
          text: word("reunification.show"),
        }),
      ),
      element("ul", {}, ...reasons),
    );
  }
}

/** @param {Danger} danger */
function dangerText({ source, kind, label: text, bearing_deg: bearing, distance_m: metres, is_at_school: isHere }) {
  const what = [label(LISTS[source], kind), text].filter(Boolean).join(": ");
  if (isHere) return word("reunification.danger_here", { what });
  return word("reunification.danger_there", {
    what,
    direction: word(`direction.${(Math.round(bearing / 45) % 8) * 45}`),
    length: lengthText(metres),
  });
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new ReunificationNow({
    dialog: /** @type {HTMLDialogElement} */ (document.getElementById("reunification-dialog")),
    roomId: page.room.id,
    api: page.api,
    onPlace: (lon, lat) => page.flyTo(lon, lat, null),
  });
  return { buttons: { reunification: () => panel.open() } };
}
