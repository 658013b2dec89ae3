import { describe, expect, it } from '@jest/globals';
import * as theirs from 'node-av/constants';
import * as av from 'node-av/lib';
import { nativeConstants } from './native-constants.js';

describe('nativeConstants', () => {
  it('has the values that the installed node-av was built with', () => {
    const ours = nativeConstants(av);
    const same = Object.fromEntries(
      Object.keys(ours).map((name) => [name, Reflect.get(theirs, name)]),
    );
    expect(ours).toEqual(same);
    expect(Object.values(ours)).not.toContain(undefined);
  });
});
