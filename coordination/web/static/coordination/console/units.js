// Units on the console's map: the positions of the most urgent rooms that the reader is in, over each room's own socket,
// so that the room decides who sees whom.

import { Connection } from "../incident/connection/connection.js";
import { Outbox } from "../incident/connection/outbox.js";
import { PeopleNames, shortName } from "../incident/people/people_names.js";
import { RoomLog } from "../room/room_log.js";

// Each is a socket and a state: more would cost the desk more than they tell.
export const MAX_ROOMS = 6;

export class Units {
  constructor({ api, onChange }) {
    this.api = api;
    this.onChange = onChange;
    this.rooms = new Map(); // room id → {connection, log, site, last, names}
  }

  /** Listen to exactly these rooms: {roomId, head, site} each. */
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

  #listen({ roomId, head, site }) {
    const log = new RoomLog({ head });
    const last = new Map();
    const connection = new Connection({
      roomId,
      log,
      outbox: new Outbox({ key: `outbox.console.${roomId}`, storage: null }),
      api: this.api,
      socketUrl: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/v1/rooms/${roomId}`,
      openSocket: (url, protocols) => new WebSocket(url, protocols),
    });
    connection.addEventListener("frame", ({ detail: { frame } }) => {
      if (frame.type !== "positions") return;
      for (const id of frame.gone) last.delete(id);
      for (const one of frame.positions) last.set(one.participant_id, one);
      this.onChange();
    });
    connection.addEventListener("phase", () => {
      if (connection.phase === "ended") last.clear();
      this.onChange();
    });
    connection.start();
    return { connection, log, site, last, names: new PeopleNames(log) };
  }

  /** Everybody who shares a position, with name, agency and school. */
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
