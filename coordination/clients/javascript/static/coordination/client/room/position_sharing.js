// Share where this person is, once a second at most, for as long as they say so.

import { uuid } from "../ids.js";

const EVERY_MS = 1000;
// After that without a fix others see an old place: it is said.
const NO_FIX_MS = 15_000;

/** @param {number | null} value @returns {value is number} */
const isNumber = (value) => Number.isFinite(value);

export class PositionSharing {
  /**
   * @param {{ sendLive: (command: Record<string, any>) => unknown, onChange?: (state: string) => void,
   *   geolocation?: Pick<Geolocation, "watchPosition" | "clearWatch">, now?: () => number }} parts
   */
  constructor({ sendLive, onChange = () => {}, geolocation = globalThis.navigator?.geolocation, now = Date.now }) {
    this.geolocation = geolocation;
    this.now = now;
    this.sendLive = sendLive;
    /** @type {string | null} */
    this.levelId = null; // the floor that this person has said to be on, and nothing else
    /** @type {GeolocationPosition | null} */
    this.fix = null;
    this.onChange = onChange;
    /** @type {number | null} */
    this.watch = null;
    this.sentAt = 0;
    this.audience = "everyone";
    this.startedAt = 0;
  }

  get isOn() {
    return this.watch !== null;
  }

  // "off", "waiting" for the first fix, "on", or "no_fix" for a while.
  /** @param {number} now */
  stateAt(now) {
    if (!this.isOn) return "off";
    if (now - Math.max(this.sentAt, this.startedAt) > NO_FIX_MS) return "no_fix";
    return this.sentAt > this.startedAt ? "on" : "waiting";
  }

  /** @param {string} audience */
  start(audience) {
    this.audience = audience;
    this.levelId = null;
    this.fix = null;
    if (!this.geolocation) return this.onChange("unavailable");
    this.watch = this.geolocation.watchPosition(
      (fix) => this.#fixed(fix),
      (error) => this.#failed(error),
      { enableHighAccuracy: true, maximumAge: 5000 },
    );
    this.startedAt = this.now();
    return this.onChange("on");
  }

  stop() {
    this.#unwatch();
    this.sendLive({ type: "stop_sharing_position", id: uuid() });
    this.onChange("off");
  }

  #unwatch() {
    if (this.watch !== null) this.geolocation.clearWatch(this.watch);
    this.watch = null;
  }

  /** @param {GeolocationPositionError} error */
  #failed(error) {
    if (error.code !== error.PERMISSION_DENIED) return; // no fix right now: the next one may come
    this.#unwatch();
    this.onChange("denied");
  }

  // Told at once, with the last fix: the next one may be long in coming under a roof.
  /** @param {string | null} levelId */
  sayFloor(levelId) {
    this.levelId = levelId;
    if (this.isOn && this.fix) this.#send(this.fix, this.now());
  }

  /** @param {GeolocationPosition} fix */
  #fixed(fix) {
    const now = this.now();
    this.fix = fix;
    if (now - this.sentAt < EVERY_MS) return;
    this.sentAt = now;
    this.#send(fix, now);
  }

  /** @param {GeolocationPosition} fix @param {number} now */
  #send({ coords, timestamp }, now) {
    this.sendLive({
      type: "share_position",
      id: uuid(),
      lon: coords.longitude,
      lat: coords.latitude,
      level_id: this.levelId,
      audience: this.audience,
      accuracy_m: Math.min(coords.accuracy, 100_000),
      fix_age_s: Math.min(Math.max(0, (now - timestamp) / 1000), 86_400),
      heading_deg: isNumber(coords.heading) ? coords.heading % 360 : null,
      speed_mps: isNumber(coords.speed) ? Math.min(coords.speed, 150) : null,
    });
  }
}
