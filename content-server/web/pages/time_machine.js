// Any screen, any moment of the event, any language, as the player draws it; and all screens at one moment.
import { html, signal, useEffect, useRef, useState } from '../lib/ui.js';
import { get } from '../lib/api.js';
import { all, dayNow, eventDays, now, venueName } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { changed } from '../lib/live.js';
import { link, refine, route } from '../lib/router.js';
import { dayAndClock, clock, fromLocal, serviceDay, shortDay, toLocal } from '../lib/time.js';
import { languageName, t } from '../lib/words.js';
import { Empty, Head, Loaded } from '../parts/basics.js';
import { Icon } from '../parts/icon.js';
import { Picture, pictureAddress } from '../parts/preview.js';
import { Why } from './screen.js';

const first = 6 * 60;
const last = 24 * 60;
const frames = new Map();
const most = 240;
/** How long the last frame took from the question to its pixels, in milliseconds. */
export const frameTime = signal(0);

/** The picture at that address as one that the browser has decoded; the newest of those kept are the last to go. */
async function frame(source, abort) {
  if (frames.has(source)) return frames.get(source);
  const answer = await fetch(source, { signal: abort });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const image = new Image();
  image.src = URL.createObjectURL(await answer.blob());
  await image.decode();
  frames.set(source, image.src);
  if (frames.size > most) {
    const [oldest, address] = frames.entries().next().value;
    frames.delete(oldest);
    URL.revokeObjectURL(address);
  }
  return image.src;
}

/** Shows the newest moment asked for; while one frame is on its way only the latest wish waits behind it. */
function Scrubbed({ screen, at, language }) {
  const [shown, setShown] = useState(null);
  const work = useRef({ busy: false, wish: null, gone: false });
  const source = pictureAddress(screen, { at, language, r: changed('revision') }, 1280);
  useEffect(() => () => { work.current.gone = true; }, []);
  useEffect(() => {
    const state = work.current;
    state.wish = source;
    const next = async () => {
      if (state.busy || state.gone || !state.wish) return;
      const [wanted, began] = [state.wish, performance.now()];
      state.wish = null;
      state.busy = true;
      try {
        const image = await frame(wanted);
        frameTime.value = performance.now() - began;
        if (!state.gone) setShown({ image, wanted });
      } catch {
        if (!state.gone) setShown({ image: null, wanted });
      }
      state.busy = false;
      next();
    };
    next();
  }, [source]);
  const [width, height] = screen.size;
  return html`
    <span class=${`picture ${height > width ? 'portrait' : 'landscape'}`} style=${{ aspectRatio: `${width} / ${height}` }}>
      ${shown?.image && html`<img src=${shown.image} width=${width} height=${height} alt=${t('picture.at', { name: screen.name, when: dayAndClock(at) })} data-shown=${shown.wanted} />`}
      ${shown && !shown.image && html`<span class="picture-gone">${t('picture.none')}</span>`}
    </span>`;
}

