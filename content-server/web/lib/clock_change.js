// Readings of a wall clock and the instants that they mean, on the nights of a clock change too. Pure, and without
// imports, so that tests load it without a browser.

const day = 86400000;
const plain = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

const formats = new Map();
function formatOf(zone) {
  if (!formats.has(zone)) formats.set(zone, new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }));
  return formats.get(zone);
}

/** What the clock of a zone reads at an instant in milliseconds: "2027-05-04T10:12". */
export function readingAt(instant, zone) {
  const p = Object.fromEntries(formatOf(zone).formatToParts(instant).map((part) => [part.type, part.value]));
  return `${p.year.padStart(4, '0')}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}

/** Milliseconds by which a zone is ahead of UTC. */
const offsetAt = (instant, zone) => Date.parse(`${readingAt(instant, zone)}:00Z`) - Math.floor(instant / 60000) * 60000;

/**
 * What a reading means in a zone: `instants` in milliseconds, earliest first, of which the first counts. A reading that
 * the clock shows twice has two. One that it skips has the instant by the offset before the gap, and `skipped` is true.
 * The server reads times in the same way (RFC 5545 §3.3.5). What is no reading, as of an empty field, has none.
 */
export function meaningOf(reading, zone) {
  if (!plain.test(reading)) return { instants: [], skipped: false };
  const asUtc = Date.parse(`${reading}:00Z`);
  const byOffsets = [offsetAt(asUtc - day, zone), offsetAt(asUtc + day, zone)].map((offset) => asUtc - offset);
  const instants = [...new Set(byOffsets)].filter((instant) => readingAt(instant, zone) === reading).sort((a, b) => a - b);
  return instants.length > 0 ? { instants, skipped: false } : { instants: [byOffsets[0]], skipped: true };
}
