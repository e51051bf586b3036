// What stands around every page: where one can go, who one is, and what was saved last.
import { html, names, useState } from '../lib/ui.js';
import { may, me, post, reachable } from '../lib/api.js';
import { all, minute, rehearses } from '../lib/event.js';
import { connected } from '../lib/live.js';
import { link, route } from '../lib/router.js';
import { clock, dayName } from '../lib/time.js';
import { best, chooseLanguage, language, languages, t } from '../lib/words.js';
import { Plate, Sheet } from './basics.js';
import { Icon } from './icon.js';
import { SavedBar } from './saved_bar.js';

const pages = () => ['today', 'screens', 'time', 'programme', 'messages', 'places', 'rota', ...(may('people') || may('link') ? ['people'] : []), 'history'];
const onPhone = ['today', 'screens', 'time', 'programme'];

function Item({ name, onClick }) {
  const here = (route.value.path[0] ?? 'today') === name;
  return html`
    <a href=${link(name)} aria-current=${here ? 'page' : undefined} onClick=${onClick}>
      <${Icon} name=${name} /><span>${t(`page.${name}`)}</span>
    </a>`;
}

async function leave() {
  await post('logout', {});
  location.reload();
}

export const LanguageChoice = () => html`
  <div class="language-choice" role="group" aria-label=${t('language')}>
    ${Object.entries(languages).map(([tag, name]) => html`
      <button type="button" lang=${tag} aria-pressed=${language.value === tag} onClick=${() => chooseLanguage(tag)}>${name}</button>`)}
  </div>`;

const Who = () => html`
  <div class="who">
    <p><a href=${link('account')}><strong>${me.value.account?.name}</strong></a><br />
      <span class="quiet">${me.value.account && t(`role.${me.value.account.role}`)}</span></p>
    <${LanguageChoice} />
    <button type="button" class="quiet-button" onClick=${leave}><${Icon} name="out" /> ${t('leave')}</button>
  </div>`;

/** What an administrator still owes: the second factor, by when. */
function Duty() {
  const due = me.value.second_factor_due;
  if (!due || (route.value.path[0] === 'account')) return null;
  const over = Date.parse(due) <= Date.now();
  return html`<p class="duty"><${Icon} name="warn" /> <span>${t(over ? 'factor.overdue' : 'factor.due', { when: dayName(due) })} <a href=${link('account')}>${t('factor.begin')}</a></span></p>`;
}

export function Frame({ children }) {
  const [more, setMore] = useState(false);
  const event = best(all.value?.event?.name) || 'Skylt';
  const toContent = (click) => {
    click.preventDefault();
    document.querySelector('main h1')?.focus();
  };
  return html`
    <a class="skip" href="#content" onClick=${toContent}>${t('skip')}</a>
    <div class="frame">
      <header class="bar">
        <a class="brand" href=${link('today')}><img src="icon.svg" alt="" width="28" height="28" /><span>${event}</span></a>
        <p class="bar-clock">${rehearses.value && html`<${Plate} kind="changed">${t('clock.rehearsal')}<//> `}<time>${clock(minute.value)}</time> <span>${dayName(minute.value)}</span></p>
      </header>
      <aside class="side" aria-label=${t('side')}>
        <nav aria-label=${t('pages')}>${pages().map((name) => html`<${Item} key=${name} name=${name} />`)}</nav>
        <${Who} />
      </aside>
      <main id="content">
        ${!(reachable.value && connected.value) && html`<p class="offline" role="status"><${Icon} name="warn" /> ${t('offline')}</p>`}
        <${Duty} />
        ${children}
      </main>
      <nav class="tabs" aria-label=${t('pages')}>
        ${onPhone.map((name) => html`<${Item} key=${name} name=${name} />`)}
        <button type="button" aria-expanded=${more} onClick=${() => setMore(true)}><${Icon} name="more" /><span>${t('more')}</span></button>
      </nav>
    </div>
    <${SavedBar} />
    ${more && html`
      <${Sheet} title=${t('more')} close=${() => setMore(false)}>
        <nav class="more" aria-label=${t('more')}>
          ${pages().filter((name) => !onPhone.includes(name)).map((name) => html`<${Item} key=${name} name=${name} onClick=${() => setMore(false)} />`)}
        </nav>
        <${Who} />
      <//>`}`;
}

/** Around pages for somebody who is not signed in: one thing to do, in the middle. */
export const Alone = ({ title, lead, children, wide }) => html`
  <div class="alone">
    <header><img src="icon.svg" alt="" width="40" height="40" /><${LanguageChoice} /></header>
    <main class=${names('card', { wide })}>
      <h1 tabindex="-1">${title}</h1>
      ${lead && html`<p class="quiet">${lead}</p>`}
      ${children}
    </main>
  </div>`;
