// The second factor of one's own account: a code to scan, and the six digits that prove it.
import { html, useState } from '../lib/ui.js';
import { get, me, post, put, remove } from '../lib/api.js';
import { explain, save } from '../lib/saved.js';
import { t } from '../lib/words.js';
import { Field, Problem } from './basics.js';

/** Black on white also in the dark, with its quiet zone: telephones read it so. */
const Qr = ({ code }) => html`
  <svg class="qr" viewBox=${`0 0 ${code.side} ${code.side}`} role="img" aria-label=${t('factor.qr')} shape-rendering="crispEdges">
    <rect width=${code.side} height=${code.side} fill="#fff" /><path d=${code.d} fill="#000" />
  </svg>`;

export function SecondFactor({ done }) {
  const { account } = me.value;
  const keeps = account.role === 'administrator' && account.two_factor;
  const [made, setMade] = useState(null);
  const [problem, setProblem] = useState('');
  const begin = async () => setMade(await post('me/two-factor', {}));
  const submit = async (event) => {
    event.preventDefault();
    const code = new FormData(event.target).get('code').replace(/\s/g, '');
    setProblem('');
    const of = (error) => {
      setProblem(explain(error));
      return true;
    };
    const answer = account.two_factor
      ? await save(t('factor.off'), () => remove('me/two-factor', { code }), { of })
      : await save(t('factor.on'), () => put('me/two-factor', { code }), { of });
    if (!answer) return;
    setMade(null);
    me.value = { ...(await get('me')), setup: me.value.setup };
    done?.();
  };
  return html`
    ${!account.two_factor && !made && html`<button type="button" class=${done ? '' : 'secondary'} onClick=${begin}>${t('factor.begin')}</button>`}
    ${made && html`
      <div class="factor"><${Qr} code=${made.qr} />
        <div><p>${t('factor.scan')}</p><p class="quiet">${t('factor.secret')}</p><p><code class="secret">${made.secret}</code></p><p><a href=${made.uri}>${t('factor.open')}</a></p></div></div>`}
    ${keeps && html`<p class="quiet">${t('factor.keeps')}</p>`}
    ${(made || (account.two_factor && !keeps)) && html`
      <form onSubmit=${submit}><${Field} label=${t('code.six')}><input name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,7}" required /><//>
        ${problem && html`<${Problem} error=${problem} />`}
        <button class=${account.two_factor ? 'secondary' : ''}>${t(account.two_factor ? 'factor.end' : 'factor.confirm')}</button></form>`}`;
}
