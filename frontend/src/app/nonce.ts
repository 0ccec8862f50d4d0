// The server's policy takes no style element but those with the answer's nonce. antd gives it to its own (ConfigProvider's
// `csp`); what it builds on forgets it here and there, when a dialogue locks the page's scrolling for one. So every style
// element gets it as it is made.
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;

/** For antd's ConfigProvider. */
export const CSP = nonce ? { nonce } : {};

if (nonce) {
  const make = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = make(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}
