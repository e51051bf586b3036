// Where the programme comes from, what is not clear in it, and what is entered by hand.
import { html, useState } from '../lib/ui.js';
import { from, get, may, post, remove } from '../lib/api.js';
import { rooms, venueName } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { link, route } from '../lib/router.js';
import { save } from '../lib/saved.js';
import { clock, shortDay } from '../lib/time.js';
import { best, bestTag, t } from '../lib/words.js';
import { Empty, Head, Loaded, Plate, Sheet } from '../parts/basics.js';
import { Icon } from '../parts/icon.js';
import { Findings, ImportForm, holdWords } from '../parts/import_form.js';
import { Sessions } from '../parts/sessions.js';

/** What the last reading left to look at: what was held back, and what was odd. */
const LastImport = ({ of, unknown }) => html`
  <div class="last-import">
    ${of.held && html`<p><${Plate} kind="changed">${t('source.held')}<//> ${holdWords(of)}</p>`}
    ${Array.isArray(of.findings) && html`<${Findings} findings=${of.findings.filter((one) => one.code !== 'unknown-room' || unknown.includes(one.record))} level="h2" />`}
  </div>`;

function Sources() {
  const state = useData(async () => ({ ...(await get('sources')), unknown: (await get('rooms/unresolved')).rooms.map((room) => room.name) }));
  const [open, setOpen] = useState(null);
  return html`
    ${may('source') && html`<p><button type="button" onClick=${() => setOpen({})}><${Icon} name="add" /> ${t('source.add')}</button></p>`}
    <${Loaded} of=${state}>${({ sources, unknown }) => html`
      ${sources.length === 0 && html`<${Empty}>${t('source.none')}<//>`}
      <ul class="list">${sources.map((source) => html`
        <li key=${source.name}>
          <div><strong>${source.name}</strong><br /><span class="quiet">${source.location !== source.name && source.location} ${source.format}${source.venue && ` · ${venueName(source.venue)}`}</span></div>
          <div>${t('source.sessions', { n: source.sessions })}${source.missing > 0 && html`, <span class="warn-text">${t('source.missing', { n: source.missing })}</span>`}<br />
            <span class="quiet">${source.last_ok ? t('source.read', { when: `${shortDay(source.last_ok)} ${clock(source.last_ok)}` }) : t('source.never')}${source.location.startsWith('https:') && ` · ${t('source.polled')}`}</span></div>
          ${may('source') && html`<button type="button" class="secondary" onClick=${() => setOpen(source)}>${t('source.again')}</button>`}
          ${source.last_import && html`<${LastImport} of=${source.last_import} unknown=${unknown} />`}
        </li>`)}</ul>`}
    <//>
    ${open && html`<${Sheet} wide title=${t(open.name ? 'source.again' : 'source.add')} close=${() => setOpen(null)}>
      <${ImportForm} name=${open.name} location=${open.location?.startsWith('http') ? open.location : ''} applied=${() => setOpen(null)} /><//>`}`;
}

/** The rooms whose names look most like it, first the ones that contain it or are contained. */
function likely(name) {
  const words = new Set(name.toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean));
  const alike = (room) => Object.values(room.name ?? {}).join(' ').toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => words.has(word)).length;
  return [...rooms.value].map((room) => ({ room, score: alike(room) })).filter(({ score }) => score > 0).sort((a, b) => b.score - a.score).slice(0, 3).map(({ room }) => room);
}

function Rooms() {
  const state = useData(() => get('rooms/unresolved'));
  const settle = (unresolved, room) => {
    const alias = { room, text: unresolved.name, source: unresolved.source, ...(unresolved.guid ? { guid: unresolved.guid } : {}) };
    return save(t('room.settled', { name: unresolved.name, room: best(rooms.value.find((one) => one.id === room)?.name) }), () => post('rooms/aliases', alias),
      { undo: (done) => remove('rooms/aliases', alias, from(done.revision)) });
  };
  return html`
    <p class="quiet">${t('rooms.lead')}</p>
    <${Loaded} of=${state}>${(data) => html`
      ${data.rooms.length === 0 && html`<${Empty}>${t('rooms.none')}<//>`}
      <ul class="list">${data.rooms.map((unresolved) => html`
        <li key=${`${unresolved.source} ${unresolved.name}`}>
          <div><strong>${unresolved.name}</strong><br /><span class="quiet">${unresolved.source} · ${t('source.sessions', { n: unresolved.sessions })}</span></div>
          ${may('source') && html`<div class="buttons">
            ${likely(unresolved.name).map((room) => html`<button type="button" class="secondary" key=${room.id} onClick=${() => settle(unresolved, room.id)}>${t('rooms.is', { room: best(room.name), venue: venueName(room.venue) })}</button>`)}
            <select aria-label=${t('rooms.choose', { name: unresolved.name })} onChange=${(event) => event.target.value && settle(unresolved, event.target.value)}>
              <option value="">${t('rooms.other')}</option>
              ${rooms.value.map((room) => html`<option key=${room.id} value=${room.id}>${best(room.name)} · ${venueName(room.venue)}</option>`)}</select></div>`}
        </li>`)}</ul>`}
    <//>`;
}

const Twin = ({ session }) => html`
  <div class="twin"><strong lang=${bestTag(session.title)}>${best(session.title)}</strong><br />
    <span class="quiet">${shortDay(session.start)} ${clock(session.start)} · ${session.room?.name} · ${session.source || t('source.hand')}</span></div>`;

function Duplicates() {
  const state = useData(() => get('duplicates'));
  const pair = ({ first, second }) => ({ first: first.id, second: second.id });
  const settle = (twins, what) => save(t(`twins.${what}.done`, { title: best(twins.first.title) }), () => post(`duplicates/${what}`, pair(twins)),
    { undo: (done) => remove('duplicates', pair(twins), from(done.revision)) });
  return html`
    <p class="quiet">${t('twins.lead')}</p>
    <${Loaded} of=${state}>${({ duplicates }) => html`
      ${duplicates.length === 0 && html`<${Empty}>${t('twins.none')}<//>`}
      <ul class="list">${duplicates.map((twins) => html`
        <li key=${`${twins.first.id} ${twins.second.id}`}><${Twin} session=${twins.first} /><${Twin} session=${twins.second} />
          ${may('source') && html`<div class="buttons">
            <button type="button" onClick=${() => settle(twins, 'join')}>${t('twins.join')}</button>
            <button type="button" class="secondary" onClick=${() => settle(twins, 'dismiss')}>${t('twins.dismiss')}</button></div>`}</li>`)}</ul>`}
    <//>`;
}

const parts = { sessions: Sessions, sources: Sources, rooms: Rooms, duplicates: Duplicates };

export function Programme() {
  const [, part = 'sessions'] = route.value.path;
  const Shown = parts[part] ?? Sessions;
  return html`
    <${Head} title=${t('page.programme')} lead=${t('programme.lead')} />
    <nav class="parts" aria-label=${t('page.programme')}>
      ${Object.keys(parts).map((name) => html`<a key=${name} href=${link('programme', name)} aria-current=${name === part ? 'page' : undefined}>${t(`programme.${name}`)}</a>`)}
    </nav>
    <${Shown} />`;
}
