/** Threads of public lists as the measurements name them: `owner/repository#number`, with words around it. */

export interface IssuePart {
  readonly text: string;
  /** Of a thread; GitHub leads from there to a pull request where it is one. */
  readonly url?: string;
}

const thread = /([\w.-]+\/[\w.-]+)#(\d+)/gu;

/** The text in pieces, in order, with an address for each thread. */
export function issueParts(text: string): readonly IssuePart[] {
  const parts: IssuePart[] = [];
  let end = 0;
  for (const { 0: name, 1: repository = "", 2: number = "", index } of text.matchAll(thread)) {
    if (index > end) parts.push({ text: text.slice(end, index) });
    parts.push({ text: name, url: `https://github.com/${repository}/issues/${number}` });
    end = index + name.length;
  }
  return end < text.length ? [...parts, { text: text.slice(end) }] : parts;
}
