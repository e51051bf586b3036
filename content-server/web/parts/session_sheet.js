// One session: what is true of it, and what one can do with one tap. Nothing is written before the screens that change
// were seen; after that it can be taken back.
import { html, useState } from '../lib/ui.js';
import { from, get, may, me, post, query, remove } from '../lib/api.js';
import { organiserName, roomName, rooms, venueName } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { link } from '../lib/router.js';
import { save } from '../lib/saved.js';
import { states } from '../lib/session.js';
import { clock, dayName, span } from '../lib/time.js';
import { actorName, best, bestTag, language, languageName, t } from '../lib/words.js';
import { Field, Loaded, Plate, Sheet } from './basics.js';
import { Conflict } from './conflict.js';
import { Icon } from './icon.js';
import { Preview } from './preview.js';

/** What a change says, in the words of the interface. */
export function changeTitle(change, sessions = []) {
  const by = sessions.find((session) => session.id === change.by);
  const values = {
    minutes: change.minutes ?? '',
    start: change.start ? clock(change.start) : '',
    room: roomName(change.room) || change.room,
    by: best(by?.title) || change.by,
    text: best(change.text),
  };
  if (change.kind === 'delayed' && !change.minutes) return t('change.start', values);
  if (change.kind === 'full' && change.room) return t('change.full.room', values);
  return t(`change.${change.kind}`, values);
}

/** The other rooms of the event, those of the session's own venue first. */
function RoomOptions({ session }) {
  const others = rooms.value.filter((room) => room.id !== session.room?.id);
  const option = (room, place) => html`<option key=${room.id} value=${room.id}>${best(room.name)}${place ? ` · ${venueName(room.venue)}` : ''}</option>`;
  return html`${others.filter((room) => room.venue === session.venue).map((room) => option(room))}${others.filter((room) => room.venue !== session.venue).map((room) => option(room, true))}`;
}

