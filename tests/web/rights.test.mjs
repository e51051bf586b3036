// Who may do what, as the pages show it: everybody finds the way to what is hers, nobody a form that could only be refused,
// and a mistyped code or password throws nobody out.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { request } from 'playwright-core';
import { Server, axeFindings, picture, sideways, startBrowser } from './house.mjs';
import { Desk, anna, button, fillSetUp, later, moment, open, until } from './desk.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser?.close());

describe('the first start', () => {
  test('a mistyped set-up code stays in its step; set-up that was left is finished from Today', async () => {
    const server = await Server.start(['--at', moment], { sample: false });
    const page = await open(browser, server);
    await page.getByLabel('Startkod').fill('ABCDEFGH');
    await page.getByLabel('Ditt namn').fill(anna.name);
    await page.getByLabel('E-post').fill(anna.email);
    await page.getByLabel('Lösenord').fill(anna.password);
    await button(page, 'Fortsätt').click();
    await page.getByText('Koden stämmer inte.').waitFor();
    assert.equal(await page.getByLabel('Ditt namn').inputValue(), anna.name);
    await fillSetUp(page, server);
    await page.reload();
    await page.getByRole('link', { name: 'Gör klart' }).waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await picture(page, 'today-unfinished');
    await page.getByRole('link', { name: 'Gör klart' }).click();
    await button(page, 'Slå på').click();
    await page.getByLabel('Sex siffror').fill('000000');
    await button(page, 'Bekräfta').click();
    await page.getByText('De sex siffrorna stämmer inte').waitFor();
    await button(page, 'Hoppa över, gör det senare').click();
    await page.getByLabel('Evenemangets namn').fill('Vårmötet');
    await page.getByLabel('Första dagen').fill('2027-05-03');
    await page.getByLabel('Sista dagen').fill('2027-05-07');
    await button(page, 'Fortsätt').click();
    await button(page, 'Läs och visa skillnaden').waitFor();
    await page.goto(`${server.url}/#/today`);
    await page.reload();
    await page.getByRole('heading', { name: 'I dag' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Gör klart' }).count(), 0);
    await page.context().close();
    await server.stop();
  });
});

describe('with the sample event', () => {
  let desk;
  const states = new Map();
  before(async () => { desk = await Desk.open(browser, { screens: [] }); });
  afterEach(() => desk.takeBack());
  after(() => desk?.close());

  const send = async (method, path, body) => {
    const answer = await desk.send(method, path, body);
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const session = { title: { sv: 'Trädgårdskafé' }, start: '2027-05-04T10:00:00+02:00', end: '2027-05-04T11:00:00+02:00', venue: 'radhuset' };
  const make = async (more = {}) => (await send('POST', 'sessions', { ...session, ...more })).session.id;

  /** A page of somebody of that role, who was invited and joined. */
  async function as(role, hash, options = {}) {
    if (!states.has(role)) {
      const { token } = await send('POST', 'invitations', { email: `${role}@malmo.example`, role });
      const context = await request.newContext();
      const joined = await context.post(desk.address('invitations/accept'), { data: { token, name: role, password: 'fyra blå cyklar i regn' }, headers: { 'X-Skylt': '1' } });
      assert.equal(joined.status(), 201, await joined.text());
      states.set(role, await context.storageState());
      await context.dispose();
    }
    return open(browser, desk.server, hash, { storageState: states.get(role), ...options });
  }

  test('a wrong code or old password is said where it was typed, and one stays signed in', async () => {
    const page = await desk.page('#/account');
    await button(page, 'Slå på').click();
    await page.getByLabel('Sex siffror').fill('000000');
    await button(page, 'Bekräfta').click();
    await page.getByText('De sex siffrorna stämmer inte').waitFor();
    await page.getByLabel('Nuvarande lösenord').fill('inte det');
    await page.getByLabel('Nytt lösenord').fill('sju gröna hattar på rad');
    await button(page, 'Spara').click();
    await page.getByText('Det nuvarande lösenordet stämmer inte.').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await picture(page, 'account-wrong');
    await page.getByRole('heading', { name: 'Mitt konto' }).waitFor();
  });

  test('whoever is signed out elsewhere is asked to sign in', async () => {
    const page = await as('technician', '#/screens');
    await page.locator('.tile').first().waitFor();
    await page.context().clearCookies();
    await page.goto(`${desk.server.url}/#/messages`);
    await page.getByRole('heading', { name: 'Logga in' }).waitFor();
  });

  test('a viewer sees every page and no form', async () => {
    await make();
    await send('PUT', 'rota/kvall', { layout: 'agenda' });
    await desk.send('POST', 'changes', { session: later, kind: 'full' });
    const page = await as('viewer', '#/programme');
    await page.getByRole('link', { name: /Trädgårdskafé/ }).click();
    await page.getByRole('dialog').getByRole('heading', { name: 'Trädgårdskafé' }).waitFor();
    assert.equal(await page.getByRole('dialog').getByRole('button', { name: /Spara|Ta bort|Inställd/ }).count(), 0);
    for (const hash of ['messages', 'rota', 'places', 'history', 'screens', 'programme/sources']) {
      await page.goto(`${desk.server.url}/#/${hash}`);
      await page.waitForTimeout(150); // the page before has an h1 too
      await page.waitForFunction(() => document.querySelector('main h1') && !document.querySelector('.skeleton'));
      assert.equal(await page.locator('main').getByRole('button', { name: /^(Ändra|Ta bort|Ångra|Val|Stäng|Öppna igen|Namn och rum|Läs om|Ny )/ }).count(), 0, hash);
    }
    assert.equal(await page.getByRole('link', { name: 'Personer' }).count(), 0);
  });

  for (const [width, height] of [[1440, 900], [360, 740]])
    test(`a translator fills in what lacks, at ${width} px, and nothing else; taken back it lacks again`, async () => {
      const id = await make();
      const original = async () => (await desk.ask(`sessions/${id}`)).original;
      const was = await original();
      const page = await as('translator', '#/programme', { viewport: { width, height } });
      await page.getByRole('button', { name: /Trädgårdskafé/ }).click();
      const form = page.getByRole('dialog');
      await form.getByRole('group', { name: 'Titel', exact: true }).getByLabel('Engelska').fill('Garden café');
      await form.getByRole('group', { name: 'Beskrivning' }).getByLabel('Engelska').fill('Coffee among roses.');
      assert.equal(await form.getByLabel('Börjar').count(), 0);
      assert.equal(await button(form, 'Ta bort').count(), 0);
      assert.deepEqual(await axeFindings(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      await picture(page, `translator-${width}`);
      await button(form, 'Spara').click();
      await form.waitFor({ state: 'detached' });
      assert.deepEqual(await original(), { ...was, title: { sv: 'Trädgårdskafé', en: 'Garden café' }, abstract: { en: 'Coffee among roses.' } });
      await page.locator('.saved').getByRole('button', { name: 'Ångra' }).click();
      await until('it lacks again', async () => (await original()).title.en === undefined);
      assert.deepEqual(page.misdeeds, []);
    });

  test('a translator’s words and a colleague’s both stand', async () => {
    const id = await make();
    const page = await as('translator', '#/programme');
    await page.getByRole('button', { name: /Trädgårdskafé/ }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('group', { name: 'Titel', exact: true }).getByLabel('Engelska').fill('Garden café');
    await send('PUT', `sessions/${id}/texts`, { title: { fi: 'Puutarhakahvila' } });
    await button(form, 'Spara').click();
    await page.getByText('Någon annan ändrade samma sak').waitFor();
    await button(form, 'Spara min ändring också').click();
    await form.waitFor({ state: 'detached' });
    assert.deepEqual((await desk.ask(`sessions/${id}`)).original.title, { sv: 'Trädgårdskafé', en: 'Garden café', fi: 'Puutarhakahvila' });
  });

  test('a publisher finds personal links and proposals under People, and no accounts', async () => {
    const page = await as('publisher', '#/today');
    await page.getByRole('link', { name: 'Personer' }).click();
    await button(page, 'Ny länk').click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Namn').fill('Sara');
    await form.getByLabel('Vilka programpunkter?').fill('Freiburg berättar');
    await form.locator('.where input').first().check();
    await button(page, 'Gör länken').click();
    await page.locator('.secret').waitFor();
    await button(page, 'Klar').click();
    assert.equal(await button(page, 'Bjud in').count(), 0);
    assert.deepEqual(await axeFindings(page), []);
    await picture(page, 'people-publisher');
    assert.deepEqual(page.misdeeds, []);
  });

  test('a volunteer keeps her page when one of her sessions is gone and another one is hidden', async () => {
    const [gone, hidden, kept] = [await make(), await make({ title: { sv: 'Bakom scenen' } }), await make({ title: { sv: 'Körsång' } })];
    const { token } = await send('POST', 'links', { name: 'Sara', sessions: [gone, hidden, kept], until: new Date(Date.now() + 86400000).toISOString() });
    await send('DELETE', `sessions/${gone}`);
    await send('PUT', `sessions/${hidden}`, { ...session, title: { sv: 'Bakom scenen' }, visibility: 'hidden' });
    const page = await open(browser, desk.server, `#/my/${token}`, { viewport: { width: 360, height: 740 } });
    await page.getByRole('heading', { name: 'Körsång' }).waitFor();
    await page.getByRole('heading', { name: 'Bakom scenen' }).waitFor();
    assert.equal(await page.locator('.mine').count(), 2);
    assert.deepEqual(await sideways(page), []);
    await picture(page, 'my-gone-360');
  });

  test('a double click on a proposal decides it once', async () => {
    await send('PUT', 'screens/provskarmen', { name: 'Provskärmen', size: [1920, 1080], diagonal_inch: 32, distance_mm: 2000, layout: 'door' });
    const asked = await desk.send('PUT', 'messages/till-alla', { kind: 'notice', text: { sv: 'Till alla' } });
    assert.equal(asked.status(), 202, 'to every screen: somebody else accepts it');
    const page = await as('publisher', '#/people');
    const accepted = [];
    page.on('request', (one) => { if (one.url().endsWith('/accept')) accepted.push(one); });
    await page.getByRole('button', { name: 'Godkänn' }).dblclick();
    await page.getByText('Till alla').waitFor({ state: 'detached' });
    assert.equal(accepted.length, 1);
    await send('DELETE', 'screens/provskarmen');
  });

  test('an event that could not be read at first is read as soon as it can, and the page says so till then', async () => {
    const page = await desk.page('#/account');
    await page.getByRole('heading', { name: 'Mitt konto' }).waitFor();
    let asked = 0;
    let busy = true;
    await page.route('**/api/v1/event', (route) => {
      asked += 1;
      return busy ? route.fulfill({ status: 503, contentType: 'application/json', body: '{"error":{"code":"unavailable","message":"busy"}}' }) : route.continue();
    });
    await page.goto(`${desk.server.url}/#/messages`);
    await page.reload();
    await page.getByRole('alert').waitFor();
    await until('it is asked again', () => asked > 1);
    busy = false;
    await page.getByRole('heading', { name: 'Meddelanden' }).waitFor();
  });
});
