// The receipt: what was saved, on how many screens it stands, who is behind since when, and the way back.
import { html, useEffect, useState } from '../lib/ui.js';
import { told } from '../lib/live.js';
import { explain, readReceipt, receipt, save, saved, takeReceipt } from '../lib/saved.js';
import { clock } from '../lib/time.js';
import { actorName, t } from '../lib/words.js';
import { Icon } from './icon.js';

const seconds = (ms) => (ms / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });

/** Screens that lag: one by its name, several counted, with their names for whoever asks. */
function Lagging({ screens }) {
  const line = (screen) => t(screen.behind_since ? `receipt.behind.${screen.state}` : 'receipt.never', { name: screen.name, since: clock(screen.behind_since ?? 0) });
  if (screens.length === 0) return null;
  if (screens.length === 1) return html`<span class="receipt-behind"><${Icon} name="warn" /> ${line(screens[0])}</span>`;
  return html`
    <details class="receipt-behind"><summary><${Icon} name="warn" /> ${t('receipt.lag', { n: screens.length })}</summary>
      <ul>${screens.map((screen) => html`<li key=${screen.screen}>${line(screen)}</li>`)}</ul></details>`;
}

/** "Live on 3 of 4 screens · slowest 0.2 s (Foajén)", with those that lag below. */
export function ReceiptText({ of }) {
  if (!of) return html`<span class="quiet">${t('receipt.waiting')}</span>`;
  if (of.of === 0) return html`<span>${t('receipt.none')}</span>`;
  const slowest = of.slowest && of.screens.find((screen) => screen.screen === of.slowest.screen);
  return html`
    <span class="receipt-count">${t('receipt.count', { shown: of.shown, of: of.of })}</span>
    ${slowest && html`<span class="quiet"> ${t('receipt.slowest', { seconds: seconds(of.slowest.ms), name: slowest.name })}</span>`}
    <${Lagging} screens=${of.screens.filter((screen) => screen.state !== 'shown')} />
    ${of.screens.filter((screen) => screen.agrees === false).map((screen) => html`
      <span class="receipt-behind" key=${`differs ${screen.screen}`}><${Icon} name="warn" /> ${t('receipt.differs', { name: screen.name })}</span>`)}`;
}

export function SavedBar() {
  const [undoing, setUndoing] = useState(false);
  const news = told('receipt');
  const last = saved.value;
  const published = told('revision')?.revision ?? 0;
  useEffect(() => takeReceipt(news), [news, last]);
  useEffect(() => {
    if (last?.revision && published >= last.revision && !receipt.value) readReceipt(last.revision);
  }, [published, last]);
  const undo = async () => {
    setUndoing(true);
    await save(t('undone', { title: last.title }), last.undo, {
      of: (error) => {
        const since = error.body?.since;
        saved.value = { title: last.title, problem: since ? t('undo.changed', { who: actorName(since[0].actor) }) : explain(error) };
        return true;
      },
    });
    setUndoing(false);
  };
  return html`
    <div class="saved-place" role="status" aria-live="polite">
      ${last && html`
        <div class=${`saved ${last.problem ? 'refused' : ''}`}>
          <div class="saved-text">
            <strong>${last.title}</strong>
            ${last.problem && html`<span>${last.problem}</span>`}
            ${last.waiting && html`<span>${t('save.waiting')}</span>`}
            ${last.proposal && html`<span>${t('proposal.sent')}</span>`}
            ${last.note && html`<span>${last.note} </span>`}
            ${last.revision && html`<${ReceiptText} of=${receipt.value} />`}
          </div>
          ${last.undo && html`<button type="button" disabled=${undoing} onClick=${undo}><${Icon} name="undo" /> ${t('undo')}</button>`}
          <button type="button" class="icon-button" aria-label=${t('close')} onClick=${() => { saved.value = null; }}><${Icon} name="close" /></button>
        </div>`}
    </div>`;
}
