// What an editor makes of the published schemas: completion and hover in both languages, and
// diagnostics at the right line. Asked through VS Code's own JSON language service.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {test} from 'node:test';
import {fileURLToPath, pathToFileURL} from 'node:url';

const require = createRequire(import.meta.url);
const {ClientCapabilities, getLanguageService, TextDocument} = require('vscode-json-languageservice');
const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const SCHEMAS = path.join(ROOT, 'workflows/schema');
const WENZHOU = path.join(ROOT, 'workflows/wenzhou-ride-hailing-vehicle.json');
const CHINESE = /[\u4e00-\u9fff]/u, ENGLISH = /[A-Za-z]{2}/u;

const read = file => fs.readFileSync(file, 'utf8');
const uri = file => pathToFileURL(file).href;
const schemaOf = name => JSON.parse(read(path.join(SCHEMAS, `${name}.schema.json`)));

function service(settings) {
  const languages = getLanguageService({
    clientCapabilities: ClientCapabilities.LATEST,
    schemaRequestService: async where => read(fileURLToPath(where)),
    workspaceContext: {resolveRelativePath: (to, from) => new URL(to, from).href},
  });
  languages.configure({validate: true, schemas: settings});
  return languages;
}
const byFile = (name, ...patterns) =>
    ({uri: uri(path.join(SCHEMAS, `${name}.schema.json`)), fileMatch: patterns});
const editor = service([
  byFile('definition', 'draft.json'),
  byFile('directory', 'directory.json'),
  byFile('scenario', 'story.json', '**/scenarios/**', '**/tests/scenario/**'),
]);

function open(text, file = path.join(ROOT, 'workflows/draft.json')) {
  const document = TextDocument.create(uri(file), 'json', 1, text);
  return {text, document, json: editor.parseJSONDocument(document)};
}

/** What is offered where "@" stands in the text: label -> documentation. */
async function offered(marked, file) {
  const {document, json} = open(marked.replace('@', ''), file);
  const list = await editor.doComplete(document, document.positionAt(marked.indexOf('@')), json);
  return new Map(list.items.map(
      item => [item.label, item.documentation?.value ?? item.documentation ?? '']));
}

async function hover(opened, what, after = '') {
  const from = opened.text.indexOf(after);
  const at = opened.text.indexOf(what, from);
  assert.ok(from >= 0 && at >= 0, `${after} ${what}`);
  const found = await editor.doHover(opened.document, opened.document.positionAt(at + 1), opened.json);
  return found ? [found.contents].flat().map(each => each.value ?? each).join('\n') : '';
}

async function diagnostics(file) {
  const {document, json} = open(read(file), file);
  return (await editor.doValidation(document, json))
      .map(found => `${path.relative(ROOT, file)}:${found.range.start.line + 1}: ${found.message}`);
}

function filesBelow(folder) {
  return fs.readdirSync(path.join(ROOT, folder), {recursive: true})
      .filter(name => name.endsWith('.json')).map(name => path.join(ROOT, folder, name)).sort();
}

function bothLanguages(text, about) {
  assert.match(text, CHINESE, `${about}: ${text}`);
  assert.match(text, ENGLISH, `${about}: ${text}`);
}

/** Every member of every object that declares its members; calls use(path, schema). */
function* members(root) {
  const target = node => {
    let at = node;
    while (at?.$ref?.startsWith('#')) {
      at = at.$ref.slice(2).split('/').reduce((from, name) => from[name], root);
    }
    return at;
  };
  // What stands under these narrows what is declared elsewhere; nobody completes from it.
  const NARROWING = new Set(['if', 'then', 'else', 'not', 'dependencies', 'defaultSnippets', 'examples']);
  function* walk(node, place, narrowing) {
    if (Array.isArray(node)) {
      for (const each of node) yield* walk(each, place, narrowing);
      return;
    }
    if (node === null || typeof node !== 'object') return;
    const declares = !narrowing || node.additionalProperties !== undefined || node.type === 'object';
    for (const [name, member] of Object.entries(node.properties ?? {})) {
      if (declares) yield [`${place}.${name}`, target(member) ?? {}];
      yield* walk(member, `${place}.${name}`, false);
    }
    for (const [name, below] of Object.entries(node)) {
      if (name === 'properties' || NARROWING.has(name)) continue;
      if (name === 'definitions') {
        for (const [id, each] of Object.entries(below)) yield* walk(each, id, true);
      } else {
        yield* walk(below, place, narrowing || /Of$/.test(name));
      }
    }
  }
  yield* walk(root, '', false);
}

