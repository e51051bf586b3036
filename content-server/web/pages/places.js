// Venues: what is closed in them just now, one click to close and to open again; their rooms, and new ones.
import { html, useState } from '../lib/ui.js';
import { from, get, may, post, put, query, remove } from '../lib/api.js';
import { now, readEvent, venues } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { save } from '../lib/saved.js';
import { dayAndClock } from '../lib/time.js';
import { best, bestTag, hasWords, t } from '../lib/words.js';
import { Empty, Head, Loaded, Plate, Sheet, TextFields, filled } from '../parts/basics.js';
import { Conflict, useConflict } from '../parts/conflict.js';
import { Icon } from '../parts/icon.js';
import { Moment } from '../parts/moment.js';
import { Preview } from '../parts/preview.js';
import { VenueForm } from '../parts/venue_form.js';

/** What may be closed in a venue, in two lists: ways between floors and through doors, and rooms. */
const waysOf = (venue) => [...(venue.connectors ?? []), ...(venue.openings ?? []).filter((one) => one.entrance).map((one) => ({ kind: 'entrance', ...one }))];
const kindName = (kind) => (hasWords(`connector.${kind}`) ? t(`connector.${kind}`) : kind);
const ownName = (thing) => best(thing.name) || kindName(thing.kind);
/** With its floor or house where the venue has another of that name. */
function nameOf(thing, venue) {
  const level = venue.levels?.find((one) => one.id === (thing.level ?? thing.levels?.[0]));
  const twin = waysOf(venue).some((one) => one.id !== thing.id && ownName(one) === ownName(thing));
  return twin && level ? `${ownName(thing)} · ${best(level.name)}` : ownName(thing);
}

/** Whether a closure holds at a moment; those to come and those that are over do not. */
const holds = (closure, at) => (!closure.from || Date.parse(closure.from) <= at) && (!closure.until || at < Date.parse(closure.until));
const isOver = (closure, at) => closure.until && Date.parse(closure.until) <= at;

function CloseForm({ venue, thing, revision, close }) {
  const conflict = useConflict(revision);
  const room = !thing.kind;
  const [made, setMade] = useState({ venue: venue.id, target: thing.id, kind: room ? 'closed' : 'out-of-service', until: null, text: {} });
  const change = (values) => setMade({ ...made, ...values });
  const body = () => {
    const text = filled(made.text);
    return { ...Object.fromEntries(Object.entries(made).filter(([, value]) => value)), ...(Object.keys(text).length ? { text } : { text: undefined }) };
  };
  const title = t('places.closed', { name: nameOf(thing, venue) });
  const write = async () => {
    const answer = await save(title, () => post('closures', body(), conflict.held),
      { undo: (done) => remove(`closures/${encodeURIComponent(done.closure.id)}`), of: conflict.of });
    if (answer) close();
  };
  return html`
    <${Moment} label=${t('until')} help=${t('places.until.help')} value=${made.until} onChange=${(until) => change({ until })} />
    <${TextFields} label=${t('places.why')} value=${made.text} tags=${['sv', 'en']} onInput=${(text) => change({ text })} />
    <${Conflict} ...${conflict} />
    ${made.until !== undefined && html`<${Preview} key=${JSON.stringify(body())} title=${title} label=${conflict.label('save.show')} attempt=${() => post(query('closures', { try: 1 }), body())} write=${write} leave=${close} />`}`;
}

/** Opening again is seen on the screens first, as closing is. */
function OpenForm({ closure, venue, thing, revision, close }) {
  const conflict = useConflict(revision);
  const title = t('places.opened', { name: nameOf(thing, venue) });
  const path = `closures/${encodeURIComponent(closure.id)}`;
  const write = async () => {
    const { id, author, created, ...again } = closure;
    const answer = await save(title, () => remove(path, undefined, conflict.held), { of: conflict.of, undo: (done) => post('closures', again, from(done.revision)) });
    if (answer) close();
  };
  return html`
    <${Conflict} ...${conflict} />
    <${Preview} title=${title} label=${conflict.label('save.show')} attempt=${() => remove(query(path, { try: 1 }))} write=${write} leave=${close} />`;
}

