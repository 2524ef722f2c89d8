// Find the page's words. A kind that has none shows itself without its dots.

let words = null;

// A page that has them from elsewhere gives them before anything is drawn.
export function giveWords(given) {
  words = given;
}

export function word(key) {
  if (words === null) {
    const holder = document.getElementById("map-words");
    words = holder === null ? {} : JSON.parse(holder.textContent);
  }
  return typeof words[key] === "string" ? words[key] : String(key).replaceAll(/[._]/g, " ");
}
