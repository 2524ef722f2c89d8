// What a person is called on the map and in lists: by callsign, as on the radio, where they have one.

/** @typedef {{ name?: string, callsign?: string | null }} Named */

/** @param {Named | null | undefined} person */
export const shortName = (person) => person?.callsign || person?.name || "";

/** @param {Named | null | undefined} person */
export const fullName = (person) => [person?.callsign, person?.name].filter(Boolean).join(" · ");

/**
 * Names by id, no two alike within an agency: who shares one has a number, in the order in which they came. Somebody may
 * have taken the name of another; without a number nobody would see that there are two.
 * @param {(Named & { id: string, agency_id: string, joined_at: string })[]} people
 */
export function namesApart(people) {
  const inOrder = [...people].sort(
    (one, other) => one.joined_at.localeCompare(other.joined_at) || one.id.localeCompare(other.id),
  );
  const seen = (person) => `${person.agency_id} ${fullName(person).normalize("NFKC").toLowerCase()}`;
  const alike = new Map();
  for (const person of inOrder) alike.set(seen(person), [...(alike.get(seen(person)) ?? []), person]);
  return new Map(
    inOrder.map((person) => {
      const these = alike.get(seen(person));
      const number = these.length > 1 ? ` (${these.indexOf(person) + 1})` : "";
      return [person.id, `${fullName(person)}${number}`];
    }),
  );
}