function Thing({ venue, thing, closures, open }) {
  const at = now.value;
  const mine = closures.filter((closure) => closure.venue === venue.id && closure.target === thing.id && !isOver(closure, at));
  const closed = mine.find((closure) => holds(closure, at));
  const later = !closed && mine[0];
  const shown = closed ?? later;
  return html`
    <li>
      <div class="grow"><strong lang=${bestTag(thing.name)}>${nameOf(thing, venue)}</strong> ${closed && html`<${Plate} kind="cancelled">${t(`closure.${closed.kind}`)}<//>`}
        ${later && html`<${Plate} kind="changed">${t('places.later', { when: dayAndClock(later.from) })}<//>`}
        ${shown && html`<br /><span class="quiet">${[best(shown.text), shown.until && `${t('until')} ${dayAndClock(shown.until)}`].filter(Boolean).join(' · ')}</span>`}</div>
      ${may('venue') && (shown
        ? html`<button type="button" class="secondary" onClick=${() => open({ venue, thing, closure: shown })}>${t('places.open')}<span class="sr-only"> ${nameOf(thing, venue)}</span></button>`
        : html`<button type="button" class="quiet-button" onClick=${() => open({ venue, thing })}>${t('places.close')}<span class="sr-only"> ${nameOf(thing, venue)}</span></button>`)}
    </li>`;
}

const Place = ({ venue, closures, open }) => html`
  <section class="place">
    <div class="head"><div><h2 lang=${bestTag(venue.name)}>${best(venue.name)}</h2>${venue.address && html`<p class="quiet">${venue.address}</p>`}</div>
      ${may('venue') && html`<div class="head-tools"><button type="button" class="secondary" onClick=${() => open({ edit: venue })}><${Icon} name="edit" /> ${t('places.edit')}</button></div>`}</div>
    <div class="columns">
      ${waysOf(venue).length > 0 && html`<div><h3>${t('places.ways')}</h3><ul class="list tight">${waysOf(venue).map((thing) => html`<${Thing} key=${thing.id} venue=${venue} thing=${thing} closures=${closures} open=${open} />`)}</ul></div>`}
      <div><h3>${t('places.rooms')}</h3><ul class="list tight">${(venue.rooms ?? []).map((room) => html`<${Thing} key=${room.id} venue=${venue} thing=${room} closures=${closures} open=${open} />`)}</ul></div>
    </div>
  </section>`;

export function Places() {
  const state = useData(() => get('closures'));
  const [open, setOpen] = useState(null);
  const close = () => setOpen(null);
  const saved = async () => {
    close();
    await readEvent();
  };
  return html`
    <${Head} title=${t('page.places')} lead=${t('places.lead')}>
      ${may('venue') && html`<button type="button" onClick=${() => setOpen({ edit: null })}><${Icon} name="add" /> ${t('places.add')}</button>`}
    <//>
    <${Loaded} of=${state} rows=${6}>${({ closures, revision }) => html`
      ${venues.value.length === 0 && html`<${Empty}>${t('places.none')}<//>`}
      ${venues.value.map((venue) => html`<${Place} key=${venue.id} venue=${venue} closures=${closures} open=${setOpen} />`)}
      ${open?.thing && html`<${Sheet} wide title=${nameOf(open.thing, open.venue)} close=${close}>${open.closure
        ? html`<${OpenForm} ...${open} revision=${revision} close=${close} />`
        : html`<${CloseForm} ...${open} revision=${revision} close=${close} />`}<//>`}
      ${open && 'edit' in open && html`<${Sheet} wide title=${open.edit ? best(open.edit.name) : t('places.add')} close=${close}><${VenueForm} venue=${open.edit} revision=${revision} saved=${saved} /><//>`}`}
    <//>`;
}
