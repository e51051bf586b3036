// All sessions with what is missing in which language, and the form for those entered by hand.
import { html, useState } from '../lib/ui.js';
import { from, get, may, post, put, query, remove } from '../lib/api.js';
import { all, eventDays, eventLanguages, organiserName, rooms, venueName } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { explain, save } from '../lib/saved.js';
import { clock, fromLocal, shortDay, toLocal } from '../lib/time.js';
import { best, bestTag, languageName, t } from '../lib/words.js';
import { Empty, Field, Loaded, Problem, Sheet, TextFields, filled } from './basics.js';
import { Icon } from './icon.js';

const mainTags = () => eventLanguages.value;

const fields = ['id', 'title', 'short_title', 'subtitle', 'abstract', 'start', 'end', 'room', 'venue', 'track', 'organisers', 'people', 'languages',
  'interpreted', 'access', 'audience', 'url', 'materials', 'visibility', 'status', 'kind', 'all_day'];
/** The session as it is kept, without what is derived. */
const kept = (session) => Object.fromEntries(Object.entries(session).filter(([key, value]) => fields.includes(key) && value !== '' && value !== null));

export function SessionForm({ session, revision, saved }) {
  const [title, setTitle] = useState(session?.title ?? {});
  const [short, setShort] = useState(session?.short_title ?? {});
  const [count, setCount] = useState(Math.max(2, mainTags().findLastIndex((tag) => session?.title?.[tag]) + 1));
  const [conflict, setConflict] = useState(null);
  const tags = [...new Set([...mainTags().slice(0, count), ...Object.keys(session?.title ?? {}).filter((tag) => tag !== 'und')])];
  const submit = async (event) => {
    event.preventDefault();
    const values = new FormData(event.target);
    const made = { ...kept(session ?? {}), title: filled(title), start: fromLocal(values.get('start')), end: fromLocal(values.get('end')), access: values.getAll('access') };
    const room = values.get('room');
    if (room) Object.assign(made, { room: { id: room }, venue: rooms.value.find((one) => one.id === room)?.venue });
    else delete made.room;
    if (Object.keys(filled(short)).length) made.short_title = filled(short);
    else delete made.short_title;
    if (values.get('organiser')) made.organisers = [values.get('organiser')];
    const name = best(made.title);
    const held = conflict ? {} : from(revision);
    const answer = await save(t('session.saved', { title: name }),
      () => (session ? put(`sessions/${encodeURIComponent(session.id)}`, made, held) : post('sessions', made)),
      { of: (error) => { setConflict(error); return true; },
        undo: session ? () => put(`sessions/${encodeURIComponent(session.id)}`, kept(session)) : (made) => remove(`sessions/${encodeURIComponent(made.session.id)}`) });
    if (answer) saved();
  };
  const drop = async () => {
    const answer = await save(t('session.removed', { title: best(session.title) }), () => remove(`sessions/${encodeURIComponent(session.id)}`, undefined, from(revision)),
      { undo: () => post('sessions', { ...kept(session), id: undefined }) });
    if (answer) saved();
  };
  const day = eventDays.value[0];
  return html`
    <form onSubmit=${submit}>
      <${TextFields} label=${t('session.title')} value=${title} tags=${tags} onInput=${setTitle} required />
      <${TextFields} label=${t('session.short')} value=${short} tags=${tags} onInput=${setShort} />
      ${count < mainTags().length && html`<p><button type="button" class="quiet-button" onClick=${() => setCount(count + 4)}><${Icon} name="add" /> ${t('session.languages')}</button></p>`}
      <div class="pair">
        <${Field} label=${t('starts')}><input name="start" type="datetime-local" required value=${session ? toLocal(session.start) : day && `${day}T10:00`} /><//>
        <${Field} label=${t('ends')}><input name="end" type="datetime-local" required value=${session ? toLocal(session.end) : day && `${day}T11:00`} /><//>
      </div>
      <${Field} label=${t('room')}><select name="room" value=${session?.room?.id ?? ''}><option value="">${t('room.none')}</option>
        ${rooms.value.map((room) => html`<option key=${room.id} value=${room.id}>${venueName(room.venue)} · ${best(room.name)}</option>`)}</select><//>
      <${Field} label=${t('organiser')}><select name="organiser" value=${session?.organisers?.[0] ?? ''}><option value="">–</option>
        ${(all.value?.organisers ?? []).map((one) => html`<option key=${one.id} value=${one.id}>${organiserName(one.id)}</option>`)}</select><//>
      <fieldset><legend>${t('access')}</legend>${['sign-language', 'hearing-loop', 'captions', 'easy-language', 'wheelchair'].map((one) => html`
        <label key=${one}><input type="checkbox" name="access" value=${one} checked=${session?.access?.includes(one)} /> ${t(`access.${one}`)}</label>`)}</fieldset>
      ${conflict && html`<${Problem} error=${`${t('conflict.title')} ${explain(conflict)}`} />`}
      <div class="buttons"><button>${t(conflict ? 'conflict.mine' : 'save')}</button>
        ${session && html`<button type="button" class="secondary" onClick=${drop}>${t('remove')}</button>`}</div>
    </form>`;
}

