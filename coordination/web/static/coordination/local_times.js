// Show the instants of a page as the reader's own clock has them; without a script they stand there in UTC.

/** @type {Intl.DateTimeFormatOptions} */
const DAY = { dateStyle: "medium", timeStyle: "short" };
/** @type {Intl.DateTimeFormatOptions} */
const SECONDS = { timeStyle: "medium" };

/** @param {ParentNode} root */
export function showLocalTimes(root = document) {
  const language = document.documentElement.lang;
  for (const time of root.querySelectorAll("time[datetime]"))
    time.textContent = new Date(time.dateTime).toLocaleString(language, "seconds" in time.dataset ? SECONDS : DAY);
}
