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
  vec3 low = mix(vec3(0.18, 0.83, 0.75), vec3(0.38, 0.65, 0.98), clamp(t * 2.0, 0.0, 1.0));
  return mix(low, vec3(0.91, 0.47, 0.98), clamp(t * 2.0 - 1.0, 0.0, 1.0));
}
float bar(int i) { return texelFetch(bars, ivec2(clamp(i, 0, BARS - 1), 0), 0).r; }
float cap(int i) { return texelFetch(bars, ivec2(clamp(i, 0, BARS - 1), 1), 0).r; }
`;

const BARS_BODY = `
float edge(float from, float to, float x) { return clamp((x - from) / (to - from), 0.0, 1.0); }
void main() {
  vec2 at = gl_FragCoord.xy / size;
  float margin = 14.0 * scale / size.x;
  float x = (at.x - margin) / (1.0 - 2.0 * margin) * float(BARS);
  float base = 0.16, room = 0.78;
  float y = (at.y - base) / room;
  int i = int(floor(x));
  float h = max(bar(i), 0.012);
  float px = 1.0 / (size.y * room);
  float inside = 1.0 - edge(0.34, 0.38, abs(fract(x) - 0.5));
  if (x < 0.0 || x > float(BARS)) inside = 0.0;
  vec3 shade = GROUND + tint(clamp(x / float(BARS), 0.0, 1.0)) * max(0.0, 0.10 * level * (1.0 - abs(y) * 1.2));
  if (inside > 0.0) {
    if (y < 0.0) {
      float below = -y * room / base;
      if (-y < 0.35 * h) shade += tint(0.1) * inside * 0.22 * (1.0 - below);
    } else if (y < h + px) {
      shade += tint(y) * (0.75 + 0.25 * y / max(h, 0.05)) * inside * (1.0 - edge(h - px, h + px, y));
    } else {
      float c = cap(i);
      float away = abs(y - c - 4.0 * scale * px) / px;
      if (c > 0.03) shade += vec3(0.72, 0.76, 0.8) * inside * (1.0 - edge(scale, 2.0 * scale, away));
    }
  }
  color = vec4(shade, 1.0);
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
  float next = 0.5 / size.x;
  float a = sampleAt(at.x - next), b = sampleAt(at.x + next);
  float y = (at.y - 0.5) / 0.43;
  float px = 1.0 / (0.43 * size.y);
  float away = max(max(min(a, b) - y, y - max(a, b)), 0.0) / (px * scale);
  float core = 1.0 - clamp((away - 0.7) / 1.2, 0.0, 1.0);
  float halo = 0.30 / (1.0 + 0.02 * away * away);
  float axis = abs(y) < px ? 0.1 : 0.0;
  vec3 shade = tint(abs(fract(at.x * 0.5 + time * 0.04) * 2.0 - 1.0));
  color = vec4(GROUND + shade * (core + halo) + vec3(axis), 1.0);
}`;

const SPECTROGRAM_BODY = `
vec3 heat(float t) {
  if (t < 0.4) return mix(GROUND, vec3(0.20, 0.11, 0.42), clamp((t - 0.05) / 0.35, 0.0, 1.0));
  if (t < 0.6) return mix(vec3(0.20, 0.11, 0.42), vec3(0.70, 0.19, 0.54), (t - 0.4) / 0.2);
  if (t < 0.76) return mix(vec3(0.70, 0.19, 0.54), vec3(0.98, 0.48, 0.36), (t - 0.6) / 0.16);
  if (t < 0.9) return mix(vec3(0.98, 0.48, 0.36), vec3(0.99, 0.86, 0.52), (t - 0.76) / 0.14);
  return mix(vec3(0.99, 0.86, 0.52), vec3(1.0, 1.0, 0.93), (t - 0.9) / 0.1);
}
float stepAt(int bin, int row) { return texelFetch(lines, ivec2(clamp(bin, 0, BINS - 1), row), 0).r; }
void main() {
  vec2 at = gl_FragCoord.xy / size;
  float top = min(16000.0, rate * 0.5);
  float octaves = log2(top / 40.0);
  float hertz = 40.0 * exp2(octaves * at.y);
  float perPixel = hertz * octaves * 0.6931 / size.y;
  float perBin = rate * 0.5 / float(BINS - 1);
  float place = hertz / perBin;
  float row = calm > 0.5 ? at.x * float(ROWS) : head - (1.0 - at.x) * float(ROWS);
  int line = int(mod(floor(row), float(ROWS)));
  int bin = int(floor(place));
  float value = mix(stepAt(bin, line), stepAt(bin + 1, line), fract(place));
  int wide = int(min(8.0, perPixel / perBin));
  for (int k = 1; k <= wide; k++) value = max(value, stepAt(bin + k, line));
  float cursor = calm > 0.5 && abs(row - mod(head, float(ROWS))) < 1.0 ? 1.0 : 0.0;
  color = vec4(heat(value) + cursor * 0.4, 1.0);
}`;

const RADIAL_BODY = `
void main() {
  float unit = min(size.x, size.y);
  vec2 at = (gl_FragCoord.xy - 0.5 * size) / unit * 2.0;
  float r = length(at);
  float inner = 0.34 + 0.05 * bass;
  float away = abs(r - inner + 0.03);
  vec3 shade = GROUND + tint(0.45) * (0.24 + 0.46 * level) / (1.0 + away * away * (1600.0 - 1200.0 * level));
  if (r < inner) shade += tint(0.85) * 0.28 * level * max(0.0, 1.0 - r / inner);
  else if (r < 1.3) {
    float angle = atan(at.x, at.y) + time * 0.06;
    float turn = abs(fract(angle / 6.2831853 + 0.5) * 2.0 - 1.0);
    float x = (1.0 - turn) * float(BARS);
    int i = int(floor(x));
    float outer = inner + 0.02 + 0.56 * bar(i);
    float px = 2.0 / unit;
    float body = clamp((outer - r) / px + 0.5, 0.0, 1.0) * clamp((0.40 - abs(fract(x) - 0.5)) / 0.08, 0.0, 1.0);
    float halo = 0.10 * level * (1.3 - r);
    shade += tint(clamp(x / float(BARS), 0.0, 1.0)) * (body * (0.65 + 0.7 * (r - inner)) + halo);
  }
  color = vec4(shade, 1.0);
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
