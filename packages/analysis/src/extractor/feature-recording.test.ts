import { createFrame, fromFrames } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { featureHandler } from './feature-handler.js';
import { decodeFeatures, FEATURE_MEDIA_TYPE } from './feature-recording.js';

const sampleRate = 8000;
const ask = (
  query: string,
  samples = 800,
  limits: { maxFeatureBytes?: number } = {},
): Promise<Response> => {
  const frame = createFrame([new Float32Array(samples)], { sampleRate });
  const handle = featureHandler({ ...limits, decode: () => fromFrames([frame]) });
  const headers = { accept: FEATURE_MEDIA_TYPE };
  return handle(
    new Request(`http://localhost/${query}`, { method: 'POST', body: Uint8Array.of(1), headers }),
  );
};
const recording = async (query: string): Promise<Uint8Array> =>
  new Uint8Array(await (await ask(query)).arrayBuffer());
const withHeader = (header: string): Uint8Array => {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(1024);
  bytes.set(new TextEncoder().encode('AFF1'));
  new DataView(bytes.buffer).setUint32(4, text.length, true);
  bytes.set(text, 8);
  return bytes;
};
const header = { sampleRate, hopLength: 100, frameCount: 1, frameLength: 16 };
const rms = { name: 'rms', type: 'f32', offset: 0, size: 1 };

describe('featureHandler', () => {
  it('tells the hop also where there is one frame', async () => {
    const { frames, hopLength } = decodeFeatures(await recording('?features=rms&hopLength=900'));
    expect([frames.length, hopLength]).toEqual([1, 900]);
  });

  it('takes features that are named one by one, and refuses names that are none', async () => {
    const { layout } = decodeFeatures(await recording('?features=rms&features=peak'));
    expect(layout.map(({ name }) => name)).toEqual(['rms', 'peak']);
    for (const query of ['?features=__proto__', '?features=', '?features=rms,constructor']) {
      expect((await ask(query)).status).toBe(400);
    }
  });

  it('counts what frames take in memory, however small they are', async () => {
    const limits = { maxFeatureBytes: 10_000 };
    expect((await ask('?features=rms&hopLength=16', 1000, limits)).status).toBe(413);
    const answer = await ask('?features=rms&hopLength=32', 1000, limits);
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 648]);
  });

  it('goes by how much there is, not by where it begins', async () => {
    const frame = createFrame([new Float32Array(800)], { sampleRate, pts: 1e9 });
    const handle = featureHandler({ maxSeconds: 0.1, decode: () => fromFrames([frame]) });
    const request = { method: 'POST', body: Uint8Array.of(1) };
    const answer = await handle(new Request('http://localhost/?features=rms', request));
    expect([answer.status, (await answer.json()).pts[0]]).toEqual([200, 1e9]);
  });

  it('says that there was no audio', async () => {
    const answer = await ask('', 0);
    expect([answer.status, await answer.text()]).toEqual([
      422,
      'feature service: expected audio, got none\n',
    ]);
  });
});

describe('decodeFeatures', () => {
  it('reads a header of its own making', () => {
    const bytes = withHeader(JSON.stringify({ ...header, layout: [rms] }));
    expect(decodeFeatures(bytes).frames).toHaveLength(1);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['what is not AFF1', new Uint8Array(64)],
    ['a header that is no JSON', withHeader('{"sampleRate":')],
    ['null', withHeader('null')],
    ['no layout', withHeader(JSON.stringify(header))],
    ['frames without bytes', withHeader(JSON.stringify({ ...header, frameLength: 0, layout: [] }))],
    ...[
      { ...rms, offset: 4000 },
      { ...rms, offset: 2 },
      { ...rms, size: -1 },
      { ...rms, name: 'loudness' },
      { ...rms, type: 'u8' },
    ].map(
      (wrong) =>
        [
          JSON.stringify(wrong),
          withHeader(JSON.stringify({ ...header, layout: [wrong] })),
        ] as const,
    ),
    [
      'more frames than bytes',
      withHeader(JSON.stringify({ ...header, frameCount: 1e9, layout: [rms] })),
    ],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeFeatures(bytes)).toThrow(
      expect.objectContaining({ code: 'malformed-data' }),
    );
  });
});
