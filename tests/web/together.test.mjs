// Several people at one event: what a form does not show stays as it was, nobody's work is overwritten silently, and taking
// back one's own change never takes back a colleague's.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { axeFindings, picture, startBrowser } from './house.mjs';
import { Desk, anna, button, door, foyer, until } from './desk.mjs';

describe('several people at one event', () => {
  let browser;
  let desk;
  before(async () => {
    browser = await startBrowser();
    desk = await Desk.open(browser, { screens: [] });
  });
  afterEach(() => desk.takeBack());
  after(async () => {
    await desk?.close();
    await browser?.close();
  });

  const send = async (method, path, body, headers) => {
    const answer = await desk.send(method, path, body, headers);
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const ruleOf = async (id) => (await desk.ask('rota')).rota.find((rule) => rule.id === id);
  const messageOf = async (id) => (await desk.ask('messages')).messages.find((message) => message.id === id);
  const notice = { kind: 'notice', screens: [foyer], text: { sv: 'Kaffe i foajén', en: 'Coffee in the foyer' } };
  const row = (page, name) => page.getByRole('listitem').filter({ hasText: name });
  const undo = (page) => page.locator('.saved').getByRole('button', { name: 'Ångra' });
  /** The first save is refused and says who did what; the second one keeps both changes. */
  const saveMineToo = async (page, name) => {
    await page.getByText('Någon annan ändrade samma sak').waitFor();
    assert.match(await page.locator('.problem').first().innerText(), /Du själv, i ett annat fönster/);
    assert.deepEqual(await axeFindings(page), []);
    await picture(page, `together-${name}`);
    await button(page, 'Spara min ändring också').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };

  describe('a session by hand', () => {
    const session = {
      title: { sv: 'Trädgårdskafé', en: 'Garden café' }, start: '2027-05-04T10:00:00+02:00', end: '2027-05-04T11:00:00+02:00', venue: 'radhuset', room: { name: 'Trädgården bakom huset' },
      organisers: ['stadskontoret', 'ungdomsradet'], access: ['quiet', 'captions', 'doftfritt'],
    };
    const make = async () => (await send('POST', 'sessions', session)).session.id;
    const original = async (id) => (await desk.ask(`sessions/${id}`)).original;
    const edit = async (page, name) => {
      await page.getByRole('button', { name }).click();
      return page.getByRole('dialog').getByRole('group', { name: 'Titel', exact: true });
    };

    test('keeps what its form does not know: further organisers, words of access, a room that no venue has', async () => {
      const id = await make();
      const was = await original(id);
      const page = await desk.page('#/programme');
      const title = await edit(page, /Trädgårdskafé/);
      await page.getByLabel('Syntolkning').check();
      await title.getByLabel('Engelska').fill('Garden coffee');
      await picture(page, 'session-form');
      await button(page, 'Spara').click();
      await until('it is saved', async () => (await original(id)).title.en === 'Garden coffee');
      assert.deepEqual(await original(id), { ...was, title: { ...was.title, en: 'Garden coffee' }, access: [...was.access, 'audio-description'] });
    });

    test('takes another first organiser, and a time that was set before its title', async () => {
      const id = await make();
      const page = await desk.page('#/programme');
      const title = await edit(page, /Trädgårdskafé/);
      await page.getByLabel('Börjar').fill('2027-05-04T10:30');
      await page.getByLabel('Arrangör').selectOption('malmo-universitet');
      await title.getByLabel('Svenska').fill('Trädgårdskaffe');
      await button(page, 'Spara').click();
      await until('it is saved', async () => (await original(id)).title.sv === 'Trädgårdskaffe');
      const now = await original(id);
      assert.equal(Date.parse(now.start), Date.parse('2027-05-04T10:30:00+02:00'));
      assert.deepEqual(now.organisers, ['malmo-universitet', 'ungdomsradet']);
    });

    test('of two writers the second sees the first one’s change, and both stand', async () => {
      const id = await make();
      const page = await desk.page('#/programme');
      const title = await edit(page, /Trädgårdskafé/);
      await title.getByLabel('Svenska').fill('Kafé i trädgården');
      await send('PUT', `sessions/${id}`, { ...(await original(id)), title: { sv: 'Trädgårdskafé', en: 'Garden party' }, access: ['quiet', 'doftfritt'] });
      await button(page, 'Spara').click();
      await page.getByText('Garden party').waitFor();
      await saveMineToo(page, 'session');
      const now = await original(id);
      assert.deepEqual([now.title, now.access], [{ sv: 'Kafé i trädgården', en: 'Garden party' }, ['quiet', 'doftfritt']]);
      await undo(page).click();
      await until('what the first one saved is back', async () => (await original(id)).title.sv === 'Trädgårdskafé');
      assert.equal((await original(id)).title.en, 'Garden party');
    });

    test('is not taken back over a colleague’s later change', async () => {
      const id = await make();
      const page = await desk.page('#/programme');
      await (await edit(page, /Trädgårdskafé/)).getByLabel('Svenska').fill('Kafé i trädgården');
      await button(page, 'Spara').click();
      await undo(page).waitFor();
      await send('PUT', `sessions/${id}`, { ...(await original(id)), title: { sv: 'Kafé inomhus' } });
      await undo(page).click();
      await page.getByText(`${anna.email} har ändrat samma sak efteråt`).waitFor();
      assert.deepEqual((await original(id)).title, { sv: 'Kafé inomhus' });
    });
  });

  test('a message: the second writer keeps her text and the first one’s', async () => {
    await send('PUT', 'messages/kaffe', notice);
    const page = await desk.page('#/messages');
    await row(page, 'Kaffe i foajén').getByRole('button', { name: 'Ändra' }).click();
    await page.getByRole('group', { name: 'Text' }).getByLabel('Svenska').fill('Te i foajén');
    await send('PUT', 'messages/kaffe', { ...notice, text: { ...notice.text, en: 'Coffee upstairs' }, screens: [door] });
    await button(page, 'Visa hur det blir').click();
    await button(page, 'Visa på skärmarna').click();
    await saveMineToo(page, 'message');
    const now = await messageOf('kaffe');
    assert.deepEqual([now.text, now.screens], [{ sv: 'Te i foajén', en: 'Coffee upstairs' }, [door]]);
  });

  test('a message is not taken back, nor taken away, over a colleague’s later change', async () => {
    await send('PUT', 'messages/kaffe', notice);
    const page = await desk.page('#/messages');
    await row(page, 'Kaffe i foajén').getByRole('button', { name: 'Ändra' }).click();
    await page.getByRole('group', { name: 'Text' }).getByLabel('Svenska').fill('Te i foajén');
    await button(page, 'Visa hur det blir').click();
    await button(page, 'Visa på skärmarna').click();
    await undo(page).waitFor();
    await send('PUT', 'messages/kaffe', { ...notice, text: { sv: 'Saft i foajén' } });
    await undo(page).click();
    await page.getByText('har ändrat samma sak efteråt').waitFor();
    await picture(page, 'together-undo');
    assert.deepEqual((await messageOf('kaffe')).text, { sv: 'Saft i foajén' });
    await row(page, 'Saft i foajén').getByRole('button', { name: 'Ta bort' }).click();
    await undo(page).waitFor();
    await send('PUT', 'messages/kaffe', { ...notice, text: { sv: 'Vatten i foajén' } });
    await undo(page).click();
    await page.getByText('har ändrat samma sak efteråt').waitFor();
    assert.deepEqual((await messageOf('kaffe')).text, { sv: 'Vatten i foajén' });
  });

  test('a rule of the rota: both changes stand, and an old undo does nothing', async () => {
    await send('PUT', 'rota/kvall', { layout: 'agenda', screens: [foyer], from_time: '17:00' });
    const page = await desk.page('#/rota');
    await row(page, 'Rådhusets foajé').first().getByRole('button', { name: 'Ändra' }).click();
    await page.getByLabel('Prioritet').fill('7');
    await send('PUT', 'rota/kvall', { layout: 'agenda', screens: [foyer, door], from_time: '18:00' });
    await button(page, 'Visa hur det blir').click();
    await button(page, 'Visa på skärmarna').click();
    await saveMineToo(page, 'rota');
    assert.deepEqual(await ruleOf('kvall'), { id: 'kvall', layout: 'agenda', screens: [foyer, door], from_time: '18:00', priority: 7 });
    await send('PUT', 'rota/kvall', { layout: 'agenda', screens: [foyer], from_time: '19:00' });
    await undo(page).click();
    await page.getByText('har ändrat samma sak efteråt').waitFor();
    assert.equal((await ruleOf('kvall')).from_time, '19:00');
  });

  test('a screen: what a colleague measured meanwhile stays beside the new name', async () => {
    const { revision, ...now } = await desk.ask(`screens/${door}`);
    const screen = Object.fromEntries(Object.entries(now).filter(([key]) => ['venue', 'node', 'at', 'heading', 'size', 'diagonal_inch', 'distance_mm', 'layout', 'rooms', 'tags', 'mode', 'level'].includes(key)));
    const page = await desk.page(`#/screens/${door}`);
    await button(page, 'Ändra').click();
    await page.getByRole('dialog').getByLabel('Namn').fill('Dörren till Sal B');
    await send('PUT', `screens/${door}`, { ...screen, name: now.name, diagonal_inch: 50 });
    await page.waitForTimeout(500); // the page behind the form hears of it
    assert.equal(await page.getByRole('dialog').getByLabel('Namn').inputValue(), 'Dörren till Sal B');
    await button(page, 'Spara').click();
    await saveMineToo(page, 'screen');
    const kept = await desk.ask(`screens/${door}`);
    assert.deepEqual([kept.name, kept.diagonal_inch, kept.rooms], ['Dörren till Sal B', 50, now.rooms]);
  });

  test('a layout: two options set by two people are both set', async () => {
    const layoutOf = async () => (await desk.ask('event')).layouts.find((one) => one.id === 'foyer');
    const page = await desk.page('#/rota');
    await page.getByRole('button', { name: /^Inställningar Foajé/ }).click();
    const header = page.locator('.region').filter({ hasText: 'Överkant' });
    await header.getByLabel('Skylten säger').selectOption('event');
    await page.getByText(/skärm(ar)? ändras/).waitFor();
    const theirs = structuredClone(await layoutOf());
    const other = theirs.variants.landscape.regions.find((region) => region.widget !== 'header');
    other.options = { ...other.options, venues: 'all' };
    await send('PUT', 'layouts/foyer', theirs);
    await button(page, 'Visa på skärmarna').click();
    await saveMineToo(page, 'layout');
    const regions = (await layoutOf()).variants.landscape.regions;
    assert.equal(regions.find((region) => region.widget === 'header').options.plate, 'event');
    assert.equal(regions.find((region) => region.id === other.id).options.venues, 'all');
    await send('DELETE', 'layouts/foyer');
  });

  test('a venue: a room that a colleague made meanwhile stays', async () => {
    await send('PUT', 'venues/paviljongen', { name: { sv: 'Paviljongen' }, rooms: [{ id: 'paviljongen-scen', name: { sv: 'Scenen' }, order: 1 }] });
    const page = await desk.page('#/places');
    const place = page.locator('.place').filter({ hasText: 'Paviljongen' });
    await button(place, 'Namn och rum').click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Adress').fill('Parken 1');
    await form.getByLabel('Namn på svenska').fill('Stora scenen');
    await send('PUT', 'venues/paviljongen', { name: { sv: 'Paviljongen' }, rooms: [{ id: 'paviljongen-scen', name: { sv: 'Scenen' }, order: 1 }, { id: 'paviljongen-bar', name: { sv: 'Baren' }, order: 2 }] });
    await button(form, 'Spara').click();
    await saveMineToo(page, 'venue');
    const venue = (await desk.ask('event')).venues.find((one) => one.id === 'paviljongen');
    assert.deepEqual([venue.address, venue.rooms.map((room) => room.name.sv)], ['Parken 1', ['Stora scenen', 'Baren']]);
  });

  describe('something new', () => {
    const small = { size: [1920, 1080], diagonal_inch: 32, distance_mm: 2000, layout: 'door' };

    test('does not take the place of what has its name', async (t) => {
      await send('PUT', 'screens/provskarmen', { ...small, name: 'Provskärmen' });
      await send('PUT', 'venues/provhuset', { name: { sv: 'Provhuset' }, rooms: [{ id: 'provhuset-salen', name: { sv: 'Salen' } }] });
      const again = await desk.send('PUT', 'screens/provskarmen', { ...small, name: 'Provskärmen', diagonal_inch: 40 }, { 'If-None-Match': '*' });
      if (again.status() !== 409) {
        await send('DELETE', 'screens/provskarmen');
        return t.skip('this server does not know If-None-Match yet');
      }
      const page = await desk.page('#/screens');
      await button(page, 'Ny skärm').click();
      const form = page.getByRole('dialog');
      await form.getByLabel('Namn').fill('Provskärmen');
      await button(form, 'Spara').click();
      await form.getByText('Det finns redan en med det namnet').waitFor();
      await picture(page, 'together-exists');
      assert.equal((await desk.ask('screens/provskarmen')).diagonal_inch, 32);
      await form.getByLabel('Namn').fill('Provskärmen till höger');
      await button(form, 'Spara').click();
      await form.locator('.secret').waitFor();
      await page.goto(`${desk.server.url}/#/places`);
      await button(page, 'Ny plats').click();
      await page.getByRole('dialog').getByRole('group', { name: 'Namn' }).getByLabel('Svenska').fill('Provhuset');
      await button(page.getByRole('dialog'), 'Spara').click();
      await page.getByText('Det finns redan en med det namnet').first().waitFor();
      assert.equal((await desk.ask('event')).venues.find((one) => one.id === 'provhuset').rooms.length, 1);
      for (const id of ['provskarmen', 'provskarmen-till-hoger']) await send('DELETE', `screens/${id}`);
    });

    test('gets an id of its own where its name has no Latin letter', async () => {
      const page = await desk.page('#/places');
      await button(page, 'Ny plats').click();
      const form = page.getByRole('dialog');
      await form.getByRole('group', { name: 'Namn' }).getByLabel('Svenska').fill('北廳');
      await form.getByLabel('Namn på svenska').fill('大廳');
      await button(form, 'Ett rum till').click();
      await form.getByLabel('Namn på svenska').nth(1).fill('小廳');
      await button(form, 'Spara').click();
      await page.getByRole('heading', { name: '北廳' }).waitFor();
      const venue = (await desk.ask('event')).venues.find((one) => one.name.sv === '北廳');
      assert.match(venue.id, /^venue-[0-9a-z]+$/);
      assert.match(venue.rooms.map((room) => room.id).join(' '), /^room-[0-9a-z]+-1 room-[0-9a-z]+-2$/);
    });
  });
});
