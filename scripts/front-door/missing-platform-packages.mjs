/** The tools that bring a package for each platform as an optional dependency, and cannot do without. */
const TOOLS = [
  'esbuild',
  'typescript',
  'turbo',
  '@swc/core',
  '@biomejs/biome',
  'rolldown',
  'lightningcss',
];

const allows = (list, value) =>
  list === undefined ||
  list.includes(value) ||
  list.some((item) => item[0] === '!' && item !== `!${value}`);

const fits = ({ os, cpu, libc }, machine) =>
  allows(os, machine.os) &&
  allows(cpu, machine.cpu) &&
  (machine.libc === undefined || allows(libc, machine.libc));

/** The machine that this runs on, in npm's words. */
export const thisMachine = () => {
  const linux = process.platform === 'linux';
  const glibc = linux && process.report.getReport().header.glibcVersionRuntime !== undefined;
  return {
    os: process.platform,
    cpu: process.arch,
    libc: linux ? (glibc ? 'glibc' : 'musl') : undefined,
  };
};

/**
 * What `npm ci --omit=optional` leaves out and the tools need, as `name@version`; `wanted` and `found`
 * are the packages of the lock file and of what is installed.
 */
export const missingPlatformPackages = (wanted, found, machine) =>
  TOOLS.flatMap((tool) => Object.keys(wanted[`node_modules/${tool}`]?.optionalDependencies ?? {}))
    .map((name) => ({ name, path: `node_modules/${name}` }))
    .filter(({ path }) => wanted[path] !== undefined && found[path] === undefined)
    .filter(({ path }) => fits(wanted[path], machine))
    .map(({ name, path }) => `${name}@${wanted[path].version}`);

/** Whether the engine was left out though there is one for this machine: the compiler wants its types. */
export const lacksEngine = (wanted, found, machine) => {
  const engine = wanted['node_modules/node-av'];
  if (engine === undefined || found['node_modules/node-av'] !== undefined) return false;
  return (
    machine.libc !== 'musl' &&
    Object.keys(engine.optionalDependencies ?? {})
      .map((name) => wanted[`node_modules/${name}`])
      .some((entry) => entry?.os !== undefined && fits(entry, machine))
  );
};
