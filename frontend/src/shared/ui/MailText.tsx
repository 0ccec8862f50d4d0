import './mail-text.css';

/** A captured mail's text; its links are followed here, whatever address the server thinks it has. */
export function MailText({ body, links }: { body: string; links: string[] }) {
  const parts = links.reduce<string[]>(
    (texts, link) => texts.flatMap((text) => (links.includes(text) ? [text] : split(text, link))),
    [body],
  );
  return (
    <div className="jx-mail-text">
      {parts.map((part, index) =>
        links.includes(part) ? (
          <a key={index} href={local(part)}>
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </div>
  );
}

function split(text: string, link: string): string[] {
  const at = text.indexOf(link);
  return link === '' || at < 0 ? [text] : [text.slice(0, at), link, ...split(text.slice(at + link.length), link)];
}

function local(link: string): string {
  try {
    const url = new URL(link);
    return url.pathname.startsWith('/app') ? `${url.pathname}${url.search}` : link;
  } catch {
    return link;
  }
}
