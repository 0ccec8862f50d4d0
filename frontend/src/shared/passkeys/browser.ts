// The browser's part of passkeys (Web Authentication). Options and answers travel in the JSON form of level 3; browsers that
// speak the level before get it translated here.

type Json = Record<string, unknown>;

/** Why the browser made or used no passkey. */
export type PasskeyFault =
  /** The person let it be, or it took too long; browsers don't say which. */
  | 'given_up'
  /** This device holds one for the account already. */
  | 'known'
  /** The page stands at an address that passkeys are not bound to. */
  | 'elsewhere'
  /** The browser can't. */
  | 'unsupported';

export class PasskeyError extends Error {
  override name = 'PasskeyError';
  constructor(readonly fault: PasskeyFault) {
    super(fault);
  }
}

/** Can this browser use passkeys at all? */
export function supportsPasskeys(): boolean {
  return typeof window.PublicKeyCredential === 'function' && typeof navigator.credentials?.get === 'function';
}

/** Can it offer them in the address field, among what it fills in? */
export async function offersInField(): Promise<boolean> {
  if (!supportsPasskeys()) return false;
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) === true;
}

/** Is the page where passkeys work? A loopback address has none, its name has. */
export function isAt(origin: string | null | undefined): boolean {
  return origin === window.location.origin;
}

function bytes(text: unknown): ArrayBuffer {
  const plain = atob(String(text).replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function descriptors(list: unknown): PublicKeyCredentialDescriptor[] {
  return ((list ?? []) as Json[]).map((one) => ({ ...one, id: bytes(one['id']) }) as PublicKeyCredentialDescriptor);
}

function creation(options: Json): PublicKeyCredentialCreationOptions {
  const user = options['user'] as Json;
  return {
    ...options,
    challenge: bytes(options['challenge']),
    user: { ...user, id: bytes(user['id']) },
    excludeCredentials: descriptors(options['excludeCredentials']),
  } as unknown as PublicKeyCredentialCreationOptions;
}

function request(options: Json): PublicKeyCredentialRequestOptions {
  return {
    ...options,
    challenge: bytes(options['challenge']),
    allowCredentials: descriptors(options['allowCredentials']),
  } as unknown as PublicKeyCredentialRequestOptions;
}

function answerOf(credential: PublicKeyCredential): Json {
  const { response } = credential;
  const fields: Json = { clientDataJSON: text(response.clientDataJSON) };
  if ('attestationObject' in response) {
    const made = response as AuthenticatorAttestationResponse;
    fields['attestationObject'] = text(made.attestationObject);
    fields['transports'] = made.getTransports?.() ?? [];
  } else {
    const signed = response as AuthenticatorAssertionResponse;
    fields['authenticatorData'] = text(signed.authenticatorData);
    fields['signature'] = text(signed.signature);
    if (signed.userHandle) fields['userHandle'] = text(signed.userHandle);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: {},
    response: fields,
  };
}

async function said(asked: Promise<Credential | null>): Promise<Json> {
  try {
    const credential = await asked;
    if (!credential) throw new PasskeyError('given_up');
    return answerOf(credential as PublicKeyCredential);
  } catch (thrown) {
    if (thrown instanceof PasskeyError) throw thrown;
    const name = thrown instanceof DOMException ? thrown.name : '';
    if (name === 'InvalidStateError') throw new PasskeyError('known');
    if (name === 'SecurityError') throw new PasskeyError('elsewhere');
    if (name === 'NotSupportedError') throw new PasskeyError('unsupported');
    throw new PasskeyError('given_up');
  }
}

/** Makes a passkey by the server's options; the browser asks the person. */
export function makePasskey(options: unknown): Promise<Json> {
  if (!supportsPasskeys()) return Promise.reject(new PasskeyError('unsupported'));
  return said(navigator.credentials.create({ publicKey: creation(options as Json) }));
}

/** Signs the server's challenge. With `inField` the browser offers it where an address is typed, until `signal` ends that. */
export function signByPasskey(options: unknown, inField: boolean, signal: AbortSignal): Promise<Json> {
  if (!supportsPasskeys()) return Promise.reject(new PasskeyError('unsupported'));
  return said(
    navigator.credentials.get({
      publicKey: request(options as Json),
      signal,
      ...(inField && { mediation: 'conditional' as const }),
    }),
  );
}
