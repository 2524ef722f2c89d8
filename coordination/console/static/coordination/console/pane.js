// A page that stands in a pane of the console: what leads away from it is shown in the whole window.

export const isPane = window !== window.top;

/** Whether no one can see this page, because the console shows its board instead. */
export const isPutAway = () => isPane && frameElement?.getClientRects().length === 0;

/** Go to a page of ours: from a pane the console decides where it is shown. @param {string} address */
export function goTo(address) {
  if (isPane && frameElement) frameElement.dispatchEvent(new CustomEvent("pane-goes", { detail: address }));
  else location.assign(address);
}

/** @param {MouseEvent} event */
function follow(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || link.target || link.download) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || link.origin !== location.origin) return;
  if (link.pathname === location.pathname && link.hash) return;
  event.preventDefault();
  goTo(`${link.pathname}${link.search}${link.hash}`);
}

if (isPane) {
  document.documentElement.classList.add("in-pane");
  addEventListener("click", follow);
}
