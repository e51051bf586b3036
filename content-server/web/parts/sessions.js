// All sessions with what is missing in which language, and the form for those entered by hand.
import { html, useState } from '../lib/ui.js';
import { from, get, may, post, put, query, remove } from '../lib/api.js';
import { all, eventDays, eventLanguages, organiserName, roomName, rooms, venueName } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { link } from '../lib/router.js';
import { save } from '../lib/saved.js';
import { formerStart, states } from '../lib/session.js';
import { clock, dayName, fromLocal, serviceDay, shortDay } from '../lib/time.js';
import { best, bestTag, hasWords, languageName, t } from '../lib/words.js';
import { Empty, Field, Loaded, Plate, Sheet, TextFields, filled } from './basics.js';
import { Conflict, useConflict } from './conflict.js';
import { Icon } from './icon.js';
import { Moment } from './moment.js';
import { TextsForm, useTags } from './texts_form.js';

const mainTags = () => eventLanguages.value;

const fields = ['id', 'title', 'short_title', 'subtitle', 'abstract', 'start', 'end', 'room', 'venue', 'track', 'organisers', 'people', 'languages',
  'interpreted', 'access', 'audience', 'url', 'materials', 'visibility', 'status', 'kind', 'all_day'];
/** The session as it is kept, without what is derived. */
const kept = (session) => ({ organisers: [], access: [], ...Object.fromEntries(Object.entries(session).filter(([key, value]) => fields.includes(key) && value !== '' && value !== null)) });

/** The words of access that screens have a sign for, as the programme knows them; others stay as they are. */
const accessWords = ['sign-language', 'hearing-loop', 'captions', 'easy-language', 'wheelchair', 'audio-description', 'quiet', 'companion'];
const accessName = (word) => (hasWords(`access.${word}`) ? t(`access.${word}`) : word);
/** The choice of a room that no venue knows: its source's name for it. */
const asNamed = '=';

