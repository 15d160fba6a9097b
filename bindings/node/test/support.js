// What the tests share: a small approval, and programs in a process of their own.
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

import * as lianban from '../index.js';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
export const DOOR = {
  lianban: 1,
  id: 'door',
  version: '1.0.0',
  chart: {
    states: [
      {id: 'shut', transitions: [{on: 'push', to: 'open'}]},
      {id: 'open', transitions: [{on: 'push', to: 'shut'}]},
    ],
  },
};
export const PUSH = {verb: 'send', subject: 'push'};

/** An engine on which the small approval is published. */
export async function doors(config = {}) {
  const engine = await lianban.Engine.open({calendars: `${ROOT}workflows/calendars`, ...config});
  await engine.definitionPublish(DOOR);
  return engine;
}

/** A program of the folder `programs`, with the collector at hand. */
export function run(program, ...inputs) {
  const path = fileURLToPath(new URL(`programs/${program}`, import.meta.url));
  const done = spawnSync(process.execPath, ['--expose-gc', path, ...inputs],
    {encoding: 'utf8', timeout: 60_000});
  return {code: done.status, signal: done.signal, out: done.stdout, err: done.stderr};
}

export async function all(sequence) {
  const found = [];
  for await (const each of sequence) found.push(each);
  return found;
}
