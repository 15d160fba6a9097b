// One method for each function, objects in and out, refusals and errors as exceptions.
import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';

import * as lianban from '../index.js';
import {errorOf} from '../lib/errors.js';
import {DOOR, PUSH, ROOT, all, doors} from './support.js';

test('every code has its own error', () => {
  const classes = new Set();
  for (const {code} of lianban.codeList().filter((each) => each.code !== 0)) {
    const error = errorOf(code, {});
    assert.notEqual(error.constructor, lianban.LianbanError, `code ${code}`);
    assert.equal(error.name, error.constructor.name);
    classes.add(error.constructor);
  }
  assert.equal(classes.size, 15);
  assert.equal(errorOf(99, {}).constructor, lianban.LianbanError);
});

test('every function of the header has its method, and the types know it', () => {
  const header = readFileSync(`${ROOT}bindings/c/include/lianban/lianban.h`, 'utf8');
  const types = readFileSync(`${ROOT}bindings/node/index.d.ts`, 'utf8');
  const names = [...header.matchAll(/^LIANBAN_API .*?lianban_(\w+)\(/gm)].map((each) => each[1]);
  assert.equal(names.length, 43);
  const ours = /^(abi_version|free|error_.*|engine_open)$/; // called inside, or known otherwise
  for (const name of names.filter((each) => !ours.test(each))) {
    const method = name.replace(/^engine_/, '').replace(/_(.)/g, (_, letter) => letter.toUpperCase());
    assert.equal(typeof (lianban[method] ?? lianban.Engine.prototype[method]), 'function', method);
    assert.match(types, new RegExp(`\\b${method}\\(`), method);
  }
});

test('what was found is told, and another library afterwards is refused', () => {
  assert.equal(lianban.buildInfo().version, lianban.version());
  lianban.load();
  assert.throws(() => lianban.load('/nowhere/liblianban_c.so.0'), /already loaded/);
});

test('a definition is checked without an engine', async () => {
  assert.equal((await lianban.definitionReport(DOOR)).ok, true);
  assert.match((await lianban.definitionReport(DOOR, 'diagram', {format: 'dot'})).text, /push/);
  assert.ok((await lianban.codeExplain('LB-E1203')).title);
  const told = await lianban.scenarioRun(`${ROOT}workflows/scenarios/four_eyes.json`,
    {calendars: `${ROOT}workflows/calendars`});
  assert.deepEqual([told.passed, told.failed], [1, 0]);
});

test('an unknown member names the one that was meant', async () => {
  await assert.rejects(lianban.Engine.open({databse: 'x.db'}), (error) => {
    assert.ok(error instanceof lianban.InvalidArgument && error instanceof Error);
    assert.equal(error.code, 2);
    assert.match(error.json.hint.en, /database/);
    return true;
  });
});

test('what C would cut or repair is refused here', async () => {
  const engine = await doors();
  await assert.rejects(engine.eventNext(0, 2 ** 32 + 1), RangeError);
  await assert.rejects(engine.eventNext(2 ** 60), RangeError);
  await assert.rejects(engine.eventNext(0.5), RangeError);
  await assert.rejects(engine.caseShow('a\0b'), TypeError);
  await assert.rejects(engine.caseShow('\ud800'), TypeError);
  await assert.rejects(engine.caseShow(17), TypeError);
  const odd = '张𠮷䶮\u0000\u007f\n';
  const {case: id} = await engine.caseOpen('door', {request_id: odd});
  assert.equal((await engine.caseHistory(id)).history[0].request_id, odd);
  await engine.close();
});

test('a refusal has reasons, a faulty definition findings, a callback its status', async () => {
  const engine = await doors();
  const {case: id} = await engine.caseOpen('door', {});
  await assert.rejects(
    engine.caseSubmit(id, {verb: 'send', subject: 'kick', actor: {id: 'x'}}), (error) => {
      assert.ok(error instanceof lianban.Refused);
      assert.equal(error.id, 'event/unknown');
      assert.ok(Array.isArray(error.reasons) && error.messages.zh && !error.retryable);
      return true;
    });
  await assert.rejects(
    engine.definitionPublish({...DOOR, chart: {states: []}}),
    (error) => error instanceof lianban.InvalidDefinition && error.findings[0].severity === 'error');
  await assert.rejects(
    engine.callbackDeliver({agency: 'police'}, Buffer.from([0, 255])),
    (error) => error instanceof lianban.CallbackRejected && error.httpStatus === 404);
  await assert.rejects(engine.caseShow('nothing'), lianban.NotFound);
  await engine.close();
});

test('a closed engine says so, and closing twice is closing once', async () => {
  const engine = await doors();
  assert.equal(engine.closed, false);
  await Promise.all([engine.close(), engine.close()]);
  await engine[Symbol.asyncDispose]();
  assert.equal(engine.closed, true);
  await assert.rejects(engine.report('stats'), lianban.BadHandle);
});

test('a database has one engine at a time, and keeps its cases', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianban-'));
  const database = join(folder, 'cases.db');
  const first = await doors({database});
  const {case: id} = await first.caseOpen('door', {});
  await assert.rejects(doors({database}), (error) => error.id === 'store/locked');
  await first.close();
  const second = await doors({database});
  assert.deepEqual((await second.caseShow(id)).states.active, ['shut']);
  await second.close();
  rmSync(folder, {recursive: true});
});

