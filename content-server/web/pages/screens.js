// The wall: every screen as it is now, and how it fares. Search: which screens mention this session?
import { html, names, useState } from '../lib/ui.js';
import { get, may } from '../lib/api.js';
import { minute, venueName, venues } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { link, refine, route } from '../lib/router.js';
import { ago, clock, shortDay } from '../lib/time.js';
import { best, bestTag, t } from '../lib/words.js';
import { Empty, Head, Loaded, Plate, Sheet } from '../parts/basics.js';
import { Icon } from '../parts/icon.js';
import { Picture } from '../parts/preview.js';
import { ScreenForm } from '../parts/screen_form.js';

export const Health = ({ screen }) => html`
  <${Plate} kind=${`health-${screen.health}`}>${t(`health.${screen.health}`)}<//>
  ${screen.agrees === false && html` <${Plate} kind="cancelled">${t('health.differs')}<//>`}
  ${['yellow', 'red'].includes(screen.clock?.drift) && html` <${Plate} kind=${screen.clock.drift === 'red' ? 'cancelled' : 'changed'}>${t('health.drift', { seconds: Math.round(screen.clock.offset_ms / 1000) })}<//>`}`;

export const lastSeen = (screen) => (screen.last_seen ? t('seen.at', { when: ago(screen.last_seen) }) : t('seen.never'));

/** Sessions whose title has every word of `wanted`, and the screens that mention the one that was chosen. */
function Search({ chosen }) {
  const [wanted, setWanted] = useState('');
  const list = useData(() => get('sessions'), []);
  const words = wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const matches = words.length === 0 ? [] : (list.data?.sessions ?? [])
    .filter((session) => words.every((word) => Object.values(session.title).join(' ').toLocaleLowerCase().includes(word))).slice(0, 8);
  const choose = (id) => {
    setWanted('');
    refine({ session: id });
  };
  return html`
    <search class="find">
      <label><span class="sr-only">${t('screens.search')}</span>
        <input type="search" placeholder=${t('screens.search')} value=${wanted} onInput=${(event) => setWanted(event.target.value)} /></label>
      ${matches.length > 0 && html`
        <ul class="found">${matches.map((session) => html`
          <li key=${session.id}><button type="button" onClick=${() => choose(session.id)}>
            <span class="quiet">${shortDay(session.start)} ${clock(session.start)}</span> <span lang=${bestTag(session.title)}>${best(session.title)}</span></button></li>`)}</ul>`}
      ${words.length > 0 && list.data && matches.length === 0 && html`<p class="quiet" role="status">${t('screens.search.none')}</p>`}
      ${chosen && html`
        <p class="chosen" role="status">${t('screens.mention', { n: chosen.screens.length })} <strong lang=${bestTag(chosen.session.title)}>${best(chosen.session.title)}</strong>
          <button type="button" class="quiet-button" onClick=${() => refine({ session: '' })}><${Icon} name="close" /> ${t('screens.search.clear')}</button></p>`}
    </search>`;
}

const Tile = ({ screen, dim }) => html`
  <a class=${names('tile', `of-${stateOf(screen)}`, { dim })} href=${link('screens', screen.id)}>
    <${Picture} screen=${screen} v=${`${screen.offered ?? 0}.${Math.floor(minute.value / 60000)}`} alt=${t('picture.of', { name: screen.name })} />
    <span class="tile-name"><strong>${screen.name}</strong><${Health} screen=${screen} /></span>
    <span class="quiet">${screen.problem || (['good', 'never'].includes(screen.health) ? '' : lastSeen(screen))}</span>
  </a>`;

export function Screens() {
  const { session, health } = route.value.query;
  const wall = useData(() => get('screens'), [], ['revision', 'screen']);
  const about = useData(async () => {
    if (!session) return null;
    const path = `sessions/${encodeURIComponent(session)}`;
    const [about, mention] = await Promise.all([get(path), get(`${path}/screens`)]);
    return { ...about, screens: mention.screens.map((one) => one.screen) };
  }, [session]);
  const [adding, setAdding] = useState(false);
  return html`
    <${Head} title=${t('page.screens')}>
      ${may('screen') && html`<button type="button" class="secondary" onClick=${() => setAdding(true)}><${Icon} name="add" /> ${t('screens.add')}</button>`}
    <//>
    ${wall.data?.screens.length > 0 && html`<${Summary} screens=${wall.data.screens} shown=${health} />`}
    <${Search} chosen=${about.data} />
    <${Loaded} of=${wall} rows=${6} kind="picture">${({ screens }) => html`
      ${screens.length === 0 && html`<${Empty}>${t('screens.empty')}<//>`}
      ${byVenue(screens.filter((screen) => !health || stateOf(screen) === health)).map(([venue, here]) => html`
        <section key=${venue}>
          <h2>${venueName(venue) || t('venue.none')}</h2>
          <div class="wall">${here.map((screen) => html`<${Tile} key=${screen.id} screen=${screen} dim=${about.data && !about.data.screens.includes(screen.id)} />`)}</div>
        </section>`)}`}
    <//>
    ${adding && html`<${Sheet} title=${t('screens.add')} close=${() => setAdding(false)}><${ScreenForm} saved=${() => setAdding(false)} /><//>`}`;
}

/** Groups in the order that the event's venues have everywhere; screens without a venue last. */
function byVenue(screens) {
  const order = venues.value.map((venue) => venue.id);
  const place = (venue) => (order.includes(venue) ? order.indexOf(venue) : order.length);
  return [...Map.groupBy(screens, (screen) => screen.venue)].sort(([a], [b]) => place(a) - place(b));
}

const healths = ['differs', 'silent', 'unpublished', 'behind', 'never', 'good'];
/** How a screen fares, in one word: one that draws something else than it should is not well whatever it says. */
const stateOf = (screen) => (screen.agrees === false ? 'differs' : screen.health);

/** How many screens fare how, the worst first; a tap leaves only those on the wall. */
const Summary = ({ screens, shown }) => html`
  <div class="summary choices" role="group" aria-label=${t('health')}>
    ${healths.map((health) => [health, screens.filter((screen) => stateOf(screen) === health).length]).filter(([health, n]) => n > 0 || health === 'good').map(([health, n]) => html`
      <button type="button" key=${health} class=${`of-${health}`} aria-pressed=${shown === health} onClick=${() => refine({ health: shown === health ? '' : health })}><strong>${n}</strong> ${t(`health.${health}`).toLocaleLowerCase()}</button>`)}
  </div>`;
