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

// One tab of a browser holds the stream and passes on what it hears: over plain HTTP a browser has six connections to a
// server, and a stream in each of six tabs would leave none for anything else. The tab that holds the lock leads; when it
// goes, the next one does.
//
// The server gives a sign of life every quarter of a minute. Where none came for longer (the computer slept, a network
// went without a word, the leading tab stands still) the stream is dead though nobody closed it: one is opened anew, and
// everything is asked again.
const silence = 40000;
const others = new BroadcastChannel('skylt-events');
let stream = null;
let heard = Date.now();
let wanted = [];

function take({ kind, data, live, again }) {
  heard = Date.now();
  if (live !== undefined) connected.value = live;
  if (again) wanted.forEach(note);
  if (!wanted.includes(kind)) return;
  (latest[kind] ??= signal(null)).value = data;
  note(kind);
}

function hear(message) {
  take(message);
  others.postMessage(message);
}

function open(again) {
  stream?.close();
  heard = Date.now();
  stream = new EventSource(address('events'));
  const mine = stream;
  let lost = again;
  stream.onopen = () => {
    hear({ live: true, again: lost });
    lost = false;
  };
  stream.onerror = () => {
    hear({ live: false });
    lost = true;
    // Closed for good, as after an answer that was no stream: a moment later anew.
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => mine === stream && open(true), 3000);
  };
  stream.addEventListener('here', () => hear({ kind: 'here' }));
  for (const kind of wanted) stream.addEventListener(kind, (event) => hear({ kind, data: JSON.parse(event.data) }));
}

export function listen(kinds) {
  wanted = kinds;
  others.onmessage = (event) => { if (!stream) take(event.data); };
  const asked = Date.now();
  navigator.locks.request('skylt-events', () => {
    open(Date.now() - asked > 1000); // what happened between two leaders nobody heard
    return new Promise(() => {}); // as long as this tab lives
  });
}

setInterval(() => { if (wanted.length && Date.now() - heard > silence) open(true); }, 5000);
