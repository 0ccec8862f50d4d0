// The reader's theme and language, kept in two places at once: in local storage for the application, and in a cookie for
// the server, so that a page of its comes as it is to be seen.
const A_YEAR = 31_536_000;

export function keep(name: 'theme' | 'language', value: string | undefined): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `jiaxiu-${name}=${value ?? ''}; Path=/; Max-Age=${value ? A_YEAR : 0}; SameSite=Lax${secure}`;
  try {
    if (value) localStorage.setItem(`jiaxiu.${name}`, value);
    else localStorage.removeItem(`jiaxiu.${name}`);
  } catch {
    // A browser that keeps nothing: the cookie may do.
  }
}
