// Rooms by time, live. A session opens to what one can do with it.
import { html, names, useState } from '../lib/ui.js';
import { get, may, query } from '../lib/api.js';
import { all, dayNow, eventDays, minute, roomName, venueName, venues } from '../lib/event.js';
import { formerStart, isOver, isRunning, states } from '../lib/session.js';
import { useData } from '../lib/data.js';
import { link, refine, route } from '../lib/router.js';
import { clock, shortDay, span } from '../lib/time.js';
import { best, bestTag, t } from '../lib/words.js';
import { Empty, Head, Loaded, Plate } from '../parts/basics.js';
import { Icon } from '../parts/icon.js';
import { Proposals } from '../parts/proposals.js';
import { SessionSheet } from '../parts/session_sheet.js';

/** [{venue, rooms: [{key, name, sessions}]}] in the order of the event's venues, unknown rooms last. */
function byRoom(sessions) {
  const places = new Map();
  for (const session of sessions) {
    const venue = session.venue ?? '';
    const key = session.room?.id ?? session.room?.name ?? '';
    if (!places.has(venue)) places.set(venue, new Map());
    const rooms = places.get(venue);
    if (!rooms.has(key)) rooms.set(key, { key, name: roomName(session.room) || t('room.none'), sessions: [] });
    rooms.get(key).sessions.push(session);
  }
  const order = venues.value.map((venue) => venue.id);
  const place = (venue) => (order.indexOf(venue) + 1 || order.length + 2);
  return [...places].sort(([a], [b]) => place(a) - place(b)).map(([venue, rooms]) => ({ venue, rooms: [...rooms.values()] }));
}

function Card({ session, changes, open }) {
  const at = minute.value;
  const running = isRunning(session, at) && session.status !== 'cancelled';
  const former = formerStart(session);
  const done = (at - Date.parse(session.start)) / (Date.parse(session.end) - Date.parse(session.start));
  return html`
    <button type="button" class=${names('session-card', { running, over: isOver(session, at), cancelled: session.status === 'cancelled' })} onClick=${open}>
      <span class="when">${former && html`<s>${clock(former)}</s> `}${span(session.start, session.end)}${running && html` <${Plate} kind="now">${t('now')}<//>`}</span>
      <strong lang=${bestTag(session.title)}>${best(session.title)}</strong>
      <span class="plates">${states(session, changes).map((state) => html`<${Plate} key=${state.words} kind=${state.kind}>${state.words}<//>`)}</span>
      ${running && html`<span class="progress" aria-hidden="true"><span style=${{ width: `${Math.round(done * 100)}%` }}></span></span>`}
    </button>`;
}

function Room({ room, changes, open, isToday }) {
  const [early, setEarly] = useState(false);
  const over = isToday ? room.sessions.filter((session) => isOver(session, minute.value)) : [];
  const shown = early ? room.sessions : room.sessions.filter((session) => !over.includes(session));
  return html`
    <section class="room">
      <header>
        <h3>${room.name}</h3>
        ${over.length > 0 && html`<button type="button" class="quiet-button" aria-expanded=${early} onClick=${() => setEarly(!early)}>${t(early ? 'today.hide' : 'today.earlier', { n: over.length })}</button>`}
      </header>
      <div class="cards">
        ${shown.map((session) => html`<${Card} key=${session.id} session=${session} changes=${changes} open=${() => open(session.id)} />`)}
        ${shown.length === 0 && html`<p class="quiet">${t('today.no_more')}</p>`}
      </div>
    </section>`;
}

const Days = ({ day }) => html`
  <div class="choices" role="group" aria-label=${t('day')}>
    ${eventDays.value.map((one) => html`
      <button type="button" key=${one} aria-pressed=${one === day} onClick=${() => refine({ day: one })}>${shortDay(`${one}T12:00:00Z`)}</button>`)}
  </div>`;

/** Where set-up was left before the event had a name and days: no other page gives it them. */
function Unfinished() {
  const event = all.value.event;
  if (!may('people') || (best(event.name) && event.start && event.end)) return null;
  return html`<p class="duty"><${Icon} name="warn" /> <span>${t('setup.unfinished')} <a href=${link('setup')}>${t('setup.finish')}</a></span></p>`;
}

export function Today() {
  const { day = dayNow.value, venue, session } = route.value.query;
  const read = async () => {
    const [list, laid] = await Promise.all([get(query('sessions', { day, venue })), get('changes')]);
    return { ...list, changes: laid.changes };
  };
  const state = useData(read, [day, venue]);
  const open = (id) => refine({ session: id });
  return html`
    <${Head} title=${t('page.today')} lead=${t('today.lead')}>
      ${venues.value.length > 1 && html`
        <select aria-label=${t('venue')} value=${venue ?? ''} onChange=${(event) => refine({ venue: event.target.value })}>
          <option value="">${t('venue.all')}</option>
          ${venues.value.map((one) => html`<option key=${one.id} value=${one.id}>${best(one.name)}</option>`)}
        </select>`}
    <//>
    <${Unfinished} />
    <${Proposals} />
    <${Days} day=${day} />
    <${Loaded} of=${state} rows=${6} kind="cardrow">${(data) => html`
      ${data.sessions.length === 0 && html`<${Empty}>${t('today.empty')}<//>`}
      ${byRoom(data.sessions).map(({ venue: place, rooms }) => html`
        <section class="venue" key=${place}>
          <h2>${venueName(place) || t('venue.none')}</h2>
          ${rooms.map((room) => html`<${Room} key=${room.key} room=${room} changes=${data.changes} open=${open} isToday=${day === dayNow.value} />`)}
        </section>`)}
      ${session && html`<${SessionSheet} id=${session} sessions=${data.sessions} close=${() => refine({ session: '' })} />`}`}
    <//>`;
}
