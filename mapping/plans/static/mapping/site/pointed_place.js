// A place that a link to a site's page points at: /sites/{id}#at=latitude,longitude. A list of defects has such links.
//
//   followPointedPlace(map)           show the place now, and whenever the address changes; nothing without one

const L = globalThis.L;
const CLOSE = 20;
const PATTERN = /^#at=(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/;

function pointedPlace() {
  const found = PATTERN.exec(location.hash);
  if (found === null) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? L.latLng(lat, lon) : null;
}

/** @param {L.Map} map */
export function followPointedPlace(map) {
  /** @type {L.CircleMarker | null} */
  let ring = null;
  const show = () => {
    ring?.remove();
    const place = pointedPlace();
    if (place === null) return;
    ring = L.circleMarker(place, { radius: 16, className: "plan-lit", interactive: false }).addTo(map);
    map.setView(place, Math.min(CLOSE, map.getMaxZoom()), { animate: false });
    map.getContainer().scrollIntoView({ block: "nearest" });
  };
  addEventListener("hashchange", show);
  show();
}
