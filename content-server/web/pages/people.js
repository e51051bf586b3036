// Accounts and what they may, invitations by link, personal links for volunteers, and proposals that wait for an answer.
import { html, useState } from '../lib/ui.js';
import { from, get, may, me, post, put, remove } from '../lib/api.js';
import { all, organiserName, venueName } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { save } from '../lib/saved.js';
import { clock, dayAndClock, fromLocal, shortDay } from '../lib/time.js';
import { best, bestTag, t } from '../lib/words.js';
import { Empty, Field, Head, Loaded, Plate, Sheet } from '../parts/basics.js';
import { Conflict, useConflict } from '../parts/conflict.js';
import { Icon } from '../parts/icon.js';
import { Moment } from '../parts/moment.js';
import { Proposals } from '../parts/proposals.js';

const roles = ['viewer', 'editor', 'translator', 'publisher', 'technician', 'administrator'];

/** An address that is shown once, with a button that copies it. */
export function Secret({ address, lead }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return html`
    <p>${lead}</p><p><code class="secret">${address}</code></p>
    <p><button type="button" onClick=${copy}>${t(copied ? 'copied' : 'copy')}</button></p>`;
}

const pageOf = (hash) => `${location.origin}${location.pathname}${hash}`;

/** Role, and for an editor whose sessions and which places are hers. */
function RightsFields({ account }) {
  const [role, setRole] = useState(account?.role ?? 'editor');
  const boxes = (name, list, label, mine = []) => html`
    <fieldset class="where"><legend>${label}</legend>${list.map((one) => html`
      <label key=${one.id}><input type="checkbox" name=${name} value=${one.id} defaultChecked=${mine.includes(one.id)} /> ${best(one.name)}</label>`)}</fieldset>`;
  return html`
    <${Field} label=${t('role')} help=${t(`role.${role}.may`)}><select name="role" value=${role} onChange=${(event) => setRole(event.target.value)}>
      ${roles.map((one) => html`<option key=${one} value=${one}>${t(`role.${one}`)}</option>`)}</select><//>
    ${role === 'editor' && html`${boxes('venues', all.value.venues, t('people.venues'), account?.venues)}
      <details><summary>${t('people.organisers')}</summary>${boxes('organisers', all.value.organisers, t('people.organisers'), account?.organisers)}</details>`}`;
}

const rightsOf = (values) => ({ role: values.get('role'), organisers: values.getAll('organisers'), venues: values.getAll('venues') });

function InviteForm({ close }) {
  const [token, setToken] = useState(null);
  const submit = async (event) => {
    event.preventDefault();
    const values = new FormData(event.target);
    const email = values.get('email');
    const answer = await save(t('people.invited', { email }), () => post('invitations', { email, ...rightsOf(values) }));
    if (answer?.token) setToken(answer.token);
  };
  if (token) return html`<${Secret} address=${pageOf(`#/join/${token}`)} lead=${t('people.invite.link')} /><button type="button" class="secondary" onClick=${close}>${t('done')}</button>`;
  return html`
    <form onSubmit=${submit}><${Field} label=${t('email')}><input name="email" type="email" required /><//>
      <${RightsFields} /><button>${t('people.invite.make')}</button></form>`;
}

/** What the form says of an account. */
const written = ({ role, organisers, venues, disabled }) => ({ role, organisers, venues, disabled });

function AccountForm({ account, revision, close }) {
  const path = `people/${encodeURIComponent(account.id)}`;
  const conflict = useConflict(revision, account, written);
  const write = (values) => save(t('people.saved', { name: account.name }), () => put(path, conflict.merge({ ...written(account), ...values }), conflict.held),
    { of: conflict.of, undo: (done) => put(path, conflict.former, from(done.revision)) });
  const submit = async (event) => {
    event.preventDefault();
    if (await write(rightsOf(new FormData(event.target)))) close();
  };
  const toggle = async () => {
    if (await write({ disabled: !account.disabled })) close();
  };
  return html`
    <form onSubmit=${submit}><${RightsFields} account=${account} />
      <${Conflict} ...${conflict} />
      <div class="buttons"><button>${conflict.label('save')}</button>
        ${account.id !== me.value.account.id && html`<button type="button" class="secondary" onClick=${toggle}>${t(account.disabled ? 'people.enable' : 'people.disable')}</button>`}</div></form>`;
}

/** The end of the event, else in a week; a link lives 60 days at most. */
function linkEnd() {
  const day = 86400000;
  const last = Date.parse(fromLocal(`${all.value.event.end || '1970-01-01'}T23:00`));
  return last > Date.now() ? Math.min(last, Date.now() + 59 * day) : Date.now() + 7 * day;
}

