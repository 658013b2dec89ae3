import { describe, expect, it } from '@jest/globals';
import { webSocketUrl } from './web-socket-url.js';

describe('webSocketUrl', () => {
  it('follows the page: its host, its folder, and TLS where it has TLS', () => {
    expect(webSocketUrl('/ws', 'http://a.example:8000/radio/')).toBe('ws://a.example:8000/ws');
    expect(webSocketUrl('ws?codec=mp3', 'https://a.example/radio/')).toBe(
      'wss://a.example/radio/ws?codec=mp3',
    );
  });

  it('takes absolute addresses of either kind', () => {
    expect(webSocketUrl('wss://b.example/x', 'http://a.example')).toBe('wss://b.example/x');
    expect(webSocketUrl('http://b.example/x', 'https://a.example')).toBe('ws://b.example/x');
  });

  it('refuses what no WebSocket can open', () => {
    for (const url of ['ftp://a.example', 'http://', 'blob:x']) {
      expect(() => webSocketUrl(url, 'http://a.example')).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      );
    }
  });
});
