/**
 * The front door: `npm test`, `npm run demo` and the like on a fresh clone with nothing installed.
 * It installs when the lock file asks for it, builds what has changed, then does the job.
 */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`audioflow needs Node.js 20.19 or newer; this is ${process.version}.`);
  console.error('Get it from https://nodejs.org, or `nvm install` in this folder.');
  process.exit(1);
}

// Only now: an older Node could not read what follows.
const { openFrontDoor } = await import('./front-door/open-front-door.mjs');
process.exitCode = await openFrontDoor(process.argv.slice(2));
