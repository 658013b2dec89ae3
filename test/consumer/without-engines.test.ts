import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConsumerProject, createConsumerProject } from './consumer-project.js';

let project: ConsumerProject;

beforeAll(() => {
  project = createConsumerProject({ optional: false });
}, 120_000);

afterAll(() => project?.remove());

describe('an install without optional dependencies', () => {
  it('has no native code', () => {
    const installed = readdirSync(join(project.dir, 'node_modules'));
    expect(installed).toEqual(expect.arrayContaining(['@audioflow', 'rxjs', 'zod']));
    expect(installed).not.toContain('node-av');
    expect(installed).not.toContain('ffmpeg-static');
  });

  it('encodes and decodes pcm, and says what mp3 needs', () => {
    const { code, output } = project.node(['without-engines.mjs'], { PATH: '' });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/^\{.*\}\n$/) });
    const result: unknown = JSON.parse(output);
    expect(result).toEqual({
      samples: [0.5, -0.5],
      code: 'unavailable',
      message: expect.stringMatching(/npm install.*node-av|node-av.*npm install/s),
    });
    expect(result).toEqual(
      expect.objectContaining({ message: expect.stringContaining('apt-get install ffmpeg') }),
    );
  });

  it('streams PCM from a sender over TCP to a listener, every sample in order', () => {
    const { code, output } = project.node(['pcm-radio.mjs'], { PATH: '' });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/^\{.*\}\n$/) });
    const result: unknown = JSON.parse(output);
    expect(result).toEqual({ type: expect.stringMatching(/wav/), count: 6400, inOrder: true });
  });
});
