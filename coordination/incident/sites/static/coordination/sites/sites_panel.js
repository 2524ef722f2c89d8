// Where an incident is: the pin of one that is away from its site, its words in the bar, and the way to change them.

import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { word } from "../words.js";
import { placeOf, wirePlaceFields } from "./place_fields.js";

const dialog = () => document.getElementById("ask-place");

/** @typedef {{ site: string, place?: string, place_lon?: number, place_lat?: number }} IncidentHere */

export class SitesPanel {
  /** @param {import("../incident/of_capabilities/panel.js").RoomPage} page */
  constructor(page) {
    this.page = page;
    this.room = page.room;
    /** @type {L.Marker | null} */
    this.pin = null;
    this.drawn = "";
    wirePlaceFields(dialog().querySelector("form"));
  }

  /** @returns {IncidentHere | undefined} */
  get incident() {
    return this.room.log.object("incident", this.page.config.incident_id);
  }

  show() {
    const { incident } = this;
    if (!incident) return;
    for (const button of document.querySelectorAll('[data-do="change_place"]'))
      button.hidden = !incident.place || !this.room.isOpen || !this.#mayChange();
    const key = JSON.stringify([incident.site, incident.place_lon, incident.place_lat]);
    if (key === this.drawn) return;
    this.drawn = key;
    for (const one of document.querySelectorAll(".bar-site, .bar-sub [data-site-words]"))
      one.textContent = incident.site;
    this.#drawPin(incident);
  }

  #mayChange() {
    const { me } = this.room;
    return me.may_command || me.is_opener;
  }

  /** @param {IncidentHere} incident */
  #drawPin({ place, place_lon: lon, place_lat: lat }) {
    this.pin?.remove();
    this.pin = null;
    if (place === undefined || lon === undefined || lat === undefined) return;
    const picture = element(
      "div",
      { class: "marker marker-place" },
      element("span", { class: "marker-pin", text: "!" }),
      element("span", { class: "marker-label", text: place }),
    );
    const said = `${word("sites.here")}: ${place}`;
    this.pin = L.marker([lat, lon], {
      icon: L.divIcon({ className: "pin", html: picture, iconSize: [44, 44], iconAnchor: [22, 44] }),
      title: said,
      alt: said,
      keyboard: true,
      autoPanOnFocus: false,
    });
    this.pin.addTo(this.page.live.map);
  }

  async changePlace() {
    const { incident } = this;
    const answer = await ask(dialog(), {
      prepare: (form) => {
        form.elements.place.value = incident?.place ?? "";
        form.elements.point.value = "";
      },
    });
    if (!answer?.place.trim()) return;
    this.page.submit({ type: "change_place", id: uuid(), ...placeOf(answer) });
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new SitesPanel(page);
  return { show: () => panel.show(), buttons: { change_place: () => panel.changePlace() } };
}
