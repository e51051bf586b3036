// Moments, always said in the event's zone whatever the reader's own is.
import { meaningOf, readingAt } from './clock_change.js';
import { signal } from './ui.js';
import { language } from './words.js';

export const zone = signal('Europe/Stockholm');
export const dayChange = signal('04:00');
/** The year that the server's clock says: a date of another one names it. */
export const yearNow = signal(String(new Date().getFullYear()));

const formats = new Map();
function format(options) {
  const key = `${language.value} ${zone.value} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language.value, { timeZone: zone.value, ...options }));
  return formats.get(key);
}

const moment = (instant) => (instant instanceof Date ? instant : new Date(instant));

export const clock = (instant) => format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(moment(instant));
export const clockSeconds = (instant) =>
  format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(moment(instant));
export const span = (from, to) => `${clock(from)}–${clock(to)}`;
const withYear = (instant) => (toLocal(instant).startsWith(yearNow.value) ? {} : { year: 'numeric' });
export const dayName = (instant) => capital(format({ weekday: 'long', day: 'numeric', month: 'long', ...withYear(instant) }).format(moment(instant)));
export const shortDay = (instant) => capital(format({ weekday: 'short', day: 'numeric', month: 'short', ...withYear(instant) }).format(moment(instant)));
const units = [['second', 60], ['minute', 60], ['hour', 24]];
/** "10 seconds ago", of what happened on the wall's clock; of what lies more than a day back its date. */
export function ago(instant) {
  let past = (Date.now() - Date.parse(instant)) / 1000;
  for (const [unit, many] of units) {
    if (past < many) return new Intl.RelativeTimeFormat(language.value, { numeric: 'always', style: 'short' }).format(-Math.max(0, Math.round(past)), unit);
    past /= many;
  }
  return dayAndClock(instant);
}
export const dayAndClock = (instant) => `${shortDay(instant)} ${clock(instant)}`;
const capital = (text) => text.charAt(0).toLocaleUpperCase(language.value) + text.slice(1);

/** "2027-05-04T10:12", as an <input type="datetime-local"> wants it, in the event's zone. */
export const toLocal = (instant) => (instant ? readingAt(moment(instant), zone.value) : '');

/** What such a local time means in the event's zone, as meaningOf() says. */
export const meaning = (local) => meaningOf(local, zone.value);

/** The instant of such a local time, of two the first. */
export const fromLocal = (local) => (local ? new Date(meaning(local).instants[0]).toISOString() : null);

/** What the event's zone is called at an instant: "Central European Summer Time". */
export const zoneName = (instant) =>
  partOf(format({ timeZoneName: 'long' }), instant);

/** The same in letters, "CEST": by whichever English knows them, since few languages have letters for zones far away. */
export const zoneShort = (instant) => {
  const said = ['en-GB', 'en-US'].map((tag) => partOf(new Intl.DateTimeFormat(tag, { timeZone: zone.value, timeZoneName: 'short' }), instant));
  return said.find((name) => !name.startsWith('GMT')) ?? said[0];
};

const partOf = (parts, instant) => parts.formatToParts(moment(instant)).find((part) => part.type === 'timeZoneName').value;

/** The service day of an instant, "2027-05-04": what starts before the day's change belongs to the evening before. */
export function serviceDay(instant) {
  const [hours, minutes] = dayChange.value.split(':').map(Number);
  return toLocal(moment(instant).getTime() - (hours * 60 + minutes) * 60000).slice(0, 10);
}

/** All days from first to last, inclusive. */
export function days(first, last) {
  const found = [];
  for (let at = Date.parse(`${first}T12:00:00Z`); at <= Date.parse(`${last}T12:00:00Z`) && found.length < 100; at += 86400000)
    found.push(new Date(at).toISOString().slice(0, 10));
  return found;
}
