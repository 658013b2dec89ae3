/** The number of an argument such as `--rounds=1`; undefined where it is not given. */
export const numberFlag = (name: string): number | undefined => {
  const start = `--${name}=`;
  const given = process.argv.find((arg) => arg.startsWith(start));
  return given === undefined ? undefined : Number(given.slice(start.length));
};
