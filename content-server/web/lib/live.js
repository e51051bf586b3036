// What the server tells without being asked: an event stream that reads on where it broke off. After sleep or a lost
// network everything that is on the page is asked again once the stream is back.
import { signal } from './ui.js';
import { address } from './api.js';

const counts = {};
const latest = {};
const counter = (kind) => (counts[kind] ??= signal(0));

/** A number that grows whenever an event of that kind arrives; reading it subscribes. */
export const changed = (kind) => counter(kind).value;
/** What the last event of that kind said; null before the first. Reading it subscribes. */
export const told = (kind) => (latest[kind] ??= signal(null)).value;
export const connected = signal(true);

/** Tells the pages of this browser at once what it did itself, without waiting for the stream. */
export function note(kind) { counter(kind).value += 1; }

let stream = null;
export function listen(kinds) {
  stream?.close();
  let lost = false;
  stream = new EventSource(address('events'));
  stream.onopen = () => {
    connected.value = true;
    if (lost) kinds.forEach(note);
    lost = false;
  };
  stream.onerror = () => {
    connected.value = false;
    lost = true;
  };
  for (const kind of kinds)
    stream.addEventListener(kind, (event) => {
      (latest[kind] ??= signal(null)).value = JSON.parse(event.data);
      note(kind);
    });
  return () => stream.close();
}

// A browser that slept may hold a dead stream for long; it is renewed when the reader comes back after a while.
let hidden = 0;
document.addEventListener('visibilitychange', () => {
  if (document.hidden) hidden = Date.now();
  else if (stream && hidden && Date.now() - hidden > 60000) Object.keys(counts).forEach(note);
});
