// Tells tests/hosts/story.json through this package and prints what tests/hosts/README.md says.
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

import * as lianban from '../index.js';

/** The argument with what was saved, and what stands in files, put in. */
function filled(value, saved, folder) {
  if (Array.isArray(value)) return value.map((each) => filled(each, saved, folder));
  if (value === null || typeof value !== 'object') return value;
  const names = Object.keys(value).join();
  if (names === '$') return saved[value.$];
  if (names === '$file') return readFileSync(join(folder, value.$file), 'utf8');
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, filled(each, saved, folder)]));
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}

const at = (value, pointer) => pointer.split('/').slice(1).reduce((held, part) => held[part], value);
const method = (call) =>
  call.replace(/^engine_/, '').replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** The lines of a story file. */
export async function* lines(file) {
  const folder = dirname(file);
  const story = JSON.parse(readFileSync(file, 'utf8'));
  const scratch = mkdtempSync(join(tmpdir(), 'lianban-story-'));
  const engine = await lianban.Engine.open({
    ...story.config, database: join(scratch, 'story.db'), calendars: join(folder, story.calendars),
  });
  const saved = {};
  let number = 0;
  try {
    for (const {call, args, save = {}} of story.steps) {
      if (!call) continue;
      const given = args.map((each) => filled(each, saved, folder));
      if (call === 'callback_deliver') given[1] = Buffer.from(given[1]);
      let code = 0;
      let result;
      try {
        const of = story.library.includes(call) ? lianban : engine;
        result = (await of[method(call)](...given)) ?? null;
        for (const [name, pointer] of Object.entries(save)) saved[name] = at(result, pointer);
      } catch (error) {
        if (!(error instanceof lianban.LianbanError)) throw error;
        ({code, json: result} = error);
      }
      yield `${++number} ${call} ${code} ${JSON.stringify(sorted(result))}`;
    }
  } finally {
    await engine.close();
    rmSync(scratch, {recursive: true});
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for await (const line of lines(resolve(process.argv[2]))) process.stdout.write(`${line}\n`);
}
