// The page of a busy server, or of one without its database, comes again by itself: with a clock, ever more slowly, and
// with what a form had sent. What may have been recorded does not: a person looks first.

import { textWith } from "../words.js";

const MOST_S = 30;
const page = document.getElementById("come-again");
const again = /** @type {HTMLElement | null} */ (page.querySelector("[data-again]"));
const says = page.querySelector("[data-says]");
// Of this address, in this window: how often, and since when.
const key = `musterpoint.again ${location.pathname}`;

function tried() {
  try {
    const known = JSON.parse(sessionStorage.getItem(key) ?? "null");
    // Of an hour ago is another time.
    if (known !== null && Date.now() - known.last < 4 * MOST_S * 1000) return known;
  } catch {
    // What is no list of ours is forgotten.
  }
  return { since: Date.now(), n: 0 };
}

function start() {
  const { since, n } = tried();
  sessionStorage.setItem(key, JSON.stringify({ since, n: n + 1, last: Date.now() }));
  const wait_s = Math.min(Number(page.dataset.waitS) * 2 ** n, MOST_S);
  // Not all at once: who was refused together comes back one by one.
  const due = Date.now() + 1000 * wait_s * (1 + Math.random() / 2);
  const time = new Date(since).toLocaleTimeString(document.documentElement.lang);
  const told = textWith(page.dataset.since, { time, n: n + 1 });
  const timer = setInterval(() => {
    const left_s = Math.ceil((due - Date.now()) / 1000);
    says.textContent = `${left_s > 0 ? textWith(page.dataset.waiting, { s: left_s }) : page.dataset.trying} ${told}`;
    if (left_s > 0) return;
    clearInterval(timer);
    if (again instanceof HTMLFormElement) again.requestSubmit();
    else location.reload();
  }, 250);
}

// Where the form was, that is: the address that it went to may show nothing.
const look = /** @type {HTMLAnchorElement | null} */ (page.querySelector("[data-look]"));
if (look !== null && document.referrer.startsWith(`${location.origin}/`)) look.href = document.referrer;
if (again !== null && says !== null) start();
