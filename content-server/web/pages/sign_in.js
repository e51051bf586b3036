// In by name and password; an invitation's page makes the account first.
import { html, useState } from '../lib/ui.js';
import { ApiError, get, me, post } from '../lib/api.js';
import { go, route } from '../lib/router.js';
import { explain } from '../lib/saved.js';
import { t } from '../lib/words.js';
import { Field, Problem } from '../parts/basics.js';
import { Alone } from '../parts/frame.js';

/** A form that sends its fields and says what was wrong: `send(values)` throws ApiError. */
export function useSend(send) {
  const [state, set] = useState({ busy: false, error: null });
  const submit = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    set({ busy: true, error: null });
    try {
      await send(values);
      set({ busy: false, error: null });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      set({ busy: false, error });
    }
  };
  return { ...state, submit };
}

export function SignIn() {
  const [second, setSecond] = useState(false);
  const { busy, error, submit } = useSend(async ({ email, password, code }) => {
    try {
      await post('login', { email, password, ...(code ? { code } : {}) });
      me.value = await get('me');
    } catch (refused) {
      if (refused.code !== 'second_factor' || second) throw refused;
      setSecond(true);
    }
  });
  return html`
    <${Alone} title=${t('sign_in.title')} lead=${t('sign_in.lead')}>
      <form onSubmit=${submit}>
        <${Field} label=${t('email')}><input name="email" type="email" autocomplete="username" required /><//>
        <${Field} label=${t('password')}><input name="password" type="password" autocomplete="current-password" required /><//>
        ${second && html`<${Field} label=${t('code.six')} help=${t('code.six.help')}>
          <input name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" required autofocus /><//>`}
        ${error && html`<${Problem} error=${error.code === 'unauthorized' ? t('sign_in.wrong') : explain(error)} />`}
        <button disabled=${busy}>${t('sign_in.go')}</button>
      </form>
    <//>`;
}

export function Join() {
  const token = route.value.path[1];
  const { busy, error, submit } = useSend(async ({ name, password }) => {
    await post('invitations/accept', { token, name, password });
    me.value = await get('me');
    go('today');
  });
  return html`
    <${Alone} title=${t('join.title')} lead=${t('join.lead')}>
      <form onSubmit=${submit}>
        <${Field} label=${t('your_name')}><input name="name" autocomplete="name" required /><//>
        <${Field} label=${t('password')} help=${t('password.help')}>
          <input name="password" type="password" autocomplete="new-password" minlength="8" required /><//>
        ${error && html`<${Problem} error=${error} />`}
        <button disabled=${busy}>${t('join.go')}</button>
      </form>
    <//>`;
}
