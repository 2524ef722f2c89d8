// Times as people in the field read them: the site's zone, seconds always, ages in words.

export class SiteClock {
  // `skew_ms` is what to add to this machine's clock to get the server's; every frame with a time corrects it.
  constructor({ timeZone = "UTC", language = "en", now = Date.now } = {}) {
    this.now = now;
    this.skew_ms = 0;
    /** @type {Intl.DateTimeFormatOptions} */
    const options = { timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
    this.timeFormat = new Intl.DateTimeFormat(language, options);
    this.dayFormat = new Intl.DateTimeFormat(language, { timeZone, weekday: "short", month: "short", day: "numeric" });
  }

  /** @param {string} text @param {number} heardAt */
  heardServerTime(text, heardAt = this.now()) {
    const at = Date.parse(text);
    if (Number.isFinite(at)) this.skew_ms = at - heardAt;
  }

  serverNow() {
    return this.now() + this.skew_ms;
  }

  /** @param {string | number} text */
  time(text) {
    return this.timeFormat.format(new Date(text));
  }

  /** @param {string | number} text */
  day(text) {
    return this.dayFormat.format(new Date(text));
  }

  /** @param {string} text */
  age_s(text) {
    return Math.max(0, (this.serverNow() - Date.parse(text)) / 1000);
  }
}

// 7 s, 3 min, 2 h: short, and never more exact than it is useful.
/** @param {number} seconds */
export function ageText(seconds) {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

/** @param {number} seconds */
export function elapsedText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

// A day and a time where no site's clock counts: Nov 26, 2026, 14:05. Pages of the server write the same
// (coordination/web/formats).
/** @type {Intl.DateTimeFormatOptions} */
const MOMENT = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};

/** @param {string | number | Date} at */
export function momentText(at, language = document.documentElement.lang) {
  return shortMonth(new Date(at).toLocaleString(language, MOMENT));
}

/** @type {Intl.DateTimeFormatOptions} */
const DAY = { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" };

/** @param {string} day a calendar's day, 2026-11-26, which is the same in every zone */
export function dayText(day, language = document.documentElement.lang) {
  return shortMonth(new Date(`${day}T00:00:00Z`).toLocaleDateString(language, DAY));
}

// Of all months browsers write September alone with four letters, in Spanish; the server writes three.
/** @param {string} text */
function shortMonth(text) {
  return text.replace("sept", "sep");
}
