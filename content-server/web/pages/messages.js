// Welcome and notices: texts by language, for which screens, from when until when; seen on the screens before they go.
import { html, useState } from '../lib/ui.js';
import { from, get, may, me, put, query, remove } from '../lib/api.js';
import { all, eventLanguages, selectorName, venueName, venues } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { save } from '../lib/saved.js';
import { dayAndClock } from '../lib/time.js';
import { best, bestTag, t } from '../lib/words.js';
import { Empty, Head, Loaded, Plate, Sheet, TextFields, filled } from '../parts/basics.js';
import { Conflict, useConflict } from '../parts/conflict.js';
import { Icon } from '../parts/icon.js';
import { Moment } from '../parts/moment.js';
import { Preview } from '../parts/preview.js';
import { unnamedId } from '../parts/screen_form.js';
import { TextsForm } from '../parts/texts_form.js';

/** Where something is shown: everywhere, or what is ticked: venues, tags, screens. */
export function Where({ value, onChange, screens }) {
  const tags = all.value?.tags ?? [];
  const toggle = (selector) => onChange(value.includes(selector) ? value.filter((one) => one !== selector) : [...value, selector]);
  const box = (selector, words) => html`<label key=${selector}><input type="checkbox" checked=${value.includes(selector)} onChange=${() => toggle(selector)} /> ${words}</label>`;
  return html`
    <fieldset class="where">
      <legend>${t('where.screens')}</legend>
      <label><input type="checkbox" checked=${value.length === 0} onChange=${() => onChange([])} /> ${t('where.all')}</label>
      ${venues.value.map((venue) => box(venue.id, best(venue.name)))}
      ${tags.map((tag) => box(`tag:${tag}`, t('where.tag', { tag })))}
      <details><summary>${t('where.single')}</summary>${screens.map((screen) => box(screen.id, `${venueName(screen.venue)} · ${screen.name}`))}</details>
    </fieldset>`;
}

const pathOf = (message) => `messages/${encodeURIComponent(message.id)}`;
const derived = ['mine', 'revision'];
const plain = (message) => Object.fromEntries(Object.entries(message).filter(([key, value]) => !derived.includes(key) && value !== null && value !== ''));

const blank = { kind: 'notice', screens: [], text: {}, detail: {} };
/** A message as it is sent: without what is empty. */
function asSent(message) {
  const { detail, ...rest } = plain({ ...blank, ...message, text: filled(message.text) });
  return Object.keys(filled(detail)).length ? { ...rest, detail: filled(detail) } : rest;
}

function MessageForm({ message, revision, screens, close }) {
  const conflict = useConflict(revision, message, asSent);
  const [made, setMade] = useState({ ...blank, ...message });
  const [trying, setTrying] = useState(null);
  const change = (values) => {
    setTrying(null);
    setMade({ ...made, ...values });
  };
  const tags = [...new Set([...eventLanguages.value.slice(0, made.kind === 'welcome' ? 8 : 4), ...Object.keys(made.text)])];
  const show = (event) => {
    event.preventDefault();
    const next = asSent({ ...made, id: made.id ?? unnamedId('message') });
    setMade(next);
    setTrying(next);
  };
  const write = async () => {
    const answer = await save(t('message.saved', { text: best(trying.text) }), () => put(pathOf(trying), conflict.merge(trying), conflict.held),
      { of: conflict.of, undo: (done) => (message ? put(pathOf(message), conflict.former, from(done.revision)) : remove(pathOf(trying), undefined, from(done.revision))) });
    if (answer) close();
  };
  return html`
    <form onSubmit=${show}>
      <div class="choices" role="group" aria-label=${t('message.kind')}>${['notice', 'welcome'].map((kind) => html`
        <button type="button" key=${kind} aria-pressed=${made.kind === kind} onClick=${() => change({ kind })}>${t(`message.${kind}`)}</button>`)}</div>
      <${TextFields} label=${t('text')} long value=${made.text} tags=${tags} onInput=${(text) => change({ text })} required />
      <${Where} value=${made.screens ?? []} screens=${screens} onChange=${(chosen) => change({ screens: chosen })} />
      <div class="pair">
        <${Moment} label=${t('from')} help=${t('from.help')} value=${made.from} onChange=${(from) => change({ from })} />
        <${Moment} label=${t('until')} help=${t('until.help')} value=${made.until} onChange=${(until) => change({ until })} />
      </div>
      ${!(made.screens?.length) && !me.value.account?.two_factor && html`<p class="quiet">${t('message.second')}</p>`}
      ${!trying && html`<button>${t('preview.show')}</button>`}
    </form>
    <${Conflict} ...${conflict} />
    ${trying && html`<${Preview} title=${best(trying.text)} label=${conflict.label('save.show')} attempt=${() => put(query(pathOf(trying), { try: 1 }), trying)} write=${write} leave=${() => setTrying(null)} />`}`;
}

const textFields = () => [{ name: 'text', label: t('text'), long: true }];

export function Messages() {
  const state = useData(async () => ({ ...(await get('messages')), screens: (await get('screens')).screens }));
  const [open, setOpen] = useState(null);
  const drop = (message) => save(t('message.removed', { text: best(message.text) }), () => remove(pathOf(message), undefined, from(state.data.revision)),
    { undo: (done) => put(pathOf(message), plain(message), from(done.revision)) });
  return html`
    <${Head} title=${t('page.messages')} lead=${t('messages.lead')}>
      ${may('message') && html`<button type="button" onClick=${() => setOpen({})}><${Icon} name="add" /> ${t('message.add')}</button>`}
    <//>
    <${Loaded} of=${state}>${({ messages, screens, revision }) => html`
      ${messages.length === 0 && html`<${Empty}>${t('messages.none')}<//>`}
      <ul class="list">${messages.map((message) => html`
        <li key=${message.id}>
          <div class="grow"><${Plate} kind=${message.kind === 'emergency' ? 'cancelled' : 'plain'}>${t(`message.${message.kind}`)}<//> <strong lang=${bestTag(message.text)}>${best(message.text)}</strong><br />
            <span class="quiet">${message.screens?.length ? message.screens.map((one) => selectorName(one, screens)).join(', ') : t('where.all')}
              ${message.from && ` · ${t('from')} ${dayAndClock(message.from)}`}${message.until && ` · ${t('until')} ${dayAndClock(message.until)}`} · ${t('languages.count', { n: Object.keys(message.text).length })}</span></div>
          ${(may('message') || may('translate')) && message.kind !== 'emergency' && html`<div class="buttons">
            <button type="button" class="secondary" onClick=${() => setOpen({ message, revision })}>${t('edit')}</button>
            ${may('message') && html`<button type="button" class="quiet-button" onClick=${() => drop(message)}>${t('remove')}</button>`}</div>`}
        </li>`)}</ul>
      ${open && html`<${Sheet} wide title=${t(open.message ? 'edit' : 'message.add')} close=${() => setOpen(null)}>${may('message')
        ? html`<${MessageForm} ...${open} screens=${screens} close=${() => setOpen(null)} />`
        : html`<${TextsForm} document=${open.message} path=${`${pathOf(open.message)}/texts`} revision=${open.revision} fields=${textFields()} title=${best(open.message.text)} saved=${() => setOpen(null)} />`}<//>`}`}
    <//>`;
}