test('events go over pages and begin at the cursor', async () => {
  const engine = await doors();
  const {case: id} = await engine.caseOpen('door', {});
  for (let i = 0; i < 4; ++i) await engine.caseSubmit(id, PUSH);
  const events = await all(engine.events(0, {timeoutMs: 0, limit: 2}));
  assert.deepEqual(events.map((each) => each.revision), [1, 2, 3, 4, 5]);
  assert.deepEqual(await all(engine.events(events[2].cursor, {timeoutMs: 0})), events.slice(3));
  await engine.close();
});

test('the event loop turns and calls go on while many wait', async () => {
  const engine = await doors();
  const {case: id} = await engine.caseOpen('door', {});
  const followers = Array.from({length: 12}, async () => {
    let last;
    for await (last of engine.events()) if (last.revision === 4) break;
    return last.revision;
  });
  let turns = 0;
  const turning = setInterval(() => ++turns, 1);
  for (let i = 0; i < 3; ++i) await engine.caseSubmit(id, PUSH);
  assert.deepEqual(await Promise.all(followers), Array(12).fill(4));
  await assert.doesNotReject(all(engine.events(99, {timeoutMs: 30})));
  clearInterval(turning);
  assert.ok(turns > 5, `${turns} turns`);
  await engine.close();
});

test('closing, interrupting or a signal ends who follows', async () => {
  const engine = await doors();
  const stop = new AbortController();
  const aborted = all(engine.events(0, {signal: stop.signal}));
  stop.abort();
  assert.deepEqual(await aborted, []);
  const wait = engine.eventNext(0, 1, 60_000);
  let over = false;
  const caught = assert.rejects(wait, lianban.Interrupted).then(() => { over = true; });
  while (!over) await engine.interrupt();
  await caught;
  const following = all(engine.events());
  const lending = all(engine.tasks({agency: 'police'}));
  await engine.close();
  assert.deepEqual([await following, await lending], [[], []]);
});

test('pages are one sequence', async () => {
  const engine = await doors();
  for (let i = 0; i < 5; ++i) await engine.caseOpen('door', {});
  assert.equal(new Set((await all(engine.cases({limit: 2}))).map((each) => each.case)).size, 5);
  for (const number of ['A-1', 'A-2', 'A-3']) {
    await engine.licenceRegister({number, licence: 'key', issued_at: '2021-01-01'});
  }
  const numbers = (await all(engine.licences({limit: 2}))).map((each) => each.number);
  assert.deepEqual(numbers, ['A-1', 'A-2', 'A-3']);
  assert.deepEqual(await all(engine.pending('incidents', {limit: 1})), []);
  await engine.close();
});

test('a callback may use the engine', async () => {
  const reports = [];
  const engine = await doors({wake: () => reports.push(engine?.report('stats'))});
  await engine.caseOpen('door', {});
  assert.ok(reports.length > 0);
  await Promise.all(reports);
  await engine.close();
});
