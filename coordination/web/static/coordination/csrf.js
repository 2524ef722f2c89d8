// The token against forgery that goes with everything a page asks the server to do. All packages' scripts take it here.

// The browser's own comes first: signing in again, in another tab, makes a new one, and this page has the old one.
export function csrfToken() {
  const kept = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie);
  return kept?.[1] ?? document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}
