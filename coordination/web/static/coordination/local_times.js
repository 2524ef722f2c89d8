// Show the instants of a page as the reader's own clock has them; without a script they stand there in UTC.

import { momentText } from "./clock.js";

/** @type {Intl.DateTimeFormatOptions} */
const SECONDS = { timeStyle: "medium", hourCycle: "h23" };

/** @param {ParentNode} root */
export function showLocalTimes(root = document) {
  const language = document.documentElement.lang;
  for (const time of root.querySelectorAll("time[datetime]"))
    time.textContent =
      "seconds" in time.dataset
        ? new Date(time.dateTime).toLocaleTimeString(language, SECONDS)
        : momentText(time.dateTime, language);
}
