// Set the theme before the first paint. A plain script in the head, so that a dark room is never lit by a white flash.
(() => {
  "use strict";
  const KEY = "musterpoint.theme";
  const THEMES = ["dark", "light", "night"];
  // Signing out empties the storage; the cookie stays, and the sign-in page is as dark as the page before it.
  const cookie = () =>
    document.cookie
      .split("; ")
      .find((one) => one.startsWith(`${KEY}=`))
      ?.slice(KEY.length + 1);
  const remembered = () => {
    try {
      return localStorage.getItem(KEY) ?? cookie();
    } catch {
      return cookie(); // storage may be forbidden; the page works without
    }
  };
  /** @param {string} theme */
  const show = (theme) => {
    document.documentElement.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-set-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
    }
  };
  const current = () => THEMES.find((one) => one === remembered()) ?? "dark";
  show(current());
  document.addEventListener("DOMContentLoaded", () => show(current()));
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest?.("[data-set-theme]");
    if (!button) return;
    document.cookie = `${KEY}=${button.dataset.setTheme}; path=/; max-age=31536000; samesite=lax`;
    try {
      localStorage.setItem(KEY, button.dataset.setTheme);
    } catch {
      // the choice then lasts for this page only
    }
    show(button.dataset.setTheme);
  });
})();
