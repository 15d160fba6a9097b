// Ends while an engine is open and calls are inside it: leave.js HOW DATABASE.
import {PUSH, doors} from '../support.js';

const [how, database] = process.argv.slice(2);
// Node cannot leave while a worker thread waits for a callback to run: who has callbacks closes first.
const callbacks = how === 'exit' || how === 'throw' ? {} : {wake: () => {}, log: () => {}};
const engine = await doors({database, ...callbacks});
const {case: id} = await engine.caseOpen('door', {});
console.log(id);
if (how !== 'natural') {
  (async () => { for await (const _ of engine.events()); })();
  for (let i = 0; i < 8; ++i) {
    (async () => { for (;;) await engine.caseSubmit(id, PUSH); })().catch(() => {});
  }
  for await (const event of engine.events()) if (event.revision > 20) break;
}
if (how === 'throw') throw new Error('leaving');
if (how === 'close') await engine.close();
if (how !== 'natural') process.exit(3);
// "natural": nothing is left to do, the engine is open and has callbacks, and the process ends.
