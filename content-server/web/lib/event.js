// The event that everything is about, and the server's clock (in a rehearsal it is elsewhere than ours).
import { computed, signal } from './ui.js';
import { ApiError, get } from './api.js';
import { dayChange, days, serviceDay, yearNow, zone } from './time.js';
import { best } from './words.js';

/** As GET /event says: {event, organisers, tracks, venues, layouts, tags, revision}; null until read. */
export const all = signal(null);
const ahead = signal(0);
/** The server's moment, in milliseconds; ticks each second. */
export const now = signal(Date.now());
setInterval(() => { now.value = Date.now() + ahead.value; }, 1000);
/** Whether the server plays another time than the wall's. */
export const rehearses = computed(() => Math.abs(ahead.value) > 3600000);
export const minute = computed(() => Math.floor(now.value / 60000) * 60000);

export async function readEvent() {
  const data = await get('event');
  zone.value = data.event.time_zone;
  dayChange.value = data.event.day_change ?? '04:00';
  ahead.value = Date.parse(data.now) - Date.now();
  now.value = Date.parse(data.now);
  yearNow.value = data.now.slice(0, 4);
  all.value = data;
}

/** Why the event could not be read; null while all is well. */
export const unread = signal(null);
const pause = 3000;
let again = null;
/** Reads the event and, where that fails, tries again until it is there; a person who is nobody any more signs in first. */
export async function keepReading() {
  clearTimeout(again);
  try {
    await readEvent();
    unread.value = null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    unread.value = error;
    if (error.status !== 401) again = setTimeout(keepReading, pause);
  }
}

export const eventDays = computed(() => {
  const event = all.value?.event;
  return event?.start && event?.end ? days(event.start, event.end) : [];
});

/** The day that matters: today while the event lasts, else its first. */
export const dayNow = computed(() => {
  const today = serviceDay(minute.value);
  return eventDays.value.length === 0 || eventDays.value.includes(today) ? today : eventDays.value[0];
});

/** The event's languages, those that everything falls back to first. */
export const eventLanguages = computed(() => {
  const event = all.value?.event;
  const tags = [...(event?.fallback ?? []), ...(event?.languages ?? [])];
  return tags.length ? [...new Set(tags)] : ['sv', 'en'];
});

export const venues = computed(() => all.value?.venues ?? []);
export const rooms = computed(() => venues.value.flatMap((venue) => (venue.rooms ?? []).map((room) => ({ ...room, venue: venue.id }))));
export const venueName = (id) => best(venues.value.find((venue) => venue.id === id)?.name) || id;
export const roomName = (room) => {
  const known = rooms.value.find((one) => one.id === (room?.id ?? room));
  return best(known?.name) || room?.name || '';
};
/** What a selector of screens means: a tag, a screen of `screens`, a venue. */
export const selectorName = (selector, screens) =>
  selector.startsWith('tag:') ? selector.slice(4) : screens.find((screen) => screen.id === selector)?.name ?? venueName(selector);
export const layoutName = (id) => best(all.value?.layouts?.find((layout) => layout.id === id)?.name) || id;
export const organiserName = (id) => best(all.value?.organisers?.find((one) => one.id === id)?.name) || id;
