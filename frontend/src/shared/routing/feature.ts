import type { ComponentType } from 'react';
import type { Schemas } from '@/shared/api/client';

/** A place in the sidebar. */
export interface NavItem {
  /** Key of its name in `app:nav`. */
  key: string;
  to: string;
  icon: ComponentType;
  /** After G it goes there. */
  letter?: string;
  /** Lower is higher up. */
  order: number;
  /** Shown only to those who act for such an organisation. */
  only?: Schemas['OrganisationKind'];
}

/** Something the palette can do, besides the places of the sidebar. */
export interface PaletteCommand {
  /** Key of its name in `app:commands`. */
  key: string;
  to: string;
  /** Shown only to those who act for such an organisation. */
  only?: Schemas['OrganisationKind'];
}