function Actions({ session, sessions, choose }) {
  const volunteer = Boolean(me.value.link);
  const [following, setFollowing] = useState(!volunteer);
  const [open, setOpen] = useState('');
  const [text, setText] = useState('');
  const toggle = (name) => setOpen(open === name ? '' : name);
  const later = (minutes) => choose({ kind: 'delayed', minutes, following });
  return html`
    <section class="actions" aria-label=${t('actions')}>
      <div class="late">
        <h3>${t('action.late')}</h3>
        <div class="choices">${[5, 10, 15].map((minutes) => html`
          <button type="button" class="tap" key=${minutes} onClick=${() => later(minutes)}>${t('action.minutes', { n: minutes })}</button>`)}</div>
        ${!volunteer && html`<label class="switch"><input type="checkbox" role="switch" checked=${following} onChange=${(event) => setFollowing(event.target.checked)} /> ${t('action.following')}</label>`}
      </div>
      <div class="taps">
        <button type="button" class="tap" aria-expanded=${open === 'moved'} onClick=${() => toggle('moved')}>${t('action.moved')}</button>
        <button type="button" class="tap" onClick=${() => choose({ kind: 'full' })}>${t('action.full')}</button>
        <button type="button" class="tap" aria-expanded=${open === 'replaced'} onClick=${() => toggle('replaced')}>${t('action.replaced')}</button>
        <button type="button" class="tap" aria-expanded=${open === 'text'} onClick=${() => toggle('text')}>${t('action.text')}</button>
        <button type="button" class="tap danger" onClick=${() => choose({ kind: 'cancelled' })}>${t('action.cancelled')}</button>
      </div>
      ${open === 'moved' && html`
        <${Field} label=${t('action.moved.where')}>
          <select onChange=${(event) => event.target.value && choose({ kind: 'moved', room: event.target.value })}>
            <option value="">${t('choose')}</option>
            <${RoomOptions} session=${session} />
          </select><//>`}
      ${open === 'replaced' && html`
        <${Field} label=${t('action.replaced.by')}>
          <select onChange=${(event) => event.target.value && choose({ kind: 'replaced', by: event.target.value })}>
            <option value="">${t('choose')}</option>
            ${sessions.filter((one) => one.id !== session.id).map((one) => html`<option key=${one.id} value=${one.id}>${clock(one.start)} ${best(one.title)}</option>`)}
          </select><//>`}
      ${open === 'text' && html`
        <form onSubmit=${(event) => { event.preventDefault(); choose({ kind: 'text', text: { [language.value]: text } }); }}>
          <${Field} label=${t('action.text.what', { language: languageName(language.value) })}>
            <input required maxlength="200" value=${text} onInput=${(event) => setText(event.target.value)} /><//>
          <button class="secondary">${t('preview.show')}</button>
        </form>`}
    </section>`;
}

function Facts({ data }) {
  const { session, original } = data;
  const late = Date.parse(original.start) !== Date.parse(session.start);
  const moved = original.room?.id !== session.room?.id;
  const screens = useData(() => get(`sessions/${encodeURIComponent(session.id)}/screens`), [session.id]).data?.screens;
  const count = screens && t('screens.count', { n: screens.length });
  const row = (name, value) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`
    <dl class="facts">
      ${row(t('when'), html`${dayName(session.start)} ${late && html`<s>${span(original.start, original.end)}</s> `}<strong>${span(session.start, session.end)}</strong>`)}
      ${row(t('where'), html`${moved && html`<s>${roomName(original.room)}</s> `}${roomName(session.room) || t('room.none')}${session.venue && `, ${venueName(session.venue)}`}`)}
      ${row(t('organiser'), (session.organisers ?? []).map(organiserName).join(', '))}
      ${row(t('screens.on'), screens && (me.value.link ? count : html`<a href=${link('screens', { session: session.id })}>${count}</a>`))}
      ${row(t('history.of'), !me.value.link && html`<a href=${link('history', { object: session.id })}>${t('history.who')}</a>`)}
    </dl>`;
}

/** What somebody else did to the session, as far as it was a change. */
const told = ({ action, before, after }) => (action === 'change.add' ? changeTitle(after) : action === 'change.undo' ? t('undone', { title: changeTitle(before) }) : '');

export function SessionSheet({ id, sessions = [], close }) {
  const state = useData(async () => {
    const data = await get(`sessions/${encodeURIComponent(id)}`);
    return { ...data, session: data.session ?? data.original }; // a hidden one is shown nowhere
  }, [id]);
  const [draft, setDraft] = useState(null);
  const [conflict, setConflict] = useState(null);
  const [busy, setBusy] = useState(false);
  const seen = sessions.find((session) => session.id === id);

  const choose = (change) => {
    setConflict(null);
    setDraft({ change: { session: id, ...change }, revision: state.data.revision });
  };
  const write = async (revision) => {
    setBusy(true);
    const answer = await save(changeTitle(draft.change, sessions), () => post('changes', draft.change, from(revision)), {
      undo: (made) => remove(`changes/${encodeURIComponent(made.change.id)}`),
      of: (error) => {
        const mine = Boolean(error.body?.since);
        if (mine) setConflict(error);
        return mine;
      },
    });
    setBusy(false);
    if (!answer) return;
    setDraft(null);
    setConflict(null);
    close();
  };
  const takeBack = (change) =>
    save(t('undone', { title: changeTitle(change, sessions) }), () => remove(`changes/${encodeURIComponent(change.id)}`, undefined, from(state.data.revision)));
  const leave = () => {
    setDraft(null);
    setConflict(null);
    state.reload();
  };
  const session = state.data?.session ?? seen;
  return html`
    <${Sheet} title=${best(session?.title) || t('reading')} lang=${bestTag(session?.title)} close=${close}>
      <${Loaded} of=${state} rows=${4}>${(data) => html`
        <p class="plates">${states(data.session, data.changes).map((one) => html`<${Plate} key=${one.words} kind=${one.kind}>${one.words}<//>`)}</p>
        <${Facts} data=${data} />
        ${data.changes.length > 0 && html`
          <section class="laid"><h3>${t('changes.now')}</h3>
            <ul>${data.changes.map((change) => html`
              <li key=${change.id}><span>${changeTitle(change, sessions)} <small class="quiet">${actorName(change.author ?? '')} ${change.created && clock(change.created)}</small></span>
                ${may('change') && html`<button type="button" class="quiet-button" onClick=${() => takeBack(change)}><${Icon} name="undo" /> ${t(change.kind === 'full' ? 'action.space' : 'undo')}</button>`}</li>`)}</ul>
          </section>`}
        ${!draft && may('change') && html`<${Actions} session=${data.session} sessions=${sessions} choose=${choose} />`}
        ${!draft && may('change') && data.mine === false && !may('decide') && html`<p class="quiet">${t('proposal.will')}</p>`}
        ${conflict && html`
          <${Conflict} error=${conflict} mine=${changeTitle(draft.change, sessions)} told=${told}><div class="buttons">
            <button type="button" disabled=${busy} onClick=${() => write(conflict.body.since[0].revision)}>${t('conflict.mine')}</button>
            <button type="button" class="secondary" onClick=${leave}>${t('conflict.theirs')}</button></div><//>`}
        ${draft?.change.kind === 'full' && !conflict && html`
          <${Field} label=${t('action.full.room')} help=${t('action.full.room.help')}>
            <select value=${draft.change.room ?? ''} onChange=${(event) => choose({ kind: 'full', ...(event.target.value ? { room: event.target.value } : {}) })}>
              <option value="">${t('action.full.nowhere')}</option>
              <${RoomOptions} session=${data.session} />
            </select><//>`}
        ${draft && !conflict && html`
          <${Preview} title=${changeTitle(draft.change, sessions)} busy=${busy}
            attempt=${() => post(query('changes', { try: 1 }), draft.change)} write=${() => write(draft.revision)} leave=${() => setDraft(null)} />`}`}
      <//>
    <//>`;
}
