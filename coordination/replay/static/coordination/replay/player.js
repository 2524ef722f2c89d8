// Goes through a past as a recorder does: from entry to entry, or with the time at some speed. Pure: who drives it says
// how much time has gone by.

export const SPEEDS = [1, 4, 20, 60];

export class Player {
  /** @param {import("./past.js").Past} past */
  constructor(past) {
    this.past = past;
    this.seq = 0;
    this.at_ms = 0; // the time that is shown while it plays
    this.speed = SPEEDS[0];
    this.isPlaying = false;
  }

  get isAtEnd() {
    return this.seq >= this.past.last;
  }

  // Stand after an entry; the nearest there is.
  /** @param {number} seq */
  seek(seq) {
    this.seq = Math.max(Math.min(1, this.past.last), Math.min(seq, this.past.last));
    this.at_ms = this.past.time_ms(this.seq) ?? 0;
  }

  /** @param {number} entries */
  step(entries) {
    this.isPlaying = false;
    this.seek(this.seq + entries);
  }

  // From the end it begins anew.
  toggle() {
    this.isPlaying = !this.isPlaying;
    if (this.isPlaying && this.isAtEnd) this.seek(1);
  }

  // So much time has gone by where the reader sits. Returns whether another entry is shown.
  /** @param {number} elapsed_ms */
  tick(elapsed_ms) {
    if (!this.isPlaying) return false;
    const before = this.seq;
    this.at_ms += elapsed_ms * this.speed;
    this.seq = Math.max(this.seq, this.past.seqAt(this.at_ms));
    const end_ms = this.past.time_ms(this.past.last);
    if (end_ms === null || this.at_ms >= end_ms) {
      this.seek(this.past.last);
      this.isPlaying = false;
    }
    return this.seq !== before;
  }
}
