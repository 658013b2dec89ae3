import { describe, expect, it } from '@jest/globals';
import { id3Tag } from '../id3/id3-tag.js';
import { parseId3 } from '../id3/parse-id3.js';
import { createTagList } from './tag-list.js';

const NAMES = ['constructor', 'tostring', 'valueof', 'hasownproperty'];

describe('names that every object has', () => {
  it('are names of tags like any other, and the first value counts', () => {
    const list = createTagList();
    for (const name of [...NAMES, '__proto__']) {
      list.add(name, '');
      list.add(name, `${name}!`);
      list.add(name, 'later');
    }
    expect(Object.entries(list.tags)).toEqual(
      [...NAMES, '__proto__'].map((name) => [name, `${name}!`]),
    );
  });

  it('are written to ID3 and read back', () => {
    const tags = Object.fromEntries(NAMES.map((name) => [name, `${name}!`]));
    expect(parseId3(id3Tag({ tags })).tags).toEqual(tags);
  });
});