function LinkForm({ close }) {
  const [token, setToken] = useState(null);
  const [wanted, setWanted] = useState('');
  const [chosen, setChosen] = useState([]);
  const [until, setUntil] = useState(new Date(linkEnd()).toISOString());
  const list = useData(() => get('sessions'), []);
  const found = (list.data?.sessions ?? []).filter((session) => chosen.includes(session.id) || (wanted.length > 1 && Object.values(session.title).join(' ').toLocaleLowerCase().includes(wanted.toLocaleLowerCase()))).slice(0, 12);
  const tooShort = until && (list.data?.sessions ?? []).some((session) => chosen.includes(session.id) && Date.parse(session.end) > Date.parse(until));
  const toggle = (id) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const submit = async (event) => {
    event.preventDefault();
    const values = new FormData(event.target);
    const body = { name: values.get('name'), sessions: chosen, until };
    if (values.get('email')) body.email = values.get('email');
    const answer = await save(t('links.made', { name: body.name }), () => post('links', body));
    if (answer?.token) setToken(answer.token);
  };
  if (token) return html`<${Secret} address=${pageOf(`#/my/${token}`)} lead=${t('links.link')} /><button type="button" class="secondary" onClick=${close}>${t('done')}</button>`;
  return html`
    <form onSubmit=${submit}>
      <${Field} label=${t('name')}><input name="name" required /><//>
      <${Field} label=${t('links.email')}><input name="email" type="email" /><//>
      <${Field} label=${t('links.find')}><input type="search" value=${wanted} onInput=${(event) => setWanted(event.target.value)} /><//>
      <div class="where">${found.map((session) => html`<label key=${session.id}><input type="checkbox" checked=${chosen.includes(session.id)} onChange=${() => toggle(session.id)} />
        <span class="quiet">${shortDay(session.start)} ${clock(session.start)}</span> <span lang=${bestTag(session.title)}>${best(session.title)}</span></label>`)}</div>
      <${Moment} label=${t('until')} required value=${until} onChange=${setUntil} />
      ${tooShort && html`<p class="warn-text" role="status">${t('links.short')}</p>`}
      <button disabled=${chosen.length === 0}>${t('links.make')}</button>
    </form>`;
}

function Links() {
  const state = useData(() => get('links'));
  const drop = (one) => save(t('links.removed', { name: one.name }), () => remove(`links/${encodeURIComponent(one.id)}`));
  return html`
    <${Loaded} of=${state}>${({ links }) => html`
      ${links.length === 0 && html`<${Empty}>${t('links.none')}<//>`}
      <ul class="list">${links.map((one) => html`<li key=${one.id}><div class="grow"><strong>${one.name}</strong><br /><span class="quiet">${t('sessions.count', { n: one.sessions.length })} · ${t('until')} ${dayAndClock(one.until)}</span></div>
        <button type="button" class="secondary" onClick=${() => drop(one)}>${t('links.end')}</button></li>`)}</ul>`}
    <//>`;
}

/** Accounts and invitations that nobody has taken up yet. */
function Accounts({ open }) {
  const state = useData(() => get('people'));
  const withdraw = (one) => save(t('people.withdrawn', { email: one.email }), () => remove(`invitations/${encodeURIComponent(one.id)}`));
  return html`
    <${Loaded} of=${state}>${({ people, invitations, revision }) => html`
      <ul class="list">${people.map((account) => html`
        <li key=${account.id}><div class="grow"><strong>${account.name}</strong> <${Plate}>${t(`role.${account.role}`)}<//>${account.disabled && html` <${Plate} kind="cancelled">${t('people.disabled')}<//>`}<br />
          <span class="quiet">${account.email}${account.last_login && ` · ${t('people.last', { when: dayAndClock(account.last_login) })}`}${[...account.venues.map(venueName), ...account.organisers.map(organiserName)].map((name) => ` · ${name}`).join('')}</span></div>
          <button type="button" class="secondary" onClick=${() => open({ account, revision })}>${t('edit')}</button></li>`)}
        ${invitations.map((one) => html`<li key=${one.id}><div class="grow">${one.email} <${Plate}>${t('people.waiting')}<//><br /><span class="quiet">${t(`role.${one.role}`)} · ${t('until')} ${dayAndClock(one.until)}</span></div>
          <button type="button" class="secondary" onClick=${() => withdraw(one)}>${t('people.withdraw')}</button></li>`)}</ul>`}
    <//>`;
}

/** Accounts are the administrators'; who makes personal links finds those here and the proposals. */
export function People() {
  const [open, setOpen] = useState(null);
  return html`
    <${Head} title=${t('page.people')} lead=${may('people') && t('people.lead')}>
      ${may('people') && html`<button type="button" onClick=${() => setOpen({ invite: true })}><${Icon} name="add" /> ${t('people.invite')}</button>`}
    <//>
    <${Proposals} />
    ${may('people') && html`<${Accounts} open=${setOpen} />`}
    ${may('link') && html`
      <section><div class="head"><div><h2>${t('links')}</h2><p class="quiet">${t('links.lead')}</p></div>
        <div class="head-tools"><button type="button" class="secondary" onClick=${() => setOpen({ link: true })}><${Icon} name="add" /> ${t('links.add')}</button></div></div>
        <${Links} /></section>`}
    ${open?.invite && html`<${Sheet} title=${t('people.invite')} close=${() => setOpen(null)}><${InviteForm} close=${() => setOpen(null)} /><//>`}
    ${open?.account && html`<${Sheet} title=${open.account.name} close=${() => setOpen(null)}><${AccountForm} account=${open.account} revision=${open.revision} close=${() => setOpen(null)} /><//>`}
    ${open?.link && html`<${Sheet} title=${t('links.add')} close=${() => setOpen(null)}><${LinkForm} close=${() => setOpen(null)} /><//>`}`;
}
