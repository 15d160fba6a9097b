// What a host does to a library without meaning to: collecting, leaving, throwing.
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';

import {doors, run} from './support.js';

test('collecting while events flow, callbacks come and engines are lost', () => {
  const done = run('collect.js');
  assert.deepEqual(done, {code: 0, signal: null, out: 'true true true\n', err: ''});
});

for (const how of ['exit', 'throw', 'close', 'natural']) {
  test(`leaving with an open engine: ${how}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lianban-'));
    const database = join(folder, 'cases.db');
    const done = run('leave.js', how, database);
    assert.equal(done.signal, null, done.err);
    assert.equal(done.code, {exit: 3, throw: 1, close: 3, natural: 0}[how], done.err);
    const engine = await doors({database});
    assert.equal((await engine.caseVerify(done.out.trim())).sound, true);
    await engine.close();
    rmSync(folder, {recursive: true});
  });
}

test('a callback that throws is an uncaught exception of the host, and nothing of the library', () => {
  const done = run('throwing.js');
  assert.deepEqual([done.code, done.signal], [0, null], done.err);
  assert.equal(done.out, 'shut oh\n');
});
