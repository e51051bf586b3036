// One's own name, password and second factor.
import { html, useState } from '../lib/ui.js';
import { get, me, put } from '../lib/api.js';
import { save } from '../lib/saved.js';
import { t } from '../lib/words.js';
import { Field, Head, Problem } from '../parts/basics.js';
import { SecondFactor } from '../parts/second_factor.js';

const renew = async () => { me.value = await get('me'); };

export function Account() {
  const { account } = me.value;
  const [wrong, setWrong] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    setWrong(false);
    const { name, old_password: old, password } = Object.fromEntries(new FormData(event.target));
    const answer = await save(t('account.saved'), () => put('me', { name, ...(password ? { password, old_password: old } : {}) }), {
      of: (error) => {
        const mine = error.status === 401;
        setWrong(mine);
        return mine;
      },
    });
    if (answer) await renew();
  };
  return html`
    <${Head} title=${t('page.account')} lead=${account.email} />
    <form class="narrow" onSubmit=${submit}>
      <${Field} label=${t('your_name')}><input name="name" autocomplete="name" required defaultValue=${account.name} /><//>
      <${Field} label=${t('password.old')}><input name="old_password" type="password" autocomplete="current-password" /><//>
      <${Field} label=${t('password.new')} help=${t('password.help')}><input name="password" type="password" autocomplete="new-password" minlength="8" /><//>
      ${wrong && html`<${Problem} error=${t('account.password.wrong')} />`}
      <button>${t('save')}</button>
    </form>
    <section class="narrow"><h2>${t('factor')}</h2><p class="quiet">${t(account.two_factor ? 'factor.is_on' : 'factor.lead')}</p><${SecondFactor} /></section>`;
}
