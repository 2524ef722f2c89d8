// Where an incident is: the pin of one that is away from its site, its words in the bar, and the way to change them.

import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { word } from "../words.js";
import { placeOf, wirePlaceFields } from "./place_fields.js";
import { sitesNow } from "./sites_now.js";

const dialog = (name = "change-place") => document.getElementById(`ask-${name}`);

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
    const isOpen = this.room.isOpen;
    this.#offer("change_place", isOpen && Boolean(incident.place) && this.#mayChange());
    this.#offer("join_site", isOpen && this.room.me.may_command);
    this.#offer("leave_site", isOpen && this.room.me.may_command && this.#joined().length > 0);
    const key = JSON.stringify([incident.site, incident.place_lon, incident.place_lat]);
    if (key === this.drawn) return;
    this.drawn = key;
    for (const one of document.querySelectorAll(".bar-site, .bar-sub [data-site-words]"))
      one.textContent = incident.site;
    this.#drawPin(incident);
  }

  /** @param {string} name @param {boolean} isOffered */
  #offer(name, isOffered) {
    for (const button of document.querySelectorAll(`[data-do="${name}"]`)) button.hidden = !isOffered;
  }

  // Those that may leave: the incident's own too, where it joined the incident of its bus.
  #joined() {
    const known = this.room.log.objects("sites");
    return sitesNow(this.room).filter(({ id }) => known[id] && !known[id].left_at);
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

  // Of the sites at which the reader may open incidents, those that are not in this one.
  async joinSite() {
    /** @type {{ id: string, name: string }[]} */
    let known;
    try {
      known = await this.room.api.get("/sites");
    } catch (error) {
      this.page.say(error.message);
      return;
    }
    const here = new Set(sitesNow(this.room).map(({ id }) => id));
    const others = known.filter(({ id }) => !here.has(id));
    const answer = await ask(dialog("join-site"), { prepare: (form) => fill(form.elements.site_id, others) });
    if (answer?.site_id) this.page.submit({ type: "join_site", id: uuid(), site_id: answer.site_id });
  }

  async leaveSite() {
    const answer = await ask(dialog("leave-site"), {
      prepare: (form) => fill(form.elements.site_id, this.#joined()),
    });
    if (!answer?.site_id || !answer.reason.trim()) return;
    this.page.submit({ type: "leave_site", id: uuid(), site_id: answer.site_id, reason: answer.reason.trim() });
  }
}

/** @param {HTMLSelectElement} select @param {{ id: string, name: string }[]} sites */
function fill(select, sites) {
  const options = sites.map(({ id, name }) => element("option", { value: id, text: name }));
  select.replaceChildren(element("option", { value: "", text: "—" }), ...options);
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new SitesPanel(page);
  return {
    show: () => panel.show(),
    buttons: {
      change_place: () => panel.changePlace(),
      join_site: () => panel.joinSite(),
      leave_site: () => panel.leaveSite(),
    },
  };
}
