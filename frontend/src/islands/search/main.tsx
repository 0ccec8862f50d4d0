import { hydrateRoot } from 'react-dom/client';
import { Search, type Data } from './Search';

const root = document.getElementById('search');
const data = document.getElementById('search-data');
if (root && data) {
  // The reader may have typed already: the box stays as it is, and what is in it is searched for.
  const typed = root.querySelector<HTMLInputElement>('input[type=search]')?.value ?? '';
  hydrateRoot(root, <Search data={JSON.parse(data.textContent) as Data} typed={typed} />);
}
