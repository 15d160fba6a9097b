// What a host in TypeScript writes; compiled only (npm run types).
import {CallbackRejected, Engine, LianbanError, Refused, codeList} from 'lianban';

export async function use(database: string): Promise<string[]> {
  await using engine = await Engine.open({database, log: (level, line) => console.error(level, line)});
  const {case: id, states} = await engine.caseOpen('door', {data: {}, actor: {id: 'zhang'}});
  try {
    await engine.caseSubmit(id, {verb: 'send', subject: 'push'});
  } catch (error) {
    if (error instanceof Refused) return error.reasons.map((reason) => reason.text.zh);
    if (error instanceof CallbackRejected) return [String(error.httpStatus satisfies number)];
    if (error instanceof LianbanError) return [error.messages.en, error.id, String(error.code)];
  }
  for await (const event of engine.events(0, {timeoutMs: 0})) console.log(event.cursor, event.case);
  for await (const task of engine.tasks({agency: 'police'}, {signal: AbortSignal.timeout(5)})) {
    await engine.taskComplete(task.token, {found: true});
  }
  // @ts-expect-error a member that there is not
  await Engine.open({databse: database});
  // @ts-expect-error a kind that there is not
  await engine.pendingList('wishes');
  return [...states, ...codeList().map((each) => each.name)];
}
