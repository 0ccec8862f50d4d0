/** A page that was looked at: what it is called, and where it is. */
export interface Recent {
  title: string;
  path: string;
}

const STORED = 'jiaxiu.recent';
const MOST = 8;
/** Pages about one thing; lists and forms are in the sidebar anyway. */
const THING = /^\/app\/(offers|deals|listings|mandates|enquiries|organisations)\/[a-z]+_[0-9a-f]+$/;

/** What was looked at last by whoever acts for `organisation` in this browser, the newest first. */
export function recent(organisation: string | null | undefined): Recent[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(`${STORED}.${organisation ?? ''}`) ?? '[]');
    if (!Array.isArray(found)) return [];
    return found.filter((one: Partial<Recent>) => typeof one?.title === 'string' && THING.test(one?.path ?? ''));
  } catch {
    return [];
  }
}

/** Keeps in mind that a page was looked at. */
export function remember(organisation: string | null | undefined, one: Recent): void {
  if (!THING.test(one.path) || one.title === '') return;
  const others = recent(organisation).filter(({ path }) => path !== one.path);
  try {
    localStorage.setItem(`${STORED}.${organisation ?? ''}`, JSON.stringify([one, ...others].slice(0, MOST)));
  } catch {
    // A full or forbidden store costs the list, nothing else.
  }
}
