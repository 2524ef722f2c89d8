// What a person is called on the map and in lists: by callsign, as on the radio, where they have one.

/** @typedef {{ name?: string, callsign?: string | null }} Named */

/** @param {Named | null | undefined} person */
export const shortName = (person) => person?.callsign || person?.name || "";

/** @param {Named | null | undefined} person */
export const fullName = (person) => [person?.callsign, person?.name].filter(Boolean).join(" · ");

/** @param {Named | null | undefined} person */
export const plainName = (person) => person?.name ?? "";

/**
 * Names by id, no two alike within an agency: who shares one has a number, in the order in which they came. Someone may
 * have taken the name of another; without a number no one would see that there are two.
 * @param {(Named & { id: string, agency_id: string, joined_at: string })[]} people
 */
export function namesApart(people, said = fullName) {
  const inOrder = [...people].sort(
    (one, other) => (one.joined_at ?? "").localeCompare(other.joined_at ?? "") || one.id.localeCompare(other.id),
  );
  /** @param {(typeof people)[number]} person */
  const seen = (person) => `${person.agency_id} ${said(person).normalize("NFKC").toLowerCase()}`;
  /** @type {Map<string, typeof people>} */
  const alike = new Map();
  for (const person of inOrder) alike.set(seen(person), [...(alike.get(seen(person)) ?? []), person]);
  return new Map(
    inOrder.map((person) => {
      const these = alike.get(seen(person)) ?? [];
      const number = these.length > 1 ? ` (${these.indexOf(person) + 1})` : "";
      return [person.id, `${said(person)}${number}`];
    }),
  );
}

/** What everybody of a room is called, told apart: the one place that says it, for lists, pins and what is recorded. */
export class PeopleNames {
  /** @param {{ known: Record<string, Record<string, any>> }} log */
  constructor(log) {
    this.log = log;
    /** @type {Record<string, any> | null} */
    this.people = null;
    /** @type {Map<(person: Named) => string, Map<string, string>>} */
    this.kept = new Map(); // by the way to say it: names by id
  }

  /** @param {string} id; "" for who was never here */
  of(id, said = fullName) {
    const people = this.log.known.people ?? {};
    if (people !== this.people) this.kept.clear();
    this.people = people;
    const listed = () => Object.entries(people).map(([one, person]) => ({ ...person, id: one }));
    const names = this.kept.get(said) ?? namesApart(listed(), said);
    this.kept.set(said, names);
    return names.get(id) ?? "";
  }
}
