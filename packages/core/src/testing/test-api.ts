/** The few matchers that the conformance suites use. */
export interface Expectation {
  toBe(expected: unknown): unknown;
  toEqual(expected: unknown): unknown;
  toBeLessThanOrEqual(expected: number): unknown;
  toBeGreaterThanOrEqual(expected: number): unknown;
}

/** The test runner that a suite registers with: jest, vitest, or anything with these three. */
export interface TestApi {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => void | Promise<void>): unknown;
  expect(actual: unknown): Expectation;
}

const isApi = (value: object): value is TestApi =>
  'describe' in value && 'it' in value && 'expect' in value;

/** The runner given, or the global one. Internal to the suites. */
export const testApi = (given?: TestApi): TestApi => {
  if (given) return given;
  const host: object = globalThis;
  if (isApi(host)) return host;
  throw new Error('no test runner: pass { describe, it, expect } as the last argument');
};
