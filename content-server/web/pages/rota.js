// Which layout on which screens when; what wins at any moment, and why.
import { html, useState } from '../lib/ui.js';
import { from, get, may, put, query, remove } from '../lib/api.js';
import { all, layoutName, now, selectorName } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { save } from '../lib/saved.js';
import { dayAndClock, shortDay } from '../lib/time.js';
import { t } from '../lib/words.js';
import { Empty, Field, Head, Loaded, Plate, Sheet } from '../parts/basics.js';
import { Conflict, useConflict } from '../parts/conflict.js';
import { Icon } from '../parts/icon.js';
import { Moment } from '../parts/moment.js';
import { Picture, Preview } from '../parts/preview.js';
import { Where } from './messages.js';
import { LayoutForm, Layouts } from '../parts/layout_form.js';
import { idOf } from '../parts/screen_form.js';

const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** When a rule holds, in words. */
function when(rule) {
  const found = [];
  if (rule.from_day || rule.to_day) found.push([rule.from_day, rule.to_day].map((day) => (day ? shortDay(`${day}T12:00:00Z`) : '…')).join('–'));
  if (rule.weekdays?.length) found.push(rule.weekdays.map((day) => t(`day.${day}`)).join(', '));
  if (rule.from_time || rule.to_time) found.push(`${rule.from_time || '00:00'}–${rule.to_time || '24:00'}`);
  return found.join(' · ') || t('always');
}

/** A rule as it is sent: what the server leaves out as usual stands in it, and what is empty does not. */
const plain = (rule) => Object.fromEntries(Object.entries({ screens: [], weekdays: [], priority: 0, ...rule }).filter(([, value]) => value !== '' && value !== null));

const pathOf = (rule) => `rota/${encodeURIComponent(rule.id)}`;

function RuleForm({ rule, revision, screens, close }) {
  const conflict = useConflict(revision, rule, plain);
  const [made, setMade] = useState(rule ? plain(rule) : { layout: all.value.layouts[0]?.id, screens: [], weekdays: [], priority: 1 });
  const [trying, setTrying] = useState(null);
  const change = (values) => {
    setTrying(null);
    setMade({ ...made, ...values });
  };
  const input = (key, type) => html`<input type=${type} value=${made[key] ?? ''} onInput=${(event) => change({ [key]: event.target.value })} />`;
  const toggle = (day) => change({ weekdays: made.weekdays.includes(day) ? made.weekdays.filter((one) => one !== day) : week.filter((one) => one === day || made.weekdays.includes(one)) });
  const show = (event) => {
    event.preventDefault();
    const next = plain({ ...made, id: rule?.id ?? `${idOf(made.name ?? '') || made.layout}-${Date.now().toString(36)}` });
    delete next.name;
    setTrying(next);
  };
  const write = async () => {
    const answer = await save(t('rota.saved', { name: layoutName(trying.layout) }), () => put(pathOf(trying), conflict.merge(trying), conflict.held),
      { of: conflict.of, undo: (done) => (rule ? put(pathOf(rule), conflict.former, from(done.revision)) : remove(pathOf(trying), undefined, from(done.revision))) });
    if (answer) close();
  };
  return html`
    <form onSubmit=${show}>
      <${Field} label=${t('layout')}><select value=${made.layout} onChange=${(event) => change({ layout: event.target.value })}>
        ${all.value.layouts.map((layout) => html`<option key=${layout.id} value=${layout.id}>${layoutName(layout.id)}</option>`)}</select><//>
      <${Where} value=${made.screens} screens=${screens} onChange=${(chosen) => change({ screens: chosen })} />
      <div class="pair"><${Field} label=${t('rota.from_day')}>${input('from_day', 'date')}<//><${Field} label=${t('rota.to_day')}>${input('to_day', 'date')}<//></div>
      <div class="pair"><${Field} label=${t('rota.from_time')}>${input('from_time', 'time')}<//><${Field} label=${t('rota.to_time')}>${input('to_time', 'time')}<//></div>
      <div class="choices" role="group" aria-label=${t('rota.weekdays')}>${week.map((day) => html`<button type="button" key=${day} aria-pressed=${made.weekdays.includes(day)} onClick=${() => toggle(day)}>${t(`day.${day}`)}</button>`)}</div>
      <${Field} label=${t('rota.priority')} help=${t('rota.priority.help')}><input type="number" min="0" max="100" value=${made.priority} onInput=${(event) => change({ priority: Number(event.target.value) })} /><//>
      ${!trying && html`<button>${t('preview.show')}</button>`}
    </form>
    <${Conflict} ...${conflict} />
    ${trying && html`<${Preview} title=${`${layoutName(trying.layout)} · ${when(trying)}`} label=${conflict.label('save.show')} attempt=${() => put(query(pathOf(trying), { try: 1 }), trying)} write=${write} leave=${() => setTrying(null)} />`}`;
}

