// Collects garbage as hard as it can while events flow, callbacks come and engines are lost.
import {setImmediate as turn} from 'node:timers/promises';

import {PUSH, doors} from '../support.js';

const ENGINES = 12;
const PUSHES = 25;
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
for (let i = 0; i < 20; ++i) await turn();
over = true;
await collecting;
console.log(events === ENGINES * (PUSHES + 1), wakes >= ENGINES, true);
