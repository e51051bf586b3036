// One screen: what it shows, and why.
import { html, useState } from '../lib/ui.js';
import { get, may, post } from '../lib/api.js';
import { layoutName, minute, venueName } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { go, link, route } from '../lib/router.js';
import { save } from '../lib/saved.js';
import { hasWords, languageName, t } from '../lib/words.js';
import { Head, Loaded, Plate, Sheet } from '../parts/basics.js';
import { Icon } from '../parts/icon.js';
import { Picture } from '../parts/preview.js';
import { ScreenForm } from '../parts/screen_form.js';
import { Health, lastSeen } from './screens.js';

/** What part of a screen a text is, in words where we have them: its exact name is the technician's. */
const partName = (role) => {
  const key = [role, role.split('.').slice(-1)[0], role.split('.')[0]].map((one) => `part.${one}`).find(hasWords);
  return key ? t(key) : role;
};

const row = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function Clock({ clock }) {
  if (!clock) return t('clock.unknown');
  return clock.trusted ? t('clock.good', { ms: Math.round(clock.offset_ms) }) : t('clock.untrusted');
}

const mostLanguages = 6;
/** The first few by name: sixty-two would bury what follows. */
function languagesInBrief(tags) {
  const named = tags.slice(0, mostLanguages).map(languageName).join(', ');
  return tags.length > mostLanguages ? html`<span title=${tags.map(languageName).join(', ')}>${named} ${t('preview.more', { n: tags.length - mostLanguages })}</span>` : named;
}

export function Why({ id, at, moment }) {
  const state = useData(() => get(`screens/${encodeURIComponent(id)}/why${at ? `?at=${encodeURIComponent(at)}` : ''}`), [id, at ?? moment], ['revision', 'screen']);
  return html`
    <section class="why">
      <h2>${t('why')}</h2>
      <${Loaded} of=${state} rows=${4}>${(why) => html`
        <dl class="facts">
          ${row(t('layout'), html`${layoutName(why.layout)} <span class="quiet">${why.rule ? t('why.rule', { rule: why.rule.id, n: why.rule.priority ?? 0 }) : t('why.own')}</span>`)}
          ${row(t('languages'), languagesInBrief(why.languages))}
          ${row(t('clock'), html`<${Clock} clock=${why.clock} />`)}
        </dl>
        ${why.rules.length > 0 && html`
          <h3>${t('why.rules')}</h3>
          <ul class="rules">${why.rules.map(({ rule, wins, applies, reason }) => html`
            <li key=${rule.id} class=${wins ? 'wins' : ''}><strong>${rule.id}</strong> <${Plate} kind=${wins ? 'now' : 'plain'}>${t(wins ? 'why.wins' : applies ? 'why.applies' : 'why.rests')}<//> <span class="quiet">${hasWords(`why.${reason}`) ? t(`why.${reason}`) : ''}</span></li>`)}</ul>`}
        <h3>${t('why.items')}</h3>
        <div class="scroll" tabindex="0" role="region" aria-label=${t('why.items')}>
          <table class="why-items">
            <thead><tr><th scope="col">${t('text')}</th><th scope="col">${t('why.what')}</th><th scope="col">${t('language')}</th><th scope="col">${t('why.source')}</th></tr></thead>
            <tbody>${why.items.map((item, at) => html`
              <tr key=${at}>
                <td lang=${item.language} dir="auto">${item.text}</td>
                <td title=${item.role}>${partName(item.role)}</td>
                <td>${languageName(item.language)}${item.fallback && html` <${Plate}>${t('why.fallback')}<//>`}</td>
                <td>${item.session ? html`<a href=${link('today', { session: item.session })}>${item.source || t('source.hand')}</a>` : ''}</td>
              </tr>`)}</tbody>
          </table>
        </div>`}
      <//>
    </section>`;
}

function Token({ screen }) {
  const [token, setToken] = useState(null);
  const make = async () => {
    const answer = await save(t('token.made', { name: screen.name }), () => post(`screens/${encodeURIComponent(screen.id)}/token`, {}));
    setToken(answer?.token ?? null);
  };
  return html`
    <section><h2>${t('token')}</h2><p class="quiet">${t('token.lead')}</p>
      ${token ? html`<p><code class="secret">${token}</code></p>` : html`<button type="button" class="secondary" onClick=${make}>${t('token.make')}</button>`}
    </section>`;
}

export function Screen() {
  const id = route.value.path[1];
  const state = useData(() => get(`screens/${encodeURIComponent(id)}`), [id], ['revision', 'screen']);
  const [editing, setEditing] = useState(false);
  return html`
    <${Loaded} of=${state} rows=${4}>${(screen) => html`
      <p class="trail"><a href=${link('screens')}><${Icon} name="back" /> ${t('page.screens')}</a></p>
      <${Head} title=${screen.name} lead=${venueName(screen.venue)}>
        <a role="button" class="secondary" href=${link('time', { screen: id })}><${Icon} name="time" /> ${t('page.time')}</a>
        <a role="button" class="secondary" href=${link('history', { object: id })}><${Icon} name="history" /> ${t('history.of')}</a>
        ${may('screen') && html`<button type="button" class="secondary" onClick=${() => setEditing(true)}><${Icon} name="edit" /> ${t('edit')}</button>`}
      <//>
      <div class="screen-page">
        <div class="screen-now">
          <${Picture} screen=${screen} longest=${1280} v=${`${screen.offered}.${minute.value}`} alt=${t('picture.of', { name: screen.name })} />
          <dl class="facts">
            ${row(t('health'), html`<${Health} screen=${screen} /> <span class="quiet">${lastSeen(screen)}</span>`)}
            ${screen.problem && row(t('problem'), screen.problem)}
            ${row(t('revision'), t(screen.shown === screen.offered ? 'why.revision.same' : 'why.revision', { shown: screen.shown ?? '–', offered: screen.offered ?? '–' }))}
            ${row(t('drawn'), screen.agrees === true ? t('drawn.same') : screen.agrees === false ? t('drawn.other') : t('drawn.unknown'))}
            ${row(t('size'), `${screen.size.join(' × ')} px, ${screen.diagonal_inch}″, ${(screen.distance_mm / 1000).toLocaleString(document.documentElement.lang)} m`)}
            ${screen.failures?.length > 0 && row(t('failures'), screen.failures.map((one) => `${one.code} ×${one.count}`).join(', '))}
          </dl>
        </div>
        <${Why} id=${id} moment=${minute.value} />
      </div>
      ${may('screen') && html`<${Token} screen=${screen} />`}
      ${editing && html`<${Sheet} title=${t('edit')} close=${() => setEditing(false)}><${ScreenForm} screen=${screen} revision=${screen.revision} saved=${() => setEditing(false)} gone=${() => go('screens')} /><//>`}`}
    <//>`;
}
