// What is open, kept current on the first page: a card comes and goes by itself, and "no real incident" is said with its
// time, only while it is asked again and again. Where no answer comes the page says that instead.

import { ApiProblem } from "../api.js";
import { word } from "../words.js";

const LOOK_EVERY_MS = 10_000;
// Two looks and a bit: after that no one reads it as of now.
const UNSURE_AFTER_MS = 25_000;
/** @typedef {import("../watch/incident_watch.js").WatchedIncident} Incident */

/** @param {string} id */
const byId = (id) => document.getElementById(id);
/** @param {string} selector @param {string} name @returns {Set<string>} */
const shown = (selector, name) => new Set([...document.querySelectorAll(selector)].map((one) => one.dataset[name]));

export class OpenNow {
  /** @param {{ api: import("../api.js").Api, onFresh: () => void, now?: () => number }} parts */
  constructor({ api, onFresh, now = Date.now }) {
    this.api = api;
    this.onFresh = onFresh;
    this.now = now;
    this.knownAt = now();
    // The newest question has not failed, and the watch hears.
    this.isHeard = true;
  }

  start() {
    addEventListener("incidents-changed", () => this.look());
    addEventListener("incident-opened", ({ detail }) => !detail.is_exercise && this.#noLongerCalm());
    addEventListener("watch-current", ({ detail: isCurrent }) => (isCurrent ? this.look() : this.#unheard()));
    document.addEventListener("visibilitychange", () => this.#woken());
    setInterval(() => this.look(), LOOK_EVERY_MS);
    setInterval(() => this.#check(), 1000);
  }

  async look() {
    if (document.visibilityState !== "visible") return;
    try {
      await this.#compare(await this.api.get("/incidents", { isRepeated: true }));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) location.reload();
      else this.#unheard();
    }
  }

  /** @param {Incident[]} incidents */
  async #compare(incidents) {
    const open = incidents.filter((one) => one.status !== "Closed");
    const here = shown("[data-incident]:not(.incident-closed)", "incident");
    const fresh = open.filter((one) => !here.has(one.incident_id));
    const gone = [...here].filter((id) => !open.some((one) => one.incident_id === id));
    const real = fresh.find((one) => !one.is_exercise);
    if (real !== undefined) this.#noLongerCalm();
    this.knownAt = this.now();
    this.isHeard = true;
    this.#check();
    if (fresh.length > 0 || gone.length > 0 || (await this.#haveSitesChanged())) await this.#renew();
    this.#showNews(open.filter((one) => !shown("[data-incident]", "incident").has(one.incident_id)));
  }

  // What an agreement opens or closes appears and goes by itself.
  async #haveSitesChanged() {
    const sites = new Set(
      (await this.api.get("/sites", { isRepeated: true })).map((/** @type {{ id: string }} */ site) => site.id),
    );
    const here = shown("[data-open-at]", "openAt");
    return sites.size !== here.size || ![...sites].every((id) => here.has(id));
  }

  // A form that someone fills in is left alone, and so is what they look for.
  async #renew() {
    const search = /** @type {HTMLInputElement | null} */ (byId("site-filter"));
    if (document.querySelector("dialog[open]") || (search && search.value !== "")) return;
    const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("content");
    byId("content").replaceChildren(...document.importNode(fresh, true).childNodes);
    this.knownAt = this.now();
    this.onFresh();
  }

  /** @param {Incident[]} unseen */
  #showNews(unseen) {
    const real = unseen.find((one) => !one.is_exercise);
    const news = byId("news");
    news.classList.toggle("is-real", real !== undefined);
    news.textContent = real
      ? word("home.new_real", { site: real.site, title: real.title })
      : word("home.new", { n: unseen.length });
    news.hidden = unseen.length === 0;
  }

  // Before its card is there: from this moment on the sentence is not so.
  #noLongerCalm() {
    document.querySelector("[data-claim='no_real_incident']")?.remove();
  }

  #woken() {
    this.#check();
    void this.look();
  }

  #unheard() {
    this.isHeard = false;
    this.#check();
  }

  #check() {
    const calm = document.querySelector("[data-claim='no_real_incident']");
    if (calm === null) return;
    const isCurrent = this.isHeard && this.now() - this.knownAt < UNSURE_AFTER_MS;
    const time = new Date(this.knownAt).toLocaleTimeString(document.documentElement.lang);
    calm.classList.toggle("is-unsure", !isCurrent);
    calm.querySelector("[data-says]").textContent = word(isCurrent ? "home.calm" : "home.unsure", { time });
  }
}
