import type { ReactNode } from 'react';
import './empty-state.css';

interface Props {
  title: string;
  /** What will be here, and how it gets here. */
  teach: string;
  action?: ReactNode;
}

/** Nothing here yet: says what belongs here and what to do for it. */
export function EmptyState({ title, teach, action }: Props) {
  return (
    <div className="jx-empty">
      <h2>{title}</h2>
      <p>{teach}</p>
      {action && <div className="jx-row">{action}</div>}
    </div>
  );
}
