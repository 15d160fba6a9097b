// The same as overhead.cpp through bindings/node.
import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const {Engine} = await import(pathToFileURL(process.env.LIANBAN_NODE));
const [definition, filing, calendars, database, count] = process.argv.slice(2);
const commands = Number(count);
const command = JSON.parse(readFileSync(filing, 'utf8'));
const engine = await Engine.open({calendars, database});
await engine.definitionPublish(readFileSync(definition, 'utf8'));
let begun;
for (let i = -Math.trunc(commands / 4); i < commands; ++i) {
  if (i === 0) begun = process.hrtime.bigint();
  command.request_id = `r${i}`;
  await engine.caseOpen('wenzhou-ride-hailing-vehicle', command);
}
console.log(Number(process.hrtime.bigint() - begun) / 1e3 / commands);
await engine.close();
