// One's own name, password and second factor.
import { html, useState } from '../lib/ui.js';
import { get, me, post, put, remove } from '../lib/api.js';
import { save } from '../lib/saved.js';
import { t } from '../lib/words.js';
import { Field, Head } from '../parts/basics.js';

const renew = async () => { me.value = await get('me'); };

function SecondFactor({ account }) {
  const [made, setMade] = useState(null);
  const begin = async () => setMade(await post('me/two-factor', {}));
  const submit = async (event) => {
    event.preventDefault();
    const code = new FormData(event.target).get('code');
    const answer = account.two_factor ? await save(t('factor.off'), () => remove('me/two-factor', { code })) : await save(t('factor.on'), () => put('me/two-factor', { code }));
    if (!answer) return;
    setMade(null);
    await renew();
  };
  const code = html`<${Field} label=${t('code.six')}><input name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" required /><//>`;
  return html`
    <section class="narrow"><h2>${t('factor')}</h2><p class="quiet">${t(account.two_factor ? 'factor.is_on' : 'factor.lead')}</p>
      ${!account.two_factor && !made && html`<button type="button" class="secondary" onClick=${begin}>${t('factor.begin')}</button>`}
      ${made && html`<p>${t('factor.secret')}</p><p><code class="secret">${made.secret}</code></p><p><a href=${made.uri}>${t('factor.open')}</a></p>`}
      ${(made || account.two_factor) && html`<form onSubmit=${submit}>${code}<button class=${account.two_factor ? 'secondary' : ''}>${t(account.two_factor ? 'factor.end' : 'factor.confirm')}</button></form>`}
    </section>`;
}

export function Account() {
  const { account } = me.value;
  const submit = async (event) => {
    event.preventDefault();
    const { name, old_password: old, password } = Object.fromEntries(new FormData(event.target));
    const answer = await save(t('account.saved'), () => put('me', { name, ...(password ? { password, old_password: old } : {}) }));
    if (answer) await renew();
  };
  return html`
    <${Head} title=${t('page.account')} lead=${account.email} />
    <form class="narrow" onSubmit=${submit}>
      <${Field} label=${t('your_name')}><input name="name" autocomplete="name" required value=${account.name} /><//>
      <${Field} label=${t('password.old')}><input name="old_password" type="password" autocomplete="current-password" /><//>
      <${Field} label=${t('password.new')} help=${t('password.help')}><input name="password" type="password" autocomplete="new-password" minlength="8" /><//>
      <button>${t('save')}</button>
    </form>
    <${SecondFactor} account=${account} />`;
}