for (const name of ['definition', 'directory', 'scenario']) {
  test(`every member of the ${name} schema is explained in both languages`, () => {
    const schema = schemaOf(name);
    assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#');
    let count = 0;
    for (const [place, member] of members(schema)) {
      bothLanguages(member.description ?? '', place);
      ++count;
    }
    assert.ok(count > 30, `${count} members`);
  });

  test(`snippets and words of the ${name} schema say what they are`, () => {
    JSON.stringify(schemaOf(name), (key, value) => {
      for (const snippet of value?.defaultSnippets ?? []) {
        bothLanguages(snippet.description ?? '', snippet.label);
      }
      if (Array.isArray(value?.enumDescriptions)) {
        assert.equal(value.enumDescriptions.length, value.enum.length, JSON.stringify(value.enum));
        value.enumDescriptions.forEach(text => bothLanguages(text, text));
      }
      return value;
    });
  });
}

test('a quote inside a state offers its members, explained', async () => {
  const found = await offered('{"chart": {"states": [{"id": "a", "@"}]}}');
  for (const name of ['title', 'kind', 'holder', 'enter', 'exit', 'call', 'transitions', 'outcome', 'leaves']) {
    assert.ok(found.has(name), name);
    bothLanguages(found.get(name), name);
  }
  assert.ok(!found.has('id'), 'what is there already is not offered');
});

test('a quote inside a transition, a deferral, a clock, a call offers their members', async () => {
  const places = {
    '{"chart": {"states": [{"id": "a", "transitions": [{"on": "x", "@"}]}]}}':
        ['by', 'not_by', 'when', 'input', 'to', 'do', 'title', 'after', 'restarts'],
    '{"materials": {"policy": {"defer": {"@"}}}}':
        ['available_after', 'within', 'at_least', 'commitment', 'needed_by', 'recheck', 'overdue'],
    '{"clocks": {"decision": {"@"}}}': ['statutory', 'promised', 'from', 'runs_in', 'pauses_in', 'extend'],
    '{"calls": {"act": {"@"}}}': ['agency', 'operation', 'request', 'answers', 'outcomes', 'reverse'],
    '{"licences": {"pass": {"@"}}}': ['issuer', 'number', 'valid', 'content', 'sections'],
    '{"@"}': ['lianban', 'id', 'agencies', 'materials', 'chart', 'must_pass'],
  };
  for (const [text, names] of Object.entries(places)) {
    const found = await offered(text);
    for (const name of names) {
      assert.ok(found.has(name), `${name} in ${text}`);
      bothLanguages(found.get(name), name);
    }
  }
});

test('values are offered with what they mean', async () => {
  const kinds = await offered('{"chart": {"states": [{"id": "a", "kind": @}]}}');
  bothLanguages(kinds.get('"choice"') ?? '', 'choice');
  const outcomes = await offered('{"materials": {"m": {"defer": {"overdue": @}}}}');
  bothLanguages(outcomes.get('"acceptance_revoked"') ?? '', 'acceptance_revoked');
});

test('snippets for the main things are offered', async () => {
  const places = {
    '{"chart": {"states": [@]}}': ['state', 'choice', 'final'],
    '{"chart": {"states": [{"id": "a", "transitions": [@]}]}}': ['person', 'event', 'after'],
    '{"materials": {"m": @}}': ['applicant', 'query', 'applicant, defer'],
    '{"materials": {"m": {"defer": @}}}': ['defer'],
    '{"clocks": {"c": @}}': ['limit', 'statutory, promised'],
    '{"calls": {"c": @}}': ['query', 'act'],
  };
  for (const [text, labels] of Object.entries(places)) {
    const found = await offered(text);
    for (const label of labels) {
      assert.ok(found.has(label), `${label} in ${text}: ${[...found.keys()]}`);
      bothLanguages(found.get(label), label);
    }
  }
});