export function SessionForm({ session, revision, mine, saved }) {
  const conflict = useConflict(revision, session, kept);
  const [title, setTitle] = useState(session?.title ?? {});
  const [short, setShort] = useState(session?.short_title ?? {});
  const { tags, more } = useTags(session?.title);
  const organisers = session?.organisers ?? [];
  const access = session?.access ?? [];
  const named = session?.room && !rooms.value.some((one) => one.id === session.room.id);
  const stands = named ? asNamed : session?.room?.id ?? '';
  /** What the form says of the room: nothing where it is left as it was. */
  const roomOf = (chosen) => {
    if (chosen === stands) return {};
    return chosen ? { room: { id: chosen }, venue: rooms.value.find((one) => one.id === chosen)?.venue } : { room: undefined };
  };
  const submit = async (event) => {
    event.preventDefault();
    const values = new FormData(event.target);
    const ticked = values.getAll('access');
    const made = { ...kept(session ?? {}), title: filled(title), short_title: Object.keys(filled(short)).length ? filled(short) : undefined, start: values.get('start'), end: values.get('end'),
      access: [...new Set([...access.filter((one) => ticked.includes(one)), ...ticked])], ...roomOf(values.get('room')), organisers: [values.get('organiser'), ...organisers.slice(1)].filter(Boolean) };
    const path = session && `sessions/${encodeURIComponent(session.id)}`;
    const answer = await save(t('session.saved', { title: best(made.title) }), () => (session ? put(path, conflict.merge(made), conflict.held) : post('sessions', made)),
      { of: conflict.of,
        undo: (done) => (session ? put(path, conflict.former, from(done.revision)) : remove(`sessions/${encodeURIComponent(done.session.id)}`, undefined, from(done.revision))) });
    if (answer) saved();
  };
  const drop = async () => {
    const answer = await save(t('session.removed', { title: best(session.title) }), () => remove(`sessions/${encodeURIComponent(session.id)}`, undefined, conflict.held),
      { of: conflict.of, undo: () => post('sessions', { ...conflict.former, id: undefined }) });
    if (answer) saved();
  };
  const day = eventDays.value[0];
  const known = [...new Set([...(all.value?.organisers ?? []).map((one) => one.id), ...organisers.slice(0, 1)])];
  return html`
    <form onSubmit=${submit}>
      <${TextFields} label=${t('session.title')} value=${title} tags=${tags} onInput=${setTitle} required />
      <${TextFields} label=${t('session.short')} value=${short} tags=${tags} onInput=${setShort} />
      ${more}
      <div class="pair">
        <${Moment} label=${t('starts')} name="start" required value=${session?.start ?? (day && fromLocal(`${day}T10:00`))} />
        <${Moment} label=${t('ends')} name="end" required value=${session?.end ?? (day && fromLocal(`${day}T11:00`))} />
      </div>
      <${Field} label=${t('room')}><select name="room"><option value="">${t('room.none')}</option>
        ${named && html`<option value=${asNamed} selected>${session.room.name || session.room.id}</option>`}
        ${rooms.value.map((room) => html`<option key=${room.id} value=${room.id} selected=${room.id === stands}>${venueName(room.venue)} · ${best(room.name)}</option>`)}</select><//>
      <${Field} label=${t('organiser')}><select name="organiser"><option value="">–</option>
        ${known.map((id) => html`<option key=${id} value=${id} selected=${id === organisers[0]}>${organiserName(id)}</option>`)}</select><//>
      <fieldset><legend>${t('access')}</legend>${[...new Set([...accessWords, ...access])].map((one) => html`
        <label key=${one}><input type="checkbox" name="access" value=${one} defaultChecked=${access.includes(one)} /> ${accessName(one)}</label>`)}</fieldset>
      <${Conflict} ...${conflict} />
      <div class="buttons"><button>${conflict.label('save')}</button>
        ${session && mine && html`<button type="button" class="secondary" onClick=${drop}>${t('remove')}</button>`}</div>
    </form>`;
}

/** Whether a title lacks that language. */
const lacks = (session, tag) => session.missing?.includes(tag) ?? !session.title[tag];

