/** The environment of a child: that of this program, without a debugger, whose port is taken. */
export const childEnvironment = (): NodeJS.ProcessEnv => {
  const options = process.env['NODE_OPTIONS'] ?? '';
  const rest = options.split(' ').filter((option) => !option.startsWith('--inspect'));
  return { ...process.env, NODE_OPTIONS: rest.join(' ') };
};
