// Find the page's words. A kind that has none shows itself without its dots.

/** @type {Record<string, string> | null} null until they are asked for */
let words = null;

// A page that has them from elsewhere gives them before anything is drawn.
/** @param {Record<string, string>} given */
export function giveWords(given) {
  words = given;
}

/** @param {string} key */
export function word(key) {
  if (words === null) {
    const holder = document.getElementById("map-words");
    words = holder === null ? {} : JSON.parse(holder.textContent);
  }
  const found = words?.[key];
  return typeof found === "string" ? found : String(key).replaceAll(/[._]/g, " ");
}