/** Where there is no room for the matrix the row itself says which languages lack. */
const Called = ({ session, tags, changes }) => {
  const former = formerStart(session);
  const lacking = tags.filter((tag) => lacks(session, tag));
  return html`<span class="quiet when">${former && html`<s>${clock(former)}</s> `}${clock(session.start)}</span> <span lang=${bestTag(session.title)}>${best(session.title)}</span>
    <span class="quiet where">${roomName(session.room)}</span>
    <span class="plates">${states(session, changes).map((one) => html`<${Plate} key=${one.words} kind=${one.kind}>${one.words}<//>`)}</span>
    ${lacking.length > 0 && html`<span class="quiet lacking">${t('matrix.lacking', { languages: lacking.join(', ') })}</span>`}`;
};

/** Whether title, room, or an organiser's name has all the words that are sought. */
function matches(session, sought) {
  const all = [...Object.values(session.title), roomName(session.room), ...(session.organisers ?? []).map(organiserName)].join(' ').toLocaleLowerCase();
  return sought.toLocaleLowerCase().split(/\s+/).every((word) => all.includes(word));
}

/** A row of the matrix: a full square where the title has the language, an empty one where it lacks. Who may not write opens it as it is. */
const Row = ({ session, tags, changes, open }) => html`
  <tr>
    <th scope="row">${may('session') || may('translate')
      ? html`<button type="button" class="row-button" onClick=${open}><${Called} session=${session} tags=${tags} changes=${changes} /></button>`
      : html`<a class="row-button" href=${link('today', { session: session.id })}><${Called} session=${session} tags=${tags} changes=${changes} /></a>`}</th>
    <td class="quiet source">${session.source || t('source.hand')}</td>
    ${tags.map((tag) => html`<td key=${tag} class="mark">${lacks(session, tag) ? html`<span class="lacks"><span class="sr-only">${t('matrix.lacks')}</span></span>` : html`<span class="has"><${Icon} name="check" /><span class="sr-only">${t('matrix.has')}</span></span>`}</td>`)}
  </tr>`;

export function Sessions() {
  const [day, setDay] = useState('');
  const [open, setOpen] = useState(null);
  const [sought, setSought] = useState('');
  const state = useData(async () => ({ ...(await get(query('sessions', { day }))), changes: (await get('changes')).changes }), [day]);
  const tags = mainTags().slice(0, 6);
  return html`
    <div class="tools">
      ${may('session') && html`<button type="button" onClick=${() => setOpen({})}><${Icon} name="add" /> ${t('session.add')}</button>`}
      <select aria-label=${t('day')} value=${day} onChange=${(event) => setDay(event.target.value)}><option value="">${t('day.all')}</option>
        ${eventDays.value.map((one) => html`<option key=${one} value=${one}>${shortDay(`${one}T12:00:00Z`)}</option>`)}</select>
      <input type="search" aria-label=${t('programme.search')} placeholder=${t('programme.search.help')} value=${sought} onInput=${(event) => setSought(event.target.value)} />
    </div>
    <${Loaded} of=${state} rows=${8}>${({ sessions: known, revision, changes }) => {
      const sessions = known.filter((one) => matches(one, sought));
      return html`
      ${sessions.length === 0 && html`<${Empty}>${t(known.length ? 'programme.found_none' : 'today.empty')}<//>`}
      ${sessions.length > 0 && html`
        <div class="scroll" tabindex="0" role="region" aria-label=${t('programme.sessions')}>
          <table class="matrix">
            <thead><tr><th scope="col">${t('session')}</th><th scope="col">${t('why.source')}</th>${tags.map((tag) => html`<th scope="col" key=${tag}><abbr title=${languageName(tag)}>${tag}</abbr></th>`)}</tr></thead>
            ${[...Map.groupBy(sessions, (session) => serviceDay(session.start))].map(([date, those]) => html`
              <tbody key=${date}><tr class="day"><th scope="rowgroup" colspan=${tags.length + 2}>${dayName(`${date}T12:00:00Z`)}</th></tr>
                ${those.map((session) => html`<${Row} key=${session.id} session=${session} tags=${tags} changes=${changes} open=${() => setOpen({ session, revision })} />`)}</tbody>`)}
          </table>
        </div>`}
      ${open && html`<${Edit} of=${open} close=${() => setOpen(null)} />`}`;
    }}
    <//>`;
}

/** An imported session is changed live, not edited: its source would say otherwise tomorrow. */
const Imported = ({ session }) => html`
  <p>${t('session.imported', { source: session.source })}</p>
  ${may('change') && html`<a role="button" href=${link('today', { session: session.id })}>${t('session.change_live')}</a>`}`;

const textFields = () => [
  { name: 'title', label: t('session.title') },
  { name: 'short_title', label: t('session.short') },
  { name: 'abstract', label: t('session.abstract'), long: true },
];

function Edit({ of: { session, revision }, close }) {
  const original = useData(async () => (session && !session.source ? (await get(`sessions/${encodeURIComponent(session.id)}`)).original : null), [session?.id], []);
  const title = session ? best(session.title) : t('session.add');
  return html`
    <${Sheet} wide=${!session?.source} title=${title} close=${close}>
      ${session?.source ? html`<${Imported} session=${session} />` : html`
        <${Loaded} of=${original}>${(document) => (may('session')
          ? html`<${SessionForm} session=${document} revision=${revision} mine=${session?.mine} saved=${close} />`
          : html`<${TextsForm} document=${document} path=${`sessions/${encodeURIComponent(document.id)}/texts`} revision=${revision} fields=${textFields()} title=${title} saved=${close} />`)}<//>`}
    <//>`;
}
