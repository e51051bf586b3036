// Every change with who, when, before and after; and the way back.
import { html, useEffect, useState } from '../lib/ui.js';
import { address, get, may, post, query } from '../lib/api.js';
import { layoutName, roomName, venueName, venues } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { refine, route } from '../lib/router.js';
import { save } from '../lib/saved.js';
import { clock, dayName, serviceDay } from '../lib/time.js';
import { actionName, actorName, best, t } from '../lib/words.js';
import { Empty, Head, Loaded } from '../parts/basics.js';
import { Fields, parsed } from '../parts/difference.js';
import { Icon } from '../parts/icon.js';
import { changeTitle } from '../parts/session_sheet.js';

/** Which right taking back needs, by the first word of the action. */
const rightOf = { change: 'change', session: 'session', message: 'message', rota: 'rota', layout: 'rota', screen: 'screen', event: 'people', venue: 'venue', closure: 'venue', room: 'source' };
const decisions = ['session.join', 'session.dismiss'];
const mayUndo = (entry) => may(decisions.includes(entry.action) ? 'source' : rightOf[entry.action.split('.')[0]]);

/** Kinds of entries by the beginnings of their actions. */
const kinds = {
  changes: 'change.',
  programme: 'import,session.,room.,proposal.',
  messages: 'message.',
  screens: 'screen.,rota.,layout.,event.',
  places: 'venue.,closure.',
  people: 'account.,link.,token.',
};

const screenName = (id, screens) => screens.find((screen) => screen.id === id)?.name;

/** What an entry is about, as a person would name it: the session of a change, the name or the text of the rest. */
function subject({ action, object, before, after }, { titles, screens, sessions }) {
  const document = parsed(after) ?? parsed(before);
  const kind = action.split('.')[0];
  if (kind === 'venue') return venueName(object);
  if (action === 'import') return object === 'event' ? t('source.event') : object;
  if (kind === 'proposal') return [document.name, t(`proposals.${document.state}`), titles.get(document.session)].filter(Boolean).join(' · ');
  if (kind === 'screen') return document?.name || screenName(object, screens) || '';
  if (typeof document !== 'object' || !document) return titles.get(object) ?? '';
  const of = titles.get(document.session) ?? '';
  if (kind === 'change') return [changeTitle(document, sessions), of].filter(Boolean).join(' · ');
  if (kind === 'room') return `${document.text || document.guid} = ${roomName(object) || object}`;
  if (kind === 'closure') return placeName(document) || document.target;
  if (kind === 'rota') return layoutName(document.layout);
  return best(document.title ?? document.name ?? document.text) || document.email || of || titles.get(object) || '';
}

/** The name of what is closed. */
function placeName({ venue, target }) {
  const place = venues.value.find((one) => one.id === venue);
  const thing = ['connectors', 'rooms', 'openings', 'spaces'].flatMap((part) => place?.[part] ?? []).find((one) => one.id === target);
  return thing && [best(thing.name), venueName(venue)].filter(Boolean).join(', ');
}

function Entry({ entry, names }) {
  const [open, setOpen] = useState(false);
  const undo = () => save(t('undone', { title: actionName(entry.action) }), () => post(`history/${entry.number}/undo`, {}));
  return html`
    <li class="entry">
      <time>${clock(entry.at)}</time>
      <p><strong>${actionName(entry.action)}</strong> <span class="object">${subject(entry, names)}</span><br /><span class="quiet">${actorName(entry.actor)}</span></p>
      <div class="buttons">
        ${(entry.before || entry.after) && html`<button type="button" class="quiet-button" aria-expanded=${open} onClick=${() => setOpen(!open)}>${t(open ? 'history.hide' : 'history.what')}</button>`}
        ${entry.undo && mayUndo(entry) && html`<button type="button" class="quiet-button" onClick=${undo}><${Icon} name="undo" /> ${t('undo')}</button>`}
      </div>
      ${open && html`<p class="quiet told">${t('revision')} ${entry.revision}</p><${Fields} before=${entry.before} after=${entry.after} names=${names} />`}
    </li>`;
}

const calm = 250;
/** What to look for: a kind of entries, words in them. The words are asked for when the writer pauses. */
function Filter({ kind, search }) {
  const [words, setWords] = useState(search);
  useEffect(() => {
    const later = setTimeout(() => words !== search && refine({ search: words }), calm);
    return () => clearTimeout(later);
  }, [words]);
  return html`
    <div class="tools">
      <select aria-label=${t('history.kind')} value=${kind} onChange=${(event) => refine({ kind: event.target.value })}>
        <option value="">${t('history.all')}</option>
        ${Object.keys(kinds).filter((one) => one !== 'people' || may('people') || may('link')).map((one) => html`<option key=${one} value=${one}>${t(`history.${one}`)}</option>`)}</select>
      <input type="search" aria-label=${t('history.search')} placeholder=${t('history.search.help')} maxlength="100" value=${words} onInput=${(event) => setWords(event.target.value)} />
    </div>`;
}

export function History() {
  const { kind = '', search = '', object = '' } = route.value.query;
  const [limit, setLimit] = useState(50);
  const wanted = { actions: kinds[kind], search, object };
  const state = useData(() => get(query('history', { limit, ...wanted })), [limit, kind, search, object]);
  const known = useData(async () => {
    const [{ sessions }, { screens }] = await Promise.all([get('sessions'), get('screens')]);
    return { sessions, screens, titles: new Map(sessions.map((one) => [one.id, best(one.title)])) };
  });
  const names = known.data ?? { sessions: [], screens: [], titles: new Map() };
  const called = names.titles.get(object) ?? screenName(object, names.screens) ?? object;
  return html`
    <${Head} title=${t('page.history')} lead=${t('history.lead')}>
      <a role="button" class="secondary" href=${address(query('history.csv', wanted))} download="skylt-history.csv">${t('history.csv')}</a>
    <//>
    <${Filter} kind=${kind} search=${search} />
    <${Loaded} of=${state} rows=${8}>${({ history }) => html`
      ${object && html`<p class="chosen" role="status">${t('history.only')} <strong>${called}</strong>
        <button type="button" class="quiet-button" onClick=${() => refine({ object: '' })}><${Icon} name="close" /> ${t('history.all')}</button></p>`}
      ${history.length === 0 && html`<${Empty}>${t(kind || search || object ? 'history.none' : 'history.empty')}<//>`}
      ${[...Map.groupBy(history, (entry) => serviceDay(entry.at))].map(([day, entries]) => html`
        <section key=${day}><h2>${dayName(`${day}T12:00:00Z`)}</h2>
          <ol class="entries">${entries.map((entry) => html`<${Entry} key=${entry.number} entry=${entry} names=${names} />`)}</ol></section>`)}
      ${history.length >= limit && html`<button type="button" class="secondary" onClick=${() => setLimit(limit + 100)}>${t('history.more')}</button>`}`}
    <//>`;
}
