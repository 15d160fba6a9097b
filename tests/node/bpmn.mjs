// Reads BPMN files as bpmn-js does (bpmn-moddle) and checks what its viewer relies on: no warnings,
// every sequence flow listed at both its ends, a shape for every element. Prints one line a file.
import { readFile } from 'node:fs/promises';
import { BpmnModdle } from 'bpmn-moddle';

const faults = [];

function check(file, definitions) {
  const process = definitions.rootElements.find((each) => each.$type === 'bpmn:Process');
  const flows = process.flowElements.filter((each) => each.$type === 'bpmn:SequenceFlow');
  const nodes = process.flowElements.filter((each) => each.$type !== 'bpmn:SequenceFlow');
  for (const flow of flows) {
    if (!flow.sourceRef?.outgoing?.includes(flow)) faults.push(`${file}: ${flow.id} not outgoing`);
    if (!flow.targetRef?.incoming?.includes(flow)) faults.push(`${file}: ${flow.id} not incoming`);
  }
  for (const node of nodes) {
    for (const flow of [...(node.incoming ?? []), ...(node.outgoing ?? [])]) {
      if (!flows.includes(flow)) faults.push(`${file}: ${node.id} lists ${flow.id}, which is not there`);
    }
    if (node.$type === 'bpmn:BoundaryEvent' && !nodes.includes(node.attachedToRef)) {
      faults.push(`${file}: ${node.id} hangs on nothing`);
    }
  }
  const plane = definitions.diagrams[0].plane.planeElement;
  const drawn = new Set(plane.map((each) => each.bpmnElement));
  for (const each of process.flowElements) {
    if (!drawn.has(each)) faults.push(`${file}: ${each.id} is not drawn`);
  }
  for (const each of plane) {
    const placed = each.bounds ? each.bounds.width > 0 : each.waypoint.length > 1;
    if (!placed) faults.push(`${file}: ${each.id} has no place`);
  }
  console.log(`${file}: ${nodes.length} nodes, ${flows.length} flows`);
}

for (const file of process.argv.slice(2)) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(await readFile(file, 'utf8'));
  for (const warning of warnings) faults.push(`${file}: ${warning.message}`);
  check(file, rootElement);
}
for (const fault of faults) console.error(fault);
if (faults.length > 0 || process.argv.length < 3) process.exit(1);
