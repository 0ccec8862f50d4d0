/** What is wrong with one field, as the API says it. */
export interface FieldFault {
  field: string;
  code: string;
  limit?: string | null;
  value?: string | null;
}

/** Why a request was refused (RFC 9457). Branch on `code`; people read `errors:codes.<code>`. */
export class Problem extends Error {
  override name = 'Problem';

  constructor(
    readonly code: string,
    readonly status: number,
    readonly retryable: boolean,
    readonly errors: FieldFault[] = [],
    readonly detail?: string | null,
    readonly requestId?: string | null,
  ) {
    super(detail ?? code);
  }

  static of(body: unknown, status: number): Problem {
    const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    if (typeof given['code'] !== 'string')
      return new Problem(status >= 500 ? 'unavailable' : 'internal', status, status >= 500);
    return new Problem(
      given['code'],
      status,
      given['retryable'] === true,
      Array.isArray(given['errors']) ? (given['errors'] as FieldFault[]) : [],
      given['detail'] as string | null | undefined,
      given['request_id'] as string | null | undefined,
    );
  }

  /** Nothing was answered. */
  static network(): Problem {
    return new Problem('network', 0, true);
  }

  /** Anything thrown, as a problem. */
  static from(thrown: unknown): Problem {
    return thrown instanceof Problem ? thrown : new Problem('client', 0, false, [], String(thrown));
  }
}
