// Before anything is saved: which screens will show something else, and how they will look.
import { html, useState } from '../lib/ui.js';
import { address, query } from '../lib/api.js';
import { useData } from '../lib/data.js';
import { dayAndClock } from '../lib/time.js';
import { t } from '../lib/words.js';
import { Loaded, Problem } from './basics.js';

/**
 * The picture of a screen, drawn in its own size and scaled down so that its longer side is `longest`; with a `draft`, as
 * it would look after what one has tried.
 */
export function pictureAddress(screen, { draft, ...values } = {}, longest = 480) {
  const [width, height] = screen.size;
  const scaled = Math.round((width * Math.min(longest, Math.max(width, height))) / Math.max(width, height));
  const id = encodeURIComponent(screen.id);
  return address(query(draft ? `drafts/${draft}/${id}` : `screens/${id}/picture`, { width: scaled, ...values }));
}

/** A screen's picture in a frame that has its shape from the start, so that nothing jumps. */
export function Picture({ screen, alt, longest, ...values }) {
  const [gone, setGone] = useState('');
  const source = pictureAddress(screen, values, longest);
  const [width, height] = screen.size;
  return html`
    <span class=${`picture ${height > width ? 'portrait' : 'landscape'}`} style=${{ aspectRatio: `${width} / ${height}` }}>
      ${gone === source
        ? html`<span class="picture-gone">${t('picture.none')}</span>`
        : html`<img src=${source} alt=${alt ?? screen.name} width=${width} height=${height} loading="lazy" decoding="async" onError=${() => setGone(source)} />`}
    </span>`;
}

const most = 6;

const Pictures = ({ screens, of }) => html`
  <ul class="pictures">
    ${screens.slice(0, most).map((screen) => html`
      <li key=${screen.id}><${Picture} screen=${screen} draft=${of.draft} at=${of.at} alt=${t('preview.alt', { name: screen.name })} /><span>${screen.name}</span></li>`)}
  </ul>
  ${screens.length > most && html`<p class="quiet">${t('preview.more', { n: screens.length - most })}</p>`}`;

/** The screens that alter: first those that show it at the moment that it is about, the rest, which do at another time, behind a word. */
function Altered({ of }) {
  const then = of.pictures.filter((screen) => screen.mentions);
  const later = of.pictures.filter((screen) => !screen.mentions);
  if (then.length === 0) return html`<p>${later.length ? t('preview.screens', { n: later.length }) : t('preview.none')}</p><${Pictures} screens=${later} of=${of} />`;
  return html`
    <p>${t('preview.then', { n: then.length, when: dayAndClock(of.at) })}</p>
    <${Pictures} screens=${then} of=${of} />
    ${later.length > 0 && html`<details class="later"><summary>${t('preview.later', { n: later.length })}</summary><${Pictures} screens=${later} of=${of} /></details>`}`;
}

/**
 * `attempt()` tries the write and answers {screens, draft, at, pictures}; `write()` does it. What is shown here is what the
 * player's own code draws of the draft, at the moment that it is about. `label`: the words of the button that writes.
 */
export function Preview({ title, label = t('save.show'), attempt, write, leave, busy }) {
  const state = useData(attempt, [title], []);
  return html`
    <section class="preview" aria-label=${t('preview.title')}>
      <h3>${title}</h3>
      <${Loaded} of=${state} rows=${2} kind="picture">${(data) => html`<${Altered} of=${data} />`}<//>
      ${state.error && html`<${Problem} error=${state.error} />`}
      <div class="buttons">
        <button type="button" disabled=${busy || !state.data} aria-busy=${busy} onClick=${write}>${label}</button>
        <button type="button" class="secondary" onClick=${leave}>${t('cancel')}</button>
      </div>
    </section>`;
}
