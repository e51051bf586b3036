// A programme from a file or an address: first the difference to read, then the import.
import { html, useState } from '../lib/ui.js';
import { ApiError, post } from '../lib/api.js';
import { venues } from '../lib/event.js';
import { save } from '../lib/saved.js';
import { dayName } from '../lib/time.js';
import { best, hasWords, t } from '../lib/words.js';
import { Field, Plate, Problem } from './basics.js';
import { fieldWords } from './difference.js';
import { noteWords } from './notes.js';

/** A finding in plain words where we have them, else in the server's. */
const findingWords = (finding) => (hasWords(`finding.${finding.code}`) ? t(`finding.${finding.code}`) : finding.reason);

/** Findings of one kind stand together: "12 × room without a known place", and each where it is. `level`: of the heading. */
export function Findings({ findings, level = 'h3' }) {
  if (findings.length === 0) return null;
  const groups = [...Map.groupBy(findings, (finding) => `${finding.severity} ${finding.code}`)];
  return html`
    <section class="findings"><${level}>${t('import.findings')}<//>
      ${groups.map(([key, list]) => html`
        <details key=${key}>
          <summary><${Plate} kind=${list[0].severity === 'error' ? 'cancelled' : 'changed'}>${t(`severity.${list[0].severity}`)}<//> ${list.length > 1 ? `${list.length} × ` : ''}${findingWords(list[0])}${list.length === 1 && list[0].record ? `: ${list[0].record}` : ''}</summary>
          <ul>${list.slice(0, 100).map((finding, at) => html`<li key=${at}><strong>${finding.record || finding.where}</strong> <span class="quiet">${finding.reason} (${finding.where})</span></li>`)}</ul>
        </details>`)}
    </section>`;
}

/** Why an import waits for a person, in the reader's language. */
export const holdWords = ({ hold, held_reason: sentence }) =>
  hold && hasWords(`hold.${hold.code}`) ? t(`hold.${hold.code}`, { part: hold.part, all: hold.all, day: hold.day ? dayName(hold.day) : '' }) : sentence || t('import.held');

export function Difference({ outcome }) {
  const figures = ['added', 'changed', 'removed', 'unchanged'].map((kind) => html`<div key=${kind} class=${`figure ${kind}`}><dt>${t(`import.${kind}`)}</dt><dd>${outcome[kind]}</dd></div>`);
  // What would go stands first: of a long list it is what one must not miss.
  const differences = [...(outcome.differences ?? [])].sort((a, b) => (b.what === 'missing') - (a.what === 'missing'));
  return html`
    <dl class="figures">${figures}</dl>
    ${differences.length > 0 && html`
      <ul class="differences">${differences.slice(0, 200).map((one) => html`
        <li key=${one.session}><${Plate} kind=${one.what === 'missing' ? 'cancelled' : one.what === 'changed' ? 'changed' : 'now'}>${t(`difference.${one.what}`)}<//> <strong>${one.title}</strong>
          ${one.fields?.length > 0 && html`<ul>${one.fields.map((field, at) => html`<li key=${at}>${fieldWords(field.field)}: <s>${field.before}</s> → <ins>${field.after}</ins></li>`)}</ul>`}</li>`)}</ul>`}`;
}

/** The most bytes of a body that the server takes. */
const most = 4 << 20;

export function ImportForm({ applied, location = '', name = '' }) {
  const [wanted, setWanted] = useState(null);
  const [outcome, setOutcome] = useState(null);
  const [state, setState] = useState({ busy: false, error: null });
  const read = async (event) => {
    event.preventDefault();
    const values = new FormData(event.target);
    const file = values.get('file');
    const tooLarge = () => setState({ busy: false, error: t('import.too_large', { limit: `${most >> 20} MiB` }) });
    if (file?.size > most) return tooLarge();
    // A file that is read again keeps the name of its source, whatever the file is called this time.
    const body = file?.size ? { content: await file.text(), name: name || file.name } : { location: values.get('location').trim(), ...(name ? { name } : {}) };
    for (const key of ['venue', 'language']) if (values.get(key)) body[key] = values.get(key);
    if (new Blob([JSON.stringify({ ...body, apply: false })]).size > most) return tooLarge();
    setState({ busy: true, error: null });
    try {
      setOutcome(await post('imports', { ...body, apply: false }));
      setWanted(body);
      setState({ busy: false, error: null });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setState({ busy: false, error });
    }
  };
  /** What is held back is accepted only by who saw that it is. */
  const write = async () => {
    const answer = await post('imports', { ...wanted, apply: true, ...(outcome.held ? { accept: true } : {}) });
    if (!answer.held) return answer;
    setOutcome(answer);
    throw new ApiError(409, 'held', holdWords(answer));
  };
  const apply = async () => {
    setState({ busy: true, error: null });
    const answer = await save(t('import.done', { name: wanted.name ?? wanted.location }), write);
    setState({ busy: false, error: null });
    if (answer) applied(answer);
  };
  const usable = outcome && outcome.added + outcome.changed + outcome.removed + outcome.unchanged > 0;
  if (outcome) return html`
    <section class="outcome" aria-live="polite">
      <h3>${t('import.difference')}</h3>
      <${Difference} outcome=${outcome} />
      ${outcome.held && html`<${Problem} error=${holdWords(outcome)} />`}
      ${outcome.notes?.length > 0 && html`<h3>${t('import.notes')}</h3><ul class="notes">${outcome.notes.map((note) => html`<li key=${note}>${noteWords(note)}</li>`)}</ul>`}
      <${Findings} findings=${outcome.findings} />
      <div class="buttons">
        ${usable && html`<button type="button" disabled=${state.busy} onClick=${apply}>${t(outcome.held ? 'import.apply_held' : 'import.apply')}</button>`}
        <button type="button" class="secondary" onClick=${() => setOutcome(null)}>${t('import.other')}</button>
      </div>
    </section>`;
  return html`
    <form onSubmit=${read}>
      <${Field} label=${t('import.file')} help=${t('import.file.help')}><input name="file" type="file" accept=".xml,.json,.ics,.csv" /><//>
      <${Field} label=${t('import.address')} help=${t('import.address.help')}><input name="location" type="url" placeholder="https://" defaultValue=${location} /><//>
      ${venues.value.length > 0 && html`
        <${Field} label=${t('import.venue')}><select name="venue"><option value="">${t('import.venue.any')}</option>
          ${venues.value.map((venue) => html`<option key=${venue.id} value=${venue.id}>${best(venue.name)}</option>`)}</select><//>`}
      ${state.error && html`<${Problem} error=${state.error} />`}
      <button disabled=${state.busy} aria-busy=${state.busy}>${t('import.read')}</button>
    </form>`;
}
