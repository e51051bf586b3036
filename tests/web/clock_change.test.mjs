// Wall times and the instants that they mean, on the nights of a clock change too; needs no browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meaningOf, readingAt } from '../../content-server/web/lib/clock_change.js';

const stockholm = 'Europe/Stockholm';
const instantsOf = (reading, zone = stockholm) => meaningOf(reading, zone).instants.map((instant) => new Date(instant).toISOString().replace(':00.000Z', 'Z'));

test('an ordinary time means one instant, in summer and in winter', () => {
  assert.deepEqual(meaningOf('2027-05-04T10:12', stockholm), { instants: [Date.parse('2027-05-04T08:12Z')], skipped: false });
  assert.deepEqual(instantsOf('2027-01-04T10:12'), ['2027-01-04T09:12Z']);
});

test('a time that the clock skips is read by the offset before the gap, so one hour later on the clock', () => {
  for (const [reading, instead] of [['2027-03-28T02:00', '03:00'], ['2027-03-28T02:30', '03:30'], ['2027-03-28T02:59', '03:59']]) {
    const { instants, skipped } = meaningOf(reading, stockholm);
    assert.equal(skipped, true, reading);
    assert.equal(instants.length, 1, reading);
    assert.equal(readingAt(instants[0], stockholm), `2027-03-28T${instead}`);
  }
  assert.deepEqual(instantsOf('2027-03-28T02:30'), ['2027-03-28T01:30Z']);
});

test('a time that the clock shows twice means both instants, the first one first', () => {
  assert.deepEqual(instantsOf('2026-10-25T02:00'), ['2026-10-25T00:00Z', '2026-10-25T01:00Z']);
  assert.deepEqual(instantsOf('2026-10-25T02:59'), ['2026-10-25T00:59Z', '2026-10-25T01:59Z']);
  assert.equal(meaningOf('2026-10-25T02:30', stockholm).skipped, false);
});

test('the minutes beside a clock change are ordinary', () => {
  const beside = { '2027-03-28T01:59': '2027-03-28T00:59Z', '2027-03-28T03:00': '2027-03-28T01:00Z', '2026-10-25T01:59': '2026-10-24T23:59Z', '2026-10-25T03:00': '2026-10-25T02:00Z' };
  for (const [reading, instant] of Object.entries(beside)) {
    assert.deepEqual(instantsOf(reading), [instant]);
    assert.equal(meaningOf(reading, stockholm).skipped, false);
  }
});

test('what is no reading means nothing', () => {
  for (const reading of ['', undefined, '2027-05-04', '120270-05-04T10:12']) assert.deepEqual(meaningOf(reading, stockholm), { instants: [], skipped: false });
});

test('zones west of Greenwich and clock changes of half an hour follow the same rule', () => {
  assert.deepEqual(instantsOf('2026-11-01T01:30', 'America/New_York'), ['2026-11-01T05:30Z', '2026-11-01T06:30Z']);
  assert.deepEqual(instantsOf('2027-03-14T02:30', 'America/New_York'), ['2027-03-14T07:30Z']);
  assert.equal(meaningOf('2027-03-14T02:30', 'America/New_York').skipped, true);
  assert.deepEqual(instantsOf('2027-04-04T01:45', 'Australia/Lord_Howe'), ['2027-04-03T14:45Z', '2027-04-03T15:15Z']);
});

test('every minute of both nights is the reading of what it means, but where the clock skips it', () => {
  for (const night of ['2026-10-25', '2027-03-28'])
    for (let minute = 0; minute < 6 * 60; ++minute) {
      const reading = new Date(Date.parse(`${night}T00:00Z`) + minute * 60000).toISOString().slice(0, 16);
      const { instants, skipped } = meaningOf(reading, stockholm);
      assert.equal(skipped, night === '2027-03-28' && reading.slice(11, 13) === '02', reading);
      for (const instant of instants) assert.equal(readingAt(instant, stockholm) === reading, !skipped, reading);
    }
});