/** Minutes since midnight of the service day. */
const minuteOf = (at, day) => Math.round((Date.parse(`${toLocal(at)}:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 60000);
const instantOf = (day, minutes) => {
  const local = new Date(Date.parse(`${day}T00:00:00Z`) + minutes * 60000).toISOString().slice(0, 16);
  return fromLocal(local);
};

/** Where something begins or ends on that day, in minutes: the slider's marks and the steps of its arrows. */
function Edges({ sessions, day, jump, minutes }) {
  const edges = [...new Set(sessions.flatMap((session) => [minuteOf(session.start, day), minuteOf(session.end, day)]))].sort((a, b) => a - b);
  const before = edges.findLast((edge) => edge < minutes);
  const after = edges.find((edge) => edge > minutes);
  return html`
    <div class="edges">
      <button type="button" class="secondary" disabled=${before === undefined} onClick=${() => jump(before)}><${Icon} name="back" /> ${t('time.before')}</button>
      <button type="button" class="secondary" onClick=${() => jump(minuteOf(new Date(now.value).toISOString(), day), true)}>${t('time.now')}</button>
      <button type="button" class="secondary" disabled=${after === undefined} onClick=${() => jump(after)}>${t('time.after')} <${Icon} name="next" /></button>
    </div>`;
}

export function TimeMachine() {
  const { screen: wanted, at: moment, language = '', view } = route.value.query;
  const [why, setWhy] = useState(false);
  const wall = useData(() => get('screens'), []);
  const start = moment ?? new Date(Math.floor(now.value / 60000) * 60000).toISOString();
  const inEvent = eventDays.value.length === 0 || eventDays.value.includes(serviceDay(start));
  const at = inEvent ? start : instantOf(dayNow.value, 10 * 60);
  const day = serviceDay(at);
  const minutes = minuteOf(at, day);
  const programme = useData(() => get(`sessions?day=${day}`), [day]);
  const jump = (to, really) => refine({ at: really ? new Date(now.value).toISOString() : instantOf(day, to) });
  return html`
    <${Head} title=${t('page.time')} lead=${t('time.lead')}>
      <div class="choices" role="group" aria-label=${t('time.view')}>
        <button type="button" aria-pressed=${view !== 'all'} onClick=${() => refine({ view: '' })}>${t('time.single')}</button>
        <button type="button" aria-pressed=${view === 'all'} onClick=${() => refine({ view: 'all' })}>${t('time.all')}</button>
      </div>
    <//>
    <div class="scrubber">
      <div class="choices" role="group" aria-label=${t('day')}>
        ${eventDays.value.map((one) => html`<button type="button" key=${one} aria-pressed=${one === day} onClick=${() => refine({ at: instantOf(one, minutes) })}>${shortDay(`${one}T12:00:00Z`)}</button>`)}
      </div>
      <label class="slider"><output>${clock(at)}</output>
        <input type="range" min=${first} max=${last} step="1" value=${minutes} aria-label=${t('time.of_day')} aria-valuetext=${dayAndClock(at)}
          onInput=${(event) => jump(Number(event.target.value))} /></label>
      <${Edges} sessions=${programme.data?.sessions ?? []} day=${day} minutes=${minutes} jump=${jump} />
    </div>
    <${Loaded} of=${wall} rows=${1} kind="picture">${({ screens }) => {
      if (screens.length === 0) return html`<${Empty}>${t('screens.empty')}<//>`;
      const screen = screens.find((one) => one.id === wanted) ?? screens[0];
      const choices = html`
        <div class="time-choices">
          ${view !== 'all' && html`<select aria-label=${t('screen')} value=${screen.id} onChange=${(event) => refine({ screen: event.target.value })}>
            ${screens.map((one) => html`<option key=${one.id} value=${one.id}>${venueName(one.venue)} · ${one.name}</option>`)}</select>`}
          <select aria-label=${t('language')} value=${language} onChange=${(event) => refine({ language: event.target.value })}>
            <option value="">${t('time.own_language')}</option>
            ${(all.value.event.languages ?? []).map((tag) => html`<option key=${tag} value=${tag}>${languageName(tag)}</option>`)}</select>
        </div>`;
      if (view === 'all') return html`${choices}
        <div class="wall contact">${screens.map((one) => html`
          <a class="tile" key=${one.id} href=${link('time', { screen: one.id, at, language })}>
            <${Picture} screen=${one} at=${at} language=${language} alt=${t('picture.at', { name: one.name, when: dayAndClock(at) })} /><span class="tile-name"><strong>${one.name}</strong></span></a>`)}</div>`;
      return html`${choices}
        <div class="time-picture"><${Scrubbed} key=${screen.id} screen=${screen} at=${at} language=${language} /></div>
        <details onToggle=${(event) => setWhy(event.target.open)}><summary>${t('why')}</summary>${why && html`<${Why} id=${screen.id} at=${at} />`}</details>`;
    }}<//>`;
}