/** What one screen shows at one moment, and which rule says so. */
function Winner({ screens }) {
  const [screen, setScreen] = useState(screens[0].id);
  const [at, setAt] = useState(new Date(Math.floor(now.value / 60000) * 60000).toISOString());
  const state = useData(() => get(query('rota', { screen, at })), [screen, at]);
  const choice = state.data?.choice;
  const chosen = screens.find((one) => one.id === screen);
  return html`
    <section class="winner"><h2>${t('rota.wins')}</h2>
      <div class="pair">
        <${Field} label=${t('screen')}><select value=${screen} onChange=${(event) => setScreen(event.target.value)}>${screens.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select><//>
        <${Moment} label=${t('moment')} required value=${at} onChange=${(chosen) => chosen && setAt(chosen)} />
      </div>
      ${choice && html`<p role="status"><strong>${layoutName(choice.layout)}</strong> <span class="quiet">${choice.rule ? t('why.rule', { rule: choice.rule, n: '' }) : t('why.own')}${choice.next_change && ` · ${t('rota.next', { when: dayAndClock(choice.next_change) })}`}</span></p>
        <div class="winner-picture"><${Picture} screen=${chosen} at=${at} longest=${640} /></div>`}
    </section>`;
}

export function Rota() {
  const state = useData(async () => ({ ...(await get('rota')), screens: (await get('screens')).screens }));
  const [open, setOpen] = useState(null);
  const drop = (rule) => save(t('rota.removed', { name: layoutName(rule.layout) }), () => remove(pathOf(rule), undefined, from(state.data.revision)),
    { undo: (done) => put(pathOf(rule), plain(rule), from(done.revision)) });
  return html`
    <${Head} title=${t('page.rota')} lead=${t('rota.lead')}>
      ${may('rota') && html`<button type="button" onClick=${() => setOpen({})}><${Icon} name="add" /> ${t('rota.add')}</button>`}
    <//>
    <${Loaded} of=${state}>${({ rota, screens, revision }) => html`
      ${rota.length === 0 && html`<${Empty}>${t('rota.none')}<//>`}
      <ul class="list">${rota.map((rule) => html`
        <li key=${rule.id}><div class="grow"><strong>${layoutName(rule.layout)}</strong> <${Plate}>${t('rota.priority')} ${rule.priority ?? 0}<//><br />
            <span class="quiet">${rule.screens?.length ? rule.screens.map((one) => selectorName(one, screens)).join(', ') : t('where.all')} · ${when(rule)}</span></div>
          ${may('rota') && html`<div class="buttons"><button type="button" class="secondary" onClick=${() => setOpen({ rule, revision })}>${t('edit')}</button>
            <button type="button" class="quiet-button" onClick=${() => drop(rule)}>${t('remove')}</button></div>`}</li>`)}</ul>
      ${screens.length > 0 && html`<${Winner} screens=${screens} />`}
      <${Layouts} screens=${screens} open=${(layout) => setOpen({ layout })} />
      ${open?.layout && html`<${Sheet} wide title=${layoutName(open.layout.id)} close=${() => setOpen(null)}><${LayoutForm} layout=${open.layout} screens=${screens} revision=${revision} close=${() => setOpen(null)} /><//>`}
      ${open && !open.layout && html`<${Sheet} wide title=${t(open.rule ? 'edit' : 'rota.add')} close=${() => setOpen(null)}><${RuleForm} ...${open} screens=${screens} close=${() => setOpen(null)} /><//>`}`}
    <//>`;
}
