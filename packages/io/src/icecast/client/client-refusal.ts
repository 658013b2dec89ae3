import { AudioFlowError, type ErrorCode } from '@audioflow/core';

/** What an answer other than 200 says. */
export interface Refusal {
  readonly status: number;
  /** The server's own words. */
  readonly said: string;
}

interface Verdict {
  readonly code: ErrorCode;
  /** Whether it may pass by itself. */
  readonly retry: boolean;
  readonly mend: string;
}

const FINAL: Readonly<Record<number, Verdict>> = {
  401: { code: 'invalid-option', retry: false, mend: 'check user and password' },
  404: { code: 'invalid-option', retry: false, mend: 'check mount' },
  405: { code: 'unsupported', retry: false, mend: "try the other method, 'PUT' or 'SOURCE'" },
  415: { code: 'unsupported', retry: false, mend: 'send another codec' },
  417: { code: 'unsupported', retry: false, mend: "use method: 'SOURCE'" },
  501: { code: 'unsupported', retry: false, mend: "try the other method, 'PUT' or 'SOURCE'" },
};
const PASSING: readonly number[] = [408, 409, 423, 425, 429];

/** An Icecast answers 403 for a mount that is in use, but also for a type that it does not know. */
const verdictOf = ({ status, said }: Refusal): Verdict => {
  const known = FINAL[status];
  if (known !== undefined) return known;
  if (status === 403 && /content.?type|not supported/i.test(said)) {
    return { code: 'unsupported', retry: false, mend: 'send another codec' };
  }
  const passing = status === 403 || status >= 500 || PASSING.includes(status);
  if (passing) return { code: 'unavailable', retry: true, mend: 'is another source on it?' };
  return { code: 'unsupported', retry: false, mend: 'check host, port and mount' };
};

/** A refusal as an error; its details tell `status`, `said` and whether to `retry`. */
export const refusalError = (where: string, refusal: Refusal): AudioFlowError => {
  const { code, retry, mend } = verdictOf(refusal);
  const { status, said } = refusal;
  const words = said === '' ? `${status}` : `${status} ${JSON.stringify(said)}`;
  return new AudioFlowError(
    code,
    `icecastClient: expected ${where} to take the stream, it says ${words}: ${mend}`,
    { details: { status, said, retry } },
  );
};
