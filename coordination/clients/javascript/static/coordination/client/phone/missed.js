// What happened while the app was away (docs/mobile.md#what-was-missed): at each start, each alert, and in the background.

/** @typedef {import("../wire.js").JsonObject} JsonObject */
/** @typedef {{ asOf: string, alerts: any[], incidents: any[] }} Missed */

export class MissedSince {
  /**
   * @param {{ api: Pick<import("../api.js").Api, "get">, since: string, keep?: (since: string) => unknown }} options
   *   since: an instant, or what `keep` was told last; keep: stores it for the next start
   */
  constructor({ api, since, keep = () => {} }) {
    this.api = api;
    this.since = since;
    this.keep = keep;
  }

  /**
   * Fetch all pages. What is new since is asked from the first one's `next_since` on, and only once all have come.
   * @returns {Promise<Missed>}
   */
  async fetch() {
    const first = await this.#page("");
    const incidents = [...first.incidents];
    for (let page = first; page.more && page.incidents.length > 0; incidents.push(...page.incidents)) {
      page = await this.#page(page.incidents.at(-1).incident.incident_id);
    }
    this.since = first.next_since;
    await this.keep(this.since);
    return { asOf: first.as_of, alerts: first.alerts, incidents };
  }

  /** @param {string} before */
  #page(before) {
    const asked = new URLSearchParams({ since: this.since, ...(before && { before }) });
    return this.api.get(`/me/missed?${asked}`);
  }
}
