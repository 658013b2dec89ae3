/** The corner of a triangle that covers everything. */
export const VERTEX = `#version 300 es
void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

const HEAD = `#version 300 es
precision highp float;
uniform vec2 size;
uniform float scale, time, level, bass, head, rate, calm;
uniform highp sampler2D bars, wave, lines;
out vec4 color;

const vec3 GROUND = vec3(0.036, 0.05, 0.09);
vec3 tint(float t) {
  vec3 low = mix(vec3(0.18, 0.83, 0.75), vec3(0.38, 0.65, 0.98), smoothstep(0.0, 0.5, t));
  return mix(low, vec3(0.91, 0.47, 0.98), smoothstep(0.5, 1.0, t));
}
float bar(int i) { return texelFetch(bars, ivec2(clamp(i, 0, BARS - 1), 0), 0).r; }
float cap(int i) { return texelFetch(bars, ivec2(clamp(i, 0, BARS - 1), 1), 0).r; }
`;

const BARS_BODY = `
void main() {
  vec2 at = gl_FragCoord.xy / size;
  float margin = 14.0 * scale / size.x;
  float x = (at.x - margin) / (1.0 - 2.0 * margin) * float(BARS);
  int i = int(floor(x));
  float across = abs(fract(x) - 0.5);
  float inside = step(0.0, x) * step(x, float(BARS)) * (1.0 - smoothstep(0.34, 0.38, across));
  float base = 0.16, room = 0.78;
  float y = (at.y - base) / room;
  float h = max(bar(i), 0.012);
  float px = 1.0 / (size.y * room);
  float body = inside * step(0.0, y) * (1.0 - smoothstep(h - px, h + px, y));
  vec3 shade = tint(y) * (0.75 + 0.25 * y / max(h, 0.05));
  float line = inside * (1.0 - smoothstep(1.0 * scale * px, 2.0 * scale * px, abs(y - cap(i) - 4.0 * scale * px))) * step(0.03, cap(i));
  float below = -y * room / base;
  float mirror = inside * step(0.0, below) * step(below * base / room, 0.35 * h) * 0.22 * (1.0 - below);
  vec3 glow = tint(clamp(x / float(BARS), 0.0, 1.0)) * 0.10 * level * (1.0 - abs(at.y - base) * 1.4);
  color = vec4(GROUND + max(glow, 0.0) + shade * body + vec3(0.9, 0.95, 1.0) * line * 0.8 + tint(0.1) * mirror, 1.0);
}`;

const WAVEFORM_BODY = `
float sampleAt(float x) {
  float place = clamp(x, 0.0, 1.0) * float(WINDOW - 1);
  int i = int(floor(place));
  float a = texelFetch(wave, ivec2(i, 0), 0).r;
  float b = texelFetch(wave, ivec2(min(i + 1, WINDOW - 1), 0), 0).r;
  return mix(a, b, fract(place));
}
void main() {
  vec2 at = gl_FragCoord.xy / size;
  float step1 = 1.0 / size.x;
  float low = 1.0, high = -1.0;
  for (int k = -2; k <= 2; k++) {
    float v = sampleAt(at.x + 0.5 * float(k) * step1);
    low = min(low, v);
    high = max(high, v);
  }
  float y = (at.y - 0.5) / 0.43;
  float px = 1.0 / (0.43 * size.y);
  float away = max(max(low - y, y - high), 0.0) / (px * scale);
  float core = 1.0 - smoothstep(0.6, 1.8, away);
  float halo = exp(-away * 0.09) * 0.32;
  float axis = (1.0 - smoothstep(0.5, 1.5, abs(y) / px)) * 0.12;
  vec3 shade = tint(clamp(0.5 + 0.5 * sin(at.x * 3.0 + time * 0.3), 0.0, 1.0));
  color = vec4(GROUND + shade * (core + halo) + vec3(axis), 1.0);
}`;

const SPECTROGRAM_BODY = `
vec3 heat(float t) {
  vec3 c = mix(GROUND, vec3(0.20, 0.11, 0.42), smoothstep(0.05, 0.30, t));
  c = mix(c, vec3(0.70, 0.19, 0.54), smoothstep(0.30, 0.52, t));
  c = mix(c, vec3(0.98, 0.48, 0.36), smoothstep(0.52, 0.70, t));
  c = mix(c, vec3(0.99, 0.86, 0.52), smoothstep(0.70, 0.85, t));
  return mix(c, vec3(1.0, 1.0, 0.93), smoothstep(0.85, 1.0, t));
}
float stepAt(int bin, int row) { return texelFetch(lines, ivec2(clamp(bin, 0, BINS - 1), row), 0).r; }
void main() {
  vec2 at = gl_FragCoord.xy / size;
  float top = min(16000.0, rate * 0.5);
  float hertz = 40.0 * pow(top / 40.0, at.y);
  float perPixel = hertz * log(top / 40.0) / size.y;
  float perBin = rate * 0.5 / float(BINS - 1);
  float place = hertz / perBin;
  float row = calm > 0.5 ? at.x * float(ROWS) : head - (1.0 - at.x) * float(ROWS);
  int line = int(mod(floor(row), float(ROWS)));
  int bin = int(floor(place));
  float value = mix(stepAt(bin, line), stepAt(bin + 1, line), fract(place));
  int wide = int(min(8.0, perPixel / perBin));
  for (int k = 1; k <= wide; k++) value = max(value, stepAt(bin + k, line));
  float cursor = calm > 0.5 ? 1.0 - smoothstep(0.0, 1.5, abs(row - mod(head, float(ROWS)))) : 0.0;
  color = vec4(heat(pow(value, 1.25)) + cursor * 0.4, 1.0);
}`;

const RADIAL_BODY = `
void main() {
  vec2 at = (gl_FragCoord.xy - 0.5 * size) / min(size.x, size.y) * 2.0;
  float r = length(at);
  float angle = atan(at.x, at.y) + time * 0.06;
  float turn = abs(mod(angle / 6.2831853 + 0.5, 1.0) * 2.0 - 1.0);
  float x = (1.0 - turn) * float(BARS);
  int i = int(floor(x));
  float h = bar(i);
  float inner = 0.34 + 0.05 * bass;
  float outer = inner + 0.02 + 0.56 * h;
  float px = 2.0 / min(size.x, size.y);
  float across = abs(fract(x) - 0.5);
  float ray = (1.0 - smoothstep(0.32, 0.40, across)) * smoothstep(inner - px, inner + px, r) * (1.0 - smoothstep(outer - px, outer + px, r));
  float ring = exp(-abs(r - inner + 0.03) * (60.0 - 30.0 * level)) * (0.35 + 0.65 * level);
  float core = (1.0 - smoothstep(0.0, inner - 0.03, r)) * 0.28 * level;
  vec3 shade = tint(clamp(x / float(BARS), 0.0, 1.0));
  float halo = exp(-max(r - inner, 0.0) * 5.0) * 0.10 * level;
  color = vec4(GROUND + shade * (ray * (0.65 + 0.35 * (r - inner) / 0.5) + halo) + tint(0.45) * ring * 0.7 + tint(0.85) * core, 1.0);
}`;

/** What the shaders are made for. */
export interface ShaderSizes {
  readonly bars: number;
  readonly window: number;
  readonly bins: number;
  readonly rows: number;
}

/** The fragment shader of each scene. */
export const fragmentShaders = ({ bars, window, bins, rows }: ShaderSizes) => {
  const constants = `const int BARS = ${bars}, WINDOW = ${window}, BINS = ${bins}, ROWS = ${rows};\n`;
  const version = '#version 300 es\nprecision highp float;\n';
  const head = version + constants + HEAD.replace(version, '');
  return {
    bars: head + BARS_BODY,
    waveform: head + WAVEFORM_BODY,
    spectrogram: head + SPECTROGRAM_BODY,
    radial: head + RADIAL_BODY,
  } as const;
};