test('hovering says what the member is for, not what its type is', async () => {
  const opened = open(read(WENZHOU), WENZHOU);
  const expected = {
    '"defer"': /容缺.*deferral/s, '"within"': /受理之后.*after acceptance/s,
    '"not_by"': /四眼.*four eyes/s, '"needed_by"': /不能进入.*cannot be entered/s,
    '"statutory"': /法定期限.*limit of the law/s, '"must_pass"': /不能发证.*no licence/s,
    '"available_after"': /才可能有.*cannot exist before/s, '"pauses_in"': /中止.*stands still/s,
    '"holder"': /算谁的.*whose time/s, '"reverse"': /撤销.*undoes/s,
    '"leaves"': /有意保留.*on purpose/s, '"answers"': /当场答复.*at once/s,
  };
  for (const [what, text] of Object.entries(expected)) assert.match(await hover(opened, `${what}:`), text);
  assert.match(await hover(opened, '"acceptance_revoked"', '"overdue"'), /撤销受理.*acceptance revoked/s);
});

test('hovering in a directory and in a story says both languages', async () => {
  const directory = open('{"police": {"url": "https://a", "retry": {"first": "1 second"}, "operations": {}}}',
                         path.join(ROOT, 'directory.json'));
  assert.match(await hover(directory, '"first"'), /第一次失败.*first failure/s);
  const story = open('{"steps": [{"advance": "1 workday"}, {"expect": {"states": []}}]}',
                     path.join(ROOT, 'story.json'));
  assert.match(await hover(story, '"advance"'), /时间前进.*time passes/s);
  assert.match(await hover(story, '"states"'), /单一状态.*active/s);
});

test('the shipped definitions and stories have no diagnostics', async () => {
  const shipped = fs.readdirSync(path.join(ROOT, 'workflows')).filter(name => name.endsWith('.json'))
      .map(name => path.join(ROOT, 'workflows', name));
  const stories = [...filesBelow('workflows/scenarios'), ...filesBelow('tests/scenario')];
  assert.ok(shipped.length >= 1 && stories.length > 90, `${shipped.length}, ${stories.length}`);
  for (const file of [...shipped, ...stories]) assert.deepEqual(await diagnostics(file), []);
});

test('a fault is shown on its line', async () => {
  const text = read(WENZHOU).replace('"needed_by": ["final_review"]', '"neded_by": ["final_review"]');
  const line = text.slice(0, text.indexOf('"neded_by"')).split('\n').length - 1;
  const opened = open(text, WENZHOU);
  const found = await editor.doValidation(opened.document, opened.json);
  assert.equal(found.length, 1);
  assert.equal(found[0].range.start.line, line);
  assert.match(found[0].message, /neded_by/);
});

test('a story with an unknown expectation is shown', async () => {
  const opened = open('{\n "steps": [\n  {"expect": {"state": "x"}}\n ]\n}', path.join(ROOT, 'story.json'));
  const found = await editor.doValidation(opened.document, opened.json);
  assert.deepEqual(found.map(each => each.range.start.line), [2]);
});

test('the workspace of lianban init finds its schemas by its own settings', async () => {
  const templates = path.join(ROOT, 'examples/cli/init');
  const settings = JSON.parse(read(path.join(templates, 'vscode/settings.json')))['json.schemas'];
  const workspace = service(settings.map(each => ({
    fileMatch: each.fileMatch,
    uri: uri(path.join(ROOT, 'workflows', each.url)),
  })));
  const files = [path.join(templates, 'street-stall-permit.json'),
                 ...filesBelow('examples/cli/init/scenarios')];
  assert.ok(files.length > 8);
  for (const file of files) {
    const text = read(file).replace('"schema/definition.schema.json"',
                                    JSON.stringify(uri(path.join(SCHEMAS, 'definition.schema.json'))));
    const document = TextDocument.create(uri(file), 'json', 1, text);
    const json = workspace.parseJSONDocument(document);
    assert.deepEqual((await workspace.doValidation(document, json)).map(each => each.message), [], file);
    const word = file.includes('scenarios') ? '"steps"' : '"materials"';
    const at = document.positionAt(text.indexOf(word) + 1);
    const told = await workspace.doHover(document, at, json);
    bothLanguages([told?.contents ?? ''].flat().join('\n'), file);
  }
});
