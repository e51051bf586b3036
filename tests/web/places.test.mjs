// Venues and layouts in the organisers' pages: closing and opening, new venues, options of a layout; each ends in what the
// player drew.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { axeFindings, picture, startBrowser } from './house.mjs';
import { Desk, button, door, foyer, moment, saveAndReceive, texts, until } from './desk.mjs';

describe('places and layouts', () => {
  let browser;
  let desk;
  before(async () => {
    browser = await startBrowser();
    desk = await Desk.open(browser, { screens: [foyer] });
  });
  afterEach(() => desk.takeBack());
  after(async () => {
    await desk?.close();
    await browser?.close();
  });
  const lift = (page, name) => page.getByRole('listitem').filter({ hasText: name });
  const notice = async (screen) => (await desk.server.pages(screen, moment, 'sv')).flatMap(texts).join(' ');

  test('a lift is closed with one click, its screens seen first, and opened again', async () => {
    const page = await desk.page('#/places');
    await button(page, 'Stäng Glashissen').click();
    const ends = page.getByRole('dialog').getByLabel('Till').first();
    await ends.fill('2027-03-28T02:30'); // a time that does not exist closes nothing
    await page.getByText('02:30 finns inte den natten').waitFor();
    assert.equal(await button(page, 'Visa på skärmarna').count(), 0);
    await ends.fill('');
    await page.locator('.preview > .pictures img').first().waitFor();
    assert.match(await page.locator('.preview').innerText(), /skärm(ar)? ändras/);
    assert.deepEqual(await axeFindings(page), []);
    await picture(page, 'places-close');
    await saveAndReceive(page);
    await lift(page, 'Glashissen').getByText('Ur funktion').waitFor();
    const { closures } = await desk.ask('closures');
    assert.equal(closures.find((one) => one.target === 'biblioteket-hiss').kind, 'out-of-service');
    await button(page, 'Öppna igen Glashissen').click();
    await page.locator('.preview > .pictures img').first().waitFor();
    await saveAndReceive(page);
    await until('it is open', async () => !(await desk.ask('closures')).closures.some((one) => one.target === 'biblioteket-hiss'));
    await button(page, 'Stäng Glashissen').waitFor();
    assert.deepEqual(page.misdeeds, []);
  });

  test('what somebody else closed meanwhile is said, not closed twice', async () => {
    const page = await desk.page('#/places');
    await button(page, 'Stäng Röda trappan').click();
    await page.locator('.preview > .pictures img').first().waitFor();
    const other = await desk.send('POST', 'closures', { venue: 'stadsbiblioteket', target: 'biblioteket-trappa' });
    assert.equal(other.status(), 201);
    await lift(page, 'Röda trappan').getByText('Stängd', { exact: true }).waitFor(); // the page knows, and the form still says what it was opened on
    await button(page, 'Visa på skärmarna').click();
    await page.getByText('Någon annan ändrade samma sak').waitFor();
    assert.equal((await desk.ask('closures')).closures.filter((one) => one.target === 'biblioteket-trappa').length, 1);
  });

  test('a venue made by hand with two rooms takes a session and shows it at its door', async () => {
    const page = await desk.page('#/places');
    await button(page, 'Ny plats').click();
    const form = page.getByRole('dialog');
    await form.getByRole('group', { name: 'Namn' }).getByLabel('Svenska').fill('Folkets hus');
    await form.getByLabel('Adress').fill('Olof Palmes plats 1');
    await form.getByLabel('Namn på svenska').fill('Stora scenen');
    await button(form, 'Ett rum till').click();
    await form.getByLabel('Namn på svenska').nth(1).fill('Kafét');
    assert.deepEqual(await axeFindings(page), []);
    await picture(page, 'places-new');
    await button(form, 'Spara').click();
    await page.getByRole('heading', { name: 'Folkets hus' }).waitFor();
    const venue = (await desk.ask('event')).venues.find((one) => one.id === 'folkets-hus');
    assert.deepEqual(venue.rooms.map((room) => room.id), ['folkets-hus-stora-scenen', 'folkets-hus-kafet']);
    const made = await desk.send('POST', 'sessions', { title: { sv: 'Öppen scen' }, start: '2027-05-04T10:00:00+02:00', end: '2027-05-04T11:00:00+02:00', venue: 'folkets-hus', room: { id: 'folkets-hus-kafet' } });
    assert.equal(made.status(), 201, await made.text());
    const screen = { name: 'Kaféts dörr', venue: 'folkets-hus', rooms: ['folkets-hus-kafet'], size: [1920, 1080], diagonal_inch: 32, distance_mm: 2000, layout: 'door' };
    assert.equal((await desk.send('PUT', 'screens/kafet', screen)).status(), 201);
    await until('its door says so', async () => (await notice('kafet')).includes('Öppen scen'));
    const refused = await desk.send('PUT', 'venues/folkets-hus', { name: { sv: 'Folkets hus' }, rooms: [] });
    assert.equal(refused.status(), 409);
    await desk.send('DELETE', 'screens/kafet');
  });

  test('an option of a layout: seen as one writes, drawn by the player, and as delivered again', async () => {
    const page = await desk.page('#/rota');
    const before = await (await desk.request.get(desk.address(`screens/${foyer}/picture?at=${encodeURIComponent(moment)}&width=720`))).body();
    await page.getByRole('button', { name: /^Inställningar Foajé/ }).click();
    const shown = page.locator('.layout-picture img');
    await shown.waitFor();
    const first = await shown.getAttribute('src');
    await page.locator('.region').filter({ hasText: 'Överkant' }).getByLabel('Skylten säger').selectOption('event');
    await until('the picture follows', async () => (await shown.getAttribute('src')) !== first);
    await page.getByText(/skärm(ar)? ändras/).waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await picture(page, 'layout-options');
    assert.ok((await (await desk.request.get(desk.address(`screens/${foyer}/picture?at=${encodeURIComponent(moment)}&width=720`))).body()).equals(before), 'nothing is saved yet');
    await button(page, 'Visa på skärmarna').click();
    await page.locator('.receipt-count').waitFor();
    await desk.drawn(foyer);
    const scene = await desk.server.scene(foyer, moment, 'sv', { anew: true });
    assert.ok(texts(scene).some((text) => text.includes('Malmö Möts')), JSON.stringify(texts(scene)));
    await page.getByRole('button', { name: /^Inställningar Foajé/ }).click();
    await button(page, 'Som den levererades').click();
    await until('it is as delivered', async () => !(await desk.ask('event')).own_layouts.includes('foyer'));
    await desk.drawn(foyer);
    assert.deepEqual(page.misdeeds, []);
  });

  test('an option that the widget does not know is refused in words, and the picture stays', async () => {
    const layout = (await desk.ask('event')).layouts.find((one) => one.id === 'foyer');
    layout.variants.landscape.regions[0].options = { colour: 'red' };
    const refused = await desk.send('PUT', 'layouts/foyer?try=1', layout);
    assert.equal(refused.status(), 400);
    assert.match((await refused.json()).error.message, /unknown option 'colour'/);
  });

  test('which screens mention a session is known at once for the whole wall', async () => {
    const { sessions } = await desk.ask('sessions');
    for (const session of sessions.slice(0, 10)) {
      const { at, screens } = await desk.ask(`sessions/${session.id}/screens`);
      assert.ok(Date.parse(at) > 0);
      for (const one of screens) assert.ok(one.regions.length > 0, JSON.stringify(one));
    }
    const door_of = sessions.find((one) => one.room?.id === 'sal-b' && one.status !== 'cancelled');
    assert.ok((await desk.ask(`sessions/${door_of.id}/screens?at=${encodeURIComponent(door_of.start)}`)).screens.some((one) => one.screen === door));
  });
});
