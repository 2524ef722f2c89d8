// Where people are, as the frames say it: the last position of each, until it is withdrawn. An old one never vanishes; its
// age says how much it is worth.

/** @typedef {import("../wire.js").ParticipantPosition} Position */
/** @typedef {{ positions: Position[], gone: string[], isComplete?: boolean }} PositionsHeard isComplete: from a poll, which
 *   always names everybody who shares */

export class KnownPositions {
  constructor() {
    /** @type {Map<string, Position>} */
    this.last = new Map(); // by participant
  }

  /** @param {PositionsHeard} frame */
  heard({ positions, gone, isComplete = false }) {
    if (isComplete) this.last.clear();
    for (const position of positions) this.last.set(position.participant_id, position);
    for (const id of gone) this.last.delete(id);
  }
}

/** @param {{ at: string, fix_age_s: number }} position @param {number} now by the server's clock, in milliseconds */
export const positionAge_s = ({ at, fix_age_s: before_s }, now) =>
  Math.max(0, (now - Date.parse(at)) / 1000) + before_s;
