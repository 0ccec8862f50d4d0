import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** After a change of page: its title is read out, and the keyboard goes on from its beginning. */
export function Announce() {
  const router = useRouter();
  const [title, setTitle] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
      if (!pathChanged || !fromLocation) return;
      const main = document.getElementById('content');
      // A form that took the focus keeps it.
      if (main && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
      clearTimeout(timer);
      timer = setTimeout(() => setTitle(document.title), 300);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [router]);
  return (
    <div role="status" className="jx-hidden">
      {title}
    </div>
  );
}
