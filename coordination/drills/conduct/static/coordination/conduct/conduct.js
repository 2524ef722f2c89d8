// The desk of an exercise, and the screens of a discussion: the clock runs, times count down, and what has changed on the
// server is shown anew, without taking away what someone is writing.

const LOOK_EVERY_MS = 2000;
const root = /** @type {HTMLElement} */ (document.getElementById("conduct"));
const began_ms = performance.now();
let clock = clockOf(root);

/** @param {HTMLElement} from */
function clockOf(from) {
  const { now = "", exerciseS = "0", pace = "1", state = "" } = from.dataset;
  return {
    now_ms: Date.parse(now),
    exercise_s: Number(exerciseS),
    pace: Number(pace),
    state,
    at_ms: performance.now(),
  };
}

/** @param {number} seconds */
export function inWords(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return `${h ? `${h}:` : ""}${String(m).padStart(2, "0")}:${String(s).padStart(2, "0")}`;
}

function tick() {
  const passed_s = (performance.now() - clock.at_ms) / 1000;
  const exercise_s = clock.exercise_s + (clock.state === "running" ? passed_s * clock.pace : 0);
  for (const one of root.querySelectorAll("[data-clock]")) one.textContent = inWords(exercise_s);
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-due]")))
    one.textContent = inWords((Date.parse(one.dataset.due ?? "") - clock.now_ms) / 1000 - passed_s);
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-seconds]")))
    one.textContent = inWords(Number(one.dataset.seconds));
}

/** @param {Element} part */
const isInUse = (part) => part.contains(document.activeElement) && document.activeElement?.matches("input, textarea");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("conduct");
  if (fresh === null) return;
  // Another state has other steps and forms: then the whole page is read anew.
  if (fresh.dataset.state !== clock.state && !isInUse(root)) location.reload();
  clock = clockOf(fresh);
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-live]"))) {
    const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (other && !isInUse(part) && !part.querySelector("details[open]") && textOf(other) !== part.dataset.shown) {
      part.replaceChildren(...other.cloneNode(true).childNodes);
      part.dataset.shown = textOf(other);
    }
  }
  tick();
}

/** @param {Element} part */
const textOf = (part) =>
  [...part.querySelectorAll("p, li, h2, .badge")].map((one) => one.textContent?.trim()).join("\n");

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || isInUse(document.body)) return;
  const button = root.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) /** @type {HTMLButtonElement} */ (button).click();
});
tick();
setInterval(tick, 250);
if (began_ms >= 0 && root.dataset.state !== "ended") setInterval(() => void look(), LOOK_EVERY_MS);
