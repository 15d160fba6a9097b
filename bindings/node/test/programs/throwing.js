// A callback that throws.
import {doors} from '../support.js';

const heard = new Set();
process.on('uncaughtException', (error) => heard.add(error.message));
const engine = await doors({wake: () => { throw new Error('oh'); }});
const {case: id} = await engine.caseOpen('door', {});
const {states} = await engine.caseShow(id);
await engine.close();
console.log(states.active[0], [...heard].join());
