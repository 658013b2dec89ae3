import { describe, expect, it } from '@jest/globals';
import { parseStreamMessage } from './stream-message.js';

describe('parseStreamMessage', () => {
  it('reads the three messages of a broadcaster', () => {
    const config = { codec: 'mp3', mime: 'audio/mpeg', sampleRate: 44100, channelCount: 2 };
    expect(
      parseStreamMessage(JSON.stringify({ type: 'config', ...config, bitrate: 1, new: 1 })),
    ).toEqual({
      type: 'config',
      config: { ...config, bitrate: 1 },
    });
    expect(parseStreamMessage('{"type":"end","reason":"stopped"}')).toEqual({
      type: 'end',
      reason: 'stopped',
    });
    expect(parseStreamMessage('{"type":"error","message":"no"}')).toEqual({
      type: 'error',
      message: 'no',
    });
  });

  it('ignores all else', () => {
    const others = ['', '{', 'null', '[]', '3', '{}', '{"type":"config"}', '{"type":"news"}'];
    for (const text of others) expect(parseStreamMessage(text)).toBeUndefined();
  });
});
