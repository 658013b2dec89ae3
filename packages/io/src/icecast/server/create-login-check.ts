import { createTokenCheck } from '../../tcp/token-check.js';
import { parseBasicAuth } from './parse-basic-auth.js';

/** Who may do something, as options state it. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/**
 * Makes a check of `Authorization` headers against some logins. Its time tells nothing of them: user
 * and password are compared as one, in constant time, with every login.
 */
export const createLoginCheck = (
  logins: readonly Login[],
): ((header: string | undefined) => boolean) => {
  // A user has no colon, so no other pair makes the same text.
  const checks = logins.map(({ user, password }) => createTokenCheck(`${user}:${password}`));
  return (header) => {
    const said = parseBasicAuth(header);
    const text = said === undefined ? undefined : `${said.user}:${said.password}`;
    return checks.map((check) => check(text)).includes(true);
  };
};
