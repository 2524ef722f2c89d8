// A room as it was: it takes no commands, whatever its incident was then, and its clock stands where the reader stands.

import { RoomLog } from "../client/log/room_log.js";
import { Room } from "../room/room.js";

export class PastLog extends RoomLog {
  /** @override */
  get hasEverything() {
    return true;
  }

  /** @param {import("./past.js").Moment} moment */
  standAt({ seq, state, known }) {
    this.last = this.head = seq;
    this.state = state;
    this.known = known;
  }
}

export class PastRoom extends Room {
  /** @override */
  get isOpen() {
    return false;
  }
}
