// Every change with who, when, before and after; and the way back.
import { html, useState } from '../lib/ui.js';
import { address, get, may, post, query } from '../lib/api.js';
import { useData } from '../lib/data.js';
import { roomName, venueName, venues } from '../lib/event.js';
import { save } from '../lib/saved.js';
import { clock, dayName, serviceDay } from '../lib/time.js';
import { actionName, actorName, best, t } from '../lib/words.js';
import { Empty, Head, Loaded } from '../parts/basics.js';
import { Fields, parsed } from '../parts/difference.js';
import { Icon } from '../parts/icon.js';
import { changeTitle } from '../parts/session_sheet.js';

/** Which right taking back needs, by the first word of the action. */
const rightOf = { change: 'change', session: 'session', message: 'message', rota: 'rota', layout: 'rota', screen: 'screen', event: 'people' };

/** What an entry is about, as a person would name it: the session of a change, the name or the text of the rest. */
function subject(entry, titles) {
  const document = parsed(entry.after) ?? parsed(entry.before);
  if (typeof document !== 'object' || !document) return entry.object;
  const of = titles.get(document.session) ?? '';
  if (entry.action.startsWith('change.')) return [changeTitle(document), of].filter(Boolean).join(' · ');
  if (entry.action === 'room.alias') return `${document.text || document.guid} = ${roomName(entry.object) || entry.object}`;
  if (entry.action.startsWith('closure.')) return placeName(document) || document.target;
  return best(document.title ?? document.name ?? document.text) || document.email || of || titles.get(entry.object) || entry.object;
}

/** The name of what is closed. */
function placeName({ venue, target }) {
  const place = venues.value.find((one) => one.id === venue);
  const thing = ['connectors', 'rooms', 'openings', 'spaces'].flatMap((part) => place?.[part] ?? []).find((one) => one.id === target);
  return thing && [best(thing.name), venueName(venue)].filter(Boolean).join(', ');
}

function Entry({ entry, titles }) {
  const [open, setOpen] = useState(false);
  const undo = () => save(t('undone', { title: actionName(entry.action) }), () => post(`history/${entry.number}/undo`, {}));
  return html`
    <li class="entry">
      <time>${clock(entry.at)}</time>
      <p><strong>${actionName(entry.action)}</strong> <span class="object">${subject(entry, titles)}</span><br /><span class="quiet">${actorName(entry.actor)} · ${t('revision')} ${entry.revision}</span></p>
      <div class="buttons">
        ${(entry.before || entry.after) && html`<button type="button" class="quiet-button" aria-expanded=${open} onClick=${() => setOpen(!open)}>${t(open ? 'history.hide' : 'history.what')}</button>`}
        ${entry.undo && may(rightOf[entry.action.split('.')[0]]) && html`<button type="button" class="quiet-button" onClick=${undo}><${Icon} name="undo" /> ${t('undo')}</button>`}
      </div>
      ${open && html`<${Fields} before=${entry.before} after=${entry.after} />`}
    </li>`;
}

export function History() {
  const [limit, setLimit] = useState(50);
  const state = useData(async () => {
    const [record, { sessions }] = await Promise.all([get(query('history', { limit })), get('sessions')]);
    return { ...record, titles: new Map(sessions.map((session) => [session.id, best(session.title)])) };
  }, [limit]);
  return html`
    <${Head} title=${t('page.history')} lead=${t('history.lead')}>
      <a role="button" class="secondary" href=${address('history.csv')} download="skylt-history.csv">${t('history.csv')}</a>
    <//>
    <${Loaded} of=${state} rows=${8}>${({ history, titles }) => html`
      ${history.length === 0 && html`<${Empty}>${t('history.empty')}<//>`}
      ${[...Map.groupBy(history, (entry) => serviceDay(entry.at))].map(([day, entries]) => html`
        <section key=${day}><h2>${dayName(`${day}T12:00:00Z`)}</h2>
          <ol class="entries">${entries.map((entry) => html`<${Entry} key=${entry.number} entry=${entry} titles=${titles} />`)}</ol></section>`)}
      ${history.length >= limit && html`<button type="button" class="secondary" onClick=${() => setLimit(limit + 100)}>${t('history.more')}</button>`}`}
    <//>`;
}
