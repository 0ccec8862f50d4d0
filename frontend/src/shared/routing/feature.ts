import type { ComponentType } from 'react';

/** A place in the sidebar. */
export interface NavItem {
  /** Key of its name in `app:nav`. */
  key: string;
  to: string;
  icon: ComponentType;
  /** Lower is higher up. */
  order: number;
}

/** Something the palette can do, besides the places of the sidebar. */
export interface PaletteCommand {
  /** Key of its name in `app:commands`. */
  key: string;
  to: string;
}
