// The story that every host language tells alike.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

import {lines} from './story.js';
import {ROOT} from './support.js';

test('prints what every host prints', async () => {
  const expected = readFileSync(`${ROOT}tests/hosts/story.expected`, 'utf8').split('\n');
  let number = 0;
  for await (const line of lines(`${ROOT}tests/hosts/story.json`)) {
    assert.equal(line, expected[number]);
    ++number;
  }
  assert.equal(number, expected.length - 1);
});
