import type { BackendModule } from 'i18next';

type Texts = Record<string, unknown>;

const files = import.meta.glob<Texts>('../../../locales/*/*.json', { import: 'default' });

/** Texts by language and namespace, each file a chunk of its own. */
const resources: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, callback) => {
    const load = files[`../../../locales/${language}/${namespace}.json`];
    if (!load) {
      callback(new Error(`no texts ${language}/${namespace}`), false);
      return;
    }
    load().then(
      (texts) => callback(null, texts),
      (fault: unknown) => callback(fault instanceof Error ? fault : new Error(String(fault)), false),
    );
  },
};

export default resources;
