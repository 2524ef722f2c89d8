// Units on the console's map: the positions of the most urgent rooms that the reader is in, over each room's own socket,
// so that the room decides who sees whom.

import { Connection } from "../client/room/connection.js";
import { Outbox } from "../client/room/outbox.js";
import { KnownPositions } from "../client/room/positions.js";
import { PeopleNames, shortName } from "../incident/people/people_names.js";
import { RoomLog } from "../client/log/room_log.js";

// Each is a socket and a state: more would cost the desk more than they tell.
export const MAX_ROOMS = 6;

/** @typedef {import("../client/room/positions.js").Position} Position */
/** @typedef {Position & { site: string, name: string, agency_kind: string }} Unit */
/** @typedef {{ roomId: string, head: number, site: string }} Wanted a room to listen to */
/** @typedef {{ connection: Connection, log: RoomLog, site: string, last: Map<string, Position>, names: PeopleNames }} Heard */

export class Units {
  /** @param {{ api: import("../api.js").Api, onChange: () => void }} parts */
  constructor({ api, onChange }) {
    this.api = api;
    this.onChange = onChange;
    /** @type {Map<string, Heard>} */
    this.rooms = new Map(); // by the room's id
  }

  /** Listen to exactly these rooms. @param {Wanted[]} wanted */
  follow(wanted) {
    const rooms = wanted.slice(0, MAX_ROOMS);
    const ids = new Set(rooms.map((one) => one.roomId));
    for (const [id, { connection }] of this.rooms) {
      if (ids.has(id)) continue;
      connection.stop();
      this.rooms.delete(id);
    }
    for (const one of rooms) if (!this.rooms.has(one.roomId)) this.rooms.set(one.roomId, this.#listen(one));
  }

  /** @param {Wanted} room @returns {Heard} */
  #listen({ roomId, head, site }) {
    const log = new RoomLog({ head });
    const known = new KnownPositions();
    const connection = new Connection({
      roomId,
      log,
      outbox: new Outbox({ key: `outbox.console.${roomId}`, storage: null }),
      api: this.api,
    });
    connection.addEventListener("frame", ({ detail: { frame } }) => {
      if (frame.type !== "positions") return;
      known.heard(frame);
      this.onChange();
    });
    connection.addEventListener("phase", () => {
      if (connection.phase === "ended") known.last.clear();
      this.onChange();
    });
    connection.start();
    return { connection, log, site, last: known.last, names: new PeopleNames(log) };
  }

  /** Everybody who shares a position, with name, agency and school. @returns {Unit[]} */
  all() {
    return [...this.rooms.values()].flatMap(({ log, site, last, names }) =>
      [...last.values()].map((one) => {
        const person = log.object("people", one.participant_id);
        return {
          ...one,
          site,
          name: names.of(one.participant_id, shortName),
          agency_kind: person?.agency_kind ?? "other",
        };
      }),
    );
  }

  /** Everybody in these rooms, with where they are if they share it. */
  people() {
    return [...this.rooms.values()].flatMap(({ log, last, names }) =>
      Object.entries(log.objects("people")).map(([id, one]) => ({
        name: names.of(id),
        agency: one.agency,
        position: last.get(id) ?? null,
      })),
    );
  }
}
