// Collects garbage as hard as it can while events flow, callbacks come and engines are lost.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setImmediate as turn} from 'node:timers/promises';

import {PUSH, doors} from '../support.js';

const ENGINES = 6;
const PUSHES = 15;
let wakes = 0;
let events = 0;
let over = false;

async function collect() {
  while (!over) {
    globalThis.gc();
    await turn();
  }
}

async function oneLife(number) {
  const ballast = Array.from({length: 100}, () => ({}));
  const engine = await doors({
    wake: () => { wakes += ballast.length / 100; },
    log: () => {},
  });
  const following = (async () => {
    let count = 0;
    for await (const _ of engine.events()) {
      ++events;
      if (++count === PUSHES + 1) return;
    }
  })();
  const {case: id} = await engine.caseOpen('door', {});
  for (let i = 0; i < PUSHES; ++i) await engine.caseSubmit(id, PUSH);
  await following;
  if (number % 2) await engine.close(); // The others are lost: the collector closes them.
}

const collecting = collect();
await Promise.all([0, 1, 2].map(async (first) => {
  for (let number = first; number < ENGINES; number += 3) await oneLife(number);
}));
over = true;
await collecting;

// Where nobody holds the first engine, its database can be opened again.
const folder = mkdtempSync(join(tmpdir(), 'lianban-'));
const database = join(folder, 'cases.db');
await doors({database, log: () => {}});
let again = null;
for (let i = 0; i < 1000 && !again; ++i) {
  globalThis.gc();
  await turn();
  again = await doors({database}).catch(() => null);
}
await again?.close();
rmSync(folder, {recursive: true});
console.log(events === ENGINES * (PUSHES + 1), wakes >= ENGINES, again !== null);