/** A row of the matrix: a full square where the title has the language, an empty one where it lacks. */
const Row = ({ session, tags, open }) => html`
  <tr>
    <th scope="row"><button type="button" class="row-button" onClick=${open}><span class="quiet">${shortDay(session.start)} ${clock(session.start)}</span> <span lang=${bestTag(session.title)}>${best(session.title)}</span></button></th>
    <td class="quiet source">${session.source || t('source.hand')}</td>
    ${tags.map((tag) => html`<td key=${tag} class="mark">${session.missing?.includes(tag) ?? !session.title[tag] ? html`<span class="lacks"><span class="sr-only">${t('matrix.lacks')}</span></span>` : html`<span class="has"><${Icon} name="check" /><span class="sr-only">${t('matrix.has')}</span></span>`}</td>`)}
  </tr>`;

export function Sessions() {
  const [day, setDay] = useState('');
  const [open, setOpen] = useState(null);
  const state = useData(() => get(query('sessions', { day })), [day]);
  const tags = mainTags().slice(0, 6);
  return html`
    <div class="tools">
      ${may('session') && html`<button type="button" onClick=${() => setOpen({})}><${Icon} name="add" /> ${t('session.add')}</button>`}
      <select aria-label=${t('day')} value=${day} onChange=${(event) => setDay(event.target.value)}><option value="">${t('day.all')}</option>
        ${eventDays.value.map((one) => html`<option key=${one} value=${one}>${shortDay(`${one}T12:00:00Z`)}</option>`)}</select>
    </div>
    <${Loaded} of=${state} rows=${8}>${({ sessions, revision }) => html`
      ${sessions.length === 0 && html`<${Empty}>${t('today.empty')}<//>`}
      ${sessions.length > 0 && html`
        <div class="scroll" tabindex="0" role="region" aria-label=${t('programme.sessions')}>
          <table class="matrix">
            <thead><tr><th scope="col">${t('session')}</th><th scope="col">${t('why.source')}</th>${tags.map((tag) => html`<th scope="col" key=${tag}><abbr title=${languageName(tag)}>${tag}</abbr></th>`)}</tr></thead>
            <tbody>${sessions.map((session) => html`<${Row} key=${session.id} session=${session} tags=${tags} open=${() => setOpen({ session, revision })} />`)}</tbody>
          </table>
        </div>`}
      ${open && html`<${Edit} of=${open} close=${() => setOpen(null)} />`}`}
    <//>`;
}

/** An imported session is changed live, not edited: its source would say otherwise tomorrow. */
function Edit({ of: { session, revision }, close }) {
  const title = session ? best(session.title) : t('session.add');
  if (session?.source) return html`<${Sheet} title=${title} close=${close}><p>${t('session.imported', { source: session.source })}</p>
    <a role="button" href=${`#/today?session=${encodeURIComponent(session.id)}`}>${t('session.change_live')}</a><//>`;
  const original = useData(async () => (session ? (await get(`sessions/${encodeURIComponent(session.id)}`)).original : null), [session?.id], []);
  return html`<${Sheet} wide title=${title} close=${close}><${Loaded} of=${original}>${(kept) => html`<${SessionForm} session=${kept} revision=${revision} saved=${close} />`}<//><//>`;
}
