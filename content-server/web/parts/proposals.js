// What editors and volunteers ask for, and the answer with a word.
import { html, useState } from '../lib/ui.js';
import { from, get, may, me, post } from '../lib/api.js';
import { useData } from '../lib/data.js';
import { save } from '../lib/saved.js';
import { dayAndClock } from '../lib/time.js';
import { actorName, best, t } from '../lib/words.js';
import { Plate } from './basics.js';
import { changeTitle } from './session_sheet.js';

/** What a proposal would do, in words. */
export function proposalTitle({ what, request, session }) {
  const body = request?.body ?? request ?? {};
  return what === 'change' && body.kind ? changeTitle(body) : best(body.title ?? body.text) || session || t(`proposal.${what}`);
}

function Waiting({ proposal, revision }) {
  const [word, setWord] = useState('');
  const [busy, setBusy] = useState(false);
  const decide = async (how) => {
    setBusy(true);
    const answer = await save(t(`proposal.${how}.done`), () => post(`proposals/${encodeURIComponent(proposal.id)}/${how}`, word ? { word } : {}, from(revision)));
    if (!answer) setBusy(false); // one that is decided leaves the list
  };
  return html`
    <li><div class="grow"><strong>${proposalTitle(proposal)}</strong><br /><span class="quiet">${actorName(proposal.by)} · ${dayAndClock(proposal.at)}</span></div>
      ${proposal.by === me.value.account?.email ? html`<span class="quiet">${t('proposal.own')}</span>` : html`<input aria-label=${t('proposal.word')} placeholder=${t('proposal.word')} value=${word} onInput=${(event) => setWord(event.target.value)} />
      <div class="buttons"><button type="button" disabled=${busy} aria-busy=${busy} onClick=${() => decide('accept')}>${t('proposal.accept')}</button>
        <button type="button" class="secondary" disabled=${busy} onClick=${() => decide('decline')}>${t('proposal.decline')}</button></div>`}</li>`;
}

/** Those that wait, for whoever may decide them. */
export function Proposals() {
  const state = useData(() => get('proposals'), [], ['revision', 'proposal']);
  const waiting = (state.data?.proposals ?? []).filter((proposal) => proposal.state === 'waiting');
  if (waiting.length === 0 || !may('decide')) return null;
  return html`<section><h2>${t('proposals')} <${Plate} kind="changed">${waiting.length}<//></h2>
    <ul class="list">${waiting.map((proposal) => html`<${Waiting} key=${proposal.id} proposal=${proposal} revision=${state.data.revision} />`)}</ul></section>`;
}
