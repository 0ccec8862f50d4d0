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
  only?: Schemas['OrganisationKind'] | Schemas['OrganisationKind'][];
}

/** Is a place for who acts for an organisation of that kind? An authority looks on: it has no business of its own. */
export function isFor(place: Pick<NavItem, 'key' | 'only'>, kind: Schemas['OrganisationKind'] | undefined): boolean {
  if (place.only) return kind !== undefined && [place.only].flat().includes(kind);
  return kind !== 'bureau' || ['home', 'inbox'].includes(place.key);
}

/** Something the palette can do, besides the places of the sidebar. */
export interface PaletteCommand {
  /** Key of its name in `app:commands`. */
  key: string;
  to: string;
  /** Shown only to those who act for such an organisation. */
  only?: Schemas['OrganisationKind'] | Schemas['OrganisationKind'][];
}
