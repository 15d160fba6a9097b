// A vehicle licence from the application to the hand-over: node first_case.js WORKFLOWS
import {readFile} from 'node:fs/promises';

import {Engine, Refused} from 'lianban';
const workflows = process.argv[2];
const zhang = {id: 'zhang', roles: ['applicant']};
const clerk = {id: 'c1', roles: ['transport.window_clerk']};
const reviewer = {id: 'r1', roles: ['transport.reviewer']};
const approver = {id: 'a1', roles: ['transport.approver']};

const application = {
  channel: 'window',
  form: {
    applicant: {name: '张伟', id_number: '330302198512124560', phone: '13800000001'},
    vehicle: {
      plate: '浙CD12345', vin: 'LGXCE6CB1M0000001', make: '比亚迪秦PLUS EV', seats: 5, energy: 'bev',
      first_registered: '2021-08-20', odometer_km: 120, wheelbase_mm: 2718, range_km: 400,
    },
    delivery: {by: 'window'},
  },
  materials: {application_form: {}, registration_certificate: {}, driving_licence: {},
    safety_devices_proof: {}},
  promises: ['carrier_policy'],
};
const policy = {
  found: true, policy_no: 'CX-1', plate: '浙CD12345', vin: 'LGXCE6CB1M0000001',
  kind: 'carrier_liability', effective_from: '2021-09-15', effective_to: '2022-09-30',
};

const engine = await Engine.open({
  calendars: `${workflows}/calendars`, virtual_clock: '2021-09-15T09:00:00+08:00',
});
await engine.definitionPublish(await readFile(`${workflows}/wenzhou-ride-hailing-vehicle.json`, 'utf8'));
const {case: id} = await engine.caseOpen('wenzhou-ride-hailing-vehicle',
  {request_id: 'web-1', data: application, actor: zhang});
const send = (subject, actor) => engine.caseSubmit(id, {verb: 'send', subject, actor});
await send('accept', clerk).catch((error) => {
  if (!(error instanceof Refused)) throw error;
  console.log(`not yet: ${error.message}`);
});

// The registers and the police are yours to ask; here they answer at once.
for await (const task of engine.tasks({agency: 'data_platform'}, {timeoutMs: 0})) {
  await engine.taskComplete(task.token, {found: true, no: task.operation});
}
await send('accept', clerk);
await send('pass', reviewer);
for await (const task of engine.tasks({agency: 'police'}, {timeoutMs: 0})) {
  await engine.taskComplete(task.token, {result: 'approved', licence_no: 'XSZ-1'});
}
await engine.caseSubmit(id, {verb: 'reply', subject: 'insurer_policy', data: policy});
await send('approve', approver);
const done = await send('hand_over', clerk);

console.log(`case ${done.number}: ${done.outcome} after ${done.revision} steps`);
for await (const licence of engine.licences()) {
  console.log(`licence ${licence.number}, valid until ${licence.expires}`);
}
console.log(`history sound: ${(await engine.caseVerify(id)).sound}`);
await engine.close();
