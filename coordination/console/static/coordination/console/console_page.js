// The dispatch console: put board, map and units together. What is open comes from the watch of this window; what a room
// needs is read again when the watch says that the room has moved.

import { Api } from "../api.js";
import { boardColumns, boardRow, byUrgency, sameAbove, showAges } from "./board.js";
import { CountyMap, thingsOnMap } from "./county_map.js";
import { isSoundOff, readySounds, setSoundOff } from "../watch/sounds.js";
import { theWatch } from "../watch/incident_watch.js";
import { confirmed } from "../components/confirm.js";
import { markDuplicate } from "../duplicates/duplicates.js";
import { ConsolePlaces } from "./console_places.js";
import { Panes } from "./panes.js";
import { action, incidentsFound } from "../palette/found.js";
import { Palette } from "../palette/palette.js";
import { Shortcuts } from "../palette/shortcuts.js";
import { MAX_ROOMS, Units } from "./units.js";
import { WindowsMenu } from "./windows_menu.js";
import { saidIn, word } from "../words.js";

const READ_AGAIN_MS = 400;
const MARGIN_DEG = 0.25;
const byId = (/** @type {string} */ id) => document.getElementById(id);

/** @typedef {import("./board.js").BoardRow} BoardRow */

class Console {
  constructor() {
    this.api = new Api({ unreachable: () => word("problem.unreachable") });
    this.watch = theWatch();
    /** @type {Map<string, BoardRow>} */
    this.rows = new Map();
    /** @type {import("./county_map.js").Site[]} */
    this.sites = [];
    /** @type {import("./county_map.js").Facility[]} */
    this.facilities = [];
    /** @type {Set<string>} */
    this.doubted = new Set();
    /** @type {Map<string, import("./board.js").Refusal>} */
    this.refused = new Map(); // room → why it was not joined to another
    /** @type {ReturnType<typeof setTimeout> | null} */
    this.reading = null;
    /** @type {number | null} */
    this.drawing = null;
    this.twin = byId("board");
    this.map = new CountyMap({
      root: byId("map"),
      twin: byId("map-table").querySelector("table-twin"),
      grounds: JSON.parse(byId("grounds").textContent),
    });
    this.units = new Units({ api: this.api, onChange: () => this.#showMapSoon() });
    this.places = new ConsolePlaces({ api: this.api, show: (place) => this.map.fly(place) });
    this.panes = new Panes({
      root: byId("panes"),
      onChange: () => this.#showPanes(),
      onOutside: () => byId("side").focus(),
      onOpen: (id) => this.open(id),
      onWindows: (incident) => this.windows.open(incident),
    });
    this.windows = new WindowsMenu(/** @type {HTMLDialogElement} */ (byId("windows")));
    /** @type {import("./board.js").Beside} */
    this.beside = {
      has: (id) => this.panes.has(id),
      toggle: (id) => this.panes.toggle(id),
      windows: (incident) => this.windows.open(incident),
    };
    this.#listen();
    this.#keys();
    void this.#readAll();
  }

  #listen() {
    this.watch.addEventListener("change", ({ detail }) => this.#changed(detail));
    this.watch.addEventListener("current", () => {
      this.#showState();
      // An empty board says that nothing is open only while that is known.
      if (this.rows.size === 0 && !this.watch.isCurrent) this.#show();
    });
    byId("fit").addEventListener("click", () => this.map.fit());
    byId("as-table").addEventListener("click", () => this.#toggleTable());
    byId("sound").addEventListener("click", () => this.#toggleSound());
    byId("side").addEventListener("click", () => this.panes.turn(this.sorted));
    setInterval(() => showAges(document, Date.now()), 1000);
    this.#showState();
  }

  #keys() {
    const palette = new Palette({
      sources: [
        () =>
          incidentsFound(
            this.sorted.map(({ incident }) => incident),
            (id) => this.open(id),
            (roomId) => this.rows.get(roomId)?.needs?.cad_numbers ?? [],
          ),
        (typed) => this.places.found(typed),
        () => this.#people(),
        () => this.#schools(),
        () => this.#besides(),
        () => this.#actions(),
      ],
    });
    const keys = new Shortcuts([
      { key: "/", words: word("keys.palette"), run: () => palette.open() },
      { key: "p", words: word("keys.side"), run: () => this.panes.turn(this.sorted) },
      { key: "t", words: word("keys.table"), run: () => this.#toggleTable() },
      { key: "e", words: word("keys.everything"), run: () => this.map.fit() },
      { key: "s", words: word("keys.sound"), run: () => this.#toggleSound() },
      ..."123456789".split("").map((key) => ({ key, words: word("keys.open"), run: () => this.#openNth(Number(key)) })),
    ]);
    byId("palette").addEventListener("click", () => palette.open());
    byId("keys").addEventListener("click", () => keys.list());
  }

  /** @param {number} rank */
  #openNth(rank) {
    const row = this.sorted[rank - 1];
    if (row) this.open(row.incident.incident_id);
  }

  #people() {
    return this.units.people().map(({ name, agency, position }) => ({
      title: name,
      detail: agency,
      sort: word("palette.person"),
      run: () => position && this.map.fly(position),
    }));
  }

  #schools() {
    return this.sites.map((one) => ({
      title: one.name,
      also: one.address,
      detail: one.address,
      sort: word("palette.school"),
      run: () => this.map.fly(one),
    }));
  }

  #besides() {
    return this.sorted.flatMap(({ incident, incident: { incident_id: id, site } }) => {
      const named = `${saidIn(incident, "title")} · ${site}`;
      return [
        action(`${word(this.panes.has(id) ? "panes.away" : "panes.beside")}: ${named}`, () => this.#beside(id)),
        action(`${word("panes.windows")}: ${named}`, () => this.windows.open(incident)),
      ];
    });
  }

  // Chosen by the command line, it is looked at.
  /** @param {string} id */
  #beside(id) {
    this.panes.toggle(id);
    if (this.panes.has(id) && !this.panes.isShown) this.panes.turn(this.sorted);
  }

  #actions() {
    return [
      action(word("keys.side"), () => this.panes.turn(this.sorted)),
      action(word("keys.everything"), () => this.map.fit()),
      action(word("keys.table"), () => this.#toggleTable()),
      action(word("keys.sound"), () => this.#toggleSound()),
    ];
  }

  #toggleSound() {
    setSoundOff(!isSoundOff());
    readySounds();
    this.#showState();
  }

  async #readAll() {
    const [rows, sites] = await Promise.all([this.api.get("/board"), this.api.get("/sites")]);
    this.rows = new Map(rows.map((/** @type {BoardRow} */ row) => [row.incident.room_id, row]));
    this.sites = sites;
    this.#show();
    this.map.showDistricts(this.sites);
    if (this.sites.length === 0) return;
    const lons = this.sites.map((one) => one.lon);
    const lats = this.sites.map((one) => one.lat);
    const box = [
      Math.min(...lons) - MARGIN_DEG,
      Math.min(...lats) - MARGIN_DEG,
      Math.max(...lons) + MARGIN_DEG,
      Math.max(...lats) + MARGIN_DEG,
    ];
    this.facilities = await this.api.get(`/facilities?bbox=${box.join(",")}`).catch(() => []);
    this.#show();
  }

  // A row that the watch tells stands at once; what its room needs is asked for, all that moved together.
  /** @param {{ changed: string[], gone: string[], isAll: boolean }} news ids of rooms */
  #changed({ changed, gone, isAll }) {
    if (isAll) for (const id of [...this.rows.keys()]) if (!this.watch.incidents.has(id)) this.rows.delete(id);
    for (const id of gone) this.rows.delete(id);
    for (const id of changed) {
      const incident = this.watch.incidents.get(id);
      if (!incident) continue;
      this.rows.set(id, { incident, needs: this.rows.get(id)?.needs ?? null });
      this.doubted.add(id);
    }
    this.#show();
    this.reading ??= setTimeout(() => this.#readDoubted(), READ_AGAIN_MS);
  }

  async #readDoubted() {
    this.reading = null;
    const ids = [...this.doubted];
    this.doubted.clear();
    if (ids.length === 0) return;
    const query = ids.map((id) => `room=${id}`).join("&");
    try {
      for (const row of await this.api.get(`/board?${query}`, { isRepeated: true }))
        this.rows.set(row.incident.room_id, row);
    } catch {
      for (const id of ids) this.doubted.add(id);
      this.reading ??= setTimeout(() => this.#readDoubted(), 10 * READ_AGAIN_MS);
    }
    this.#show();
  }

  get sorted() {
    return byUrgency([...this.rows.values()]);
  }

  #show() {
    const rows = this.sorted;
    const exercises = rows.filter(({ incident }) => incident.is_exercise).length;
    byId("counts").textContent = word("console.counts", { real: rows.length - exercises, exercises });
    this.twin.show({
      columns: boardColumns(),
      rows: rows.map((row, at) => boardRow(row, at + 1, (id) => this.open(id), this.#same(rows, at), this.beside)),
      empty: word(this.watch.isCurrent ? "console.none" : "console.stale"),
    });
    showAges(this.twin, Date.now());
    const joined = rows
      .filter(({ needs }) => needs !== null)
      .map(({ incident: one }) => ({ roomId: one.room_id, head: one.head, site: one.site }));
    this.#showPanes();
    this.units.follow(joined);
    this.places.follow(joined.slice(0, MAX_ROOMS));
    this.#showMap();
  }

  /** @param {BoardRow[]} rows @param {number} at */
  #same(rows, at) {
    const refusal = this.refused.get(rows[at].incident.room_id);
    const found = sameAbove(rows, at);
    if (found === null) return { above: null, refusal };
    const onJoin = found.isMarked ? null : () => this.#join(rows[at], rows[found.at]);
    return { above: { rank: found.at + 1, onJoin }, refusal };
  }

  // Two incidents of one emergency: the more urgent one goes on.
  /** @param {BoardRow} row @param {BoardRow} above */
  async #join(row, above) {
    const [one, goesOn] = [row.incident, above.incident];
    const about = `${saidIn(one, "title")} → ${saidIn(goesOn, "title")} · ${goesOn.site}`;
    const question = { title: word("duplicate.sure"), about, yes: word("duplicate.yes"), isDanger: false };
    if (!(await confirmed(question))) return;
    const notIn = [row, above].filter(({ needs }) => needs === null).map(({ incident }) => incident.room_id);
    this.refused.delete(one.room_id);
    const rooms = { roomId: one.room_id, ofRoomId: goesOn.room_id, notIn };
    await markDuplicate(this.api, rooms).catch(({ message }) => this.#refuse(one.room_id, message));
  }

  /** @param {string} roomId @param {string} why */
  #refuse(roomId, why) {
    const text = word("duplicate.refused", { why });
    this.refused.set(roomId, { text, isNew: true });
    this.#show();
    this.refused.set(roomId, { text, isNew: false });
  }

  #showPanes() {
    this.panes.show(this.sorted);
    const { isShown, chosen } = this.panes;
    byId("console").classList.toggle("is-split", isShown);
    byId("side").setAttribute("aria-pressed", String(isShown));
    byId("side-count").textContent = chosen.length > 0 ? String(chosen.length) : "";
  }

  #showMapSoon() {
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = null;
      this.#showMap();
    });
  }

  #showMap() {
    this.map.show(
      thingsOnMap({
        rows: this.sorted,
        sites: this.sites,
        facilities: this.facilities,
        units: this.units.all(),
        onOpen: (id) => this.open(id),
        now: Date.now(),
      }),
    );
  }

  #showState() {
    const { isCurrent } = this.watch;
    byId("state").textContent = word(isCurrent ? "console.current" : "console.stale");
    byId("state").classList.toggle("is-stale", !isCurrent);
    byId("sound").textContent = word(isSoundOff() ? "console.sound_off" : "console.sound_on");
    byId("sound").setAttribute("aria-pressed", String(!isSoundOff()));
  }

  #toggleTable() {
    const table = byId("map-table");
    table.hidden = !table.hidden;
    byId("map").hidden = !table.hidden;
    byId("as-table").setAttribute("aria-pressed", String(!table.hidden));
    this.map.showTable();
  }

  /** @param {string} incidentId */
  open(incidentId) {
    location.assign(`/incidents/${incidentId}`);
  }
}

new Console();
