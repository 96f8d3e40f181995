/** Where a statement stands in the site of the specification, as a page links to it. */
import { dirname, relative, resolve } from "node:path";
import type { StatementEntry } from "../reports/statement-entry.ts";
import { UsageError } from "./usage-error.ts";

/** `site`: an address of http or https, or the folder that `npm run site` wrote; `page`: the file of the page, "-" for one without a place of its own. */
export function siteLink(site: string, page: string): (entry: Pick<StatementEntry, "id" | "file">) => string {
  const root = rootOf(site, page).replace(/\/+$/u, "");
  return ({ id, file }) => `${root}/${file.replace(/\.md$/u, ".html")}#${id}`;
}

/** For the options of a page; nothing where no site is named. */
export function linkOf(site: string | undefined, page: string): { readonly statementLink?: ReturnType<typeof siteLink> } {
  return site === undefined ? {} : { statementLink: siteLink(site, page) };
}

function rootOf(site: string, page: string): string {
  if (/^https?:\/\//iu.test(site)) return site;
  // Two letters or more: one is a drive of Windows.
  if (/^[a-z][a-z0-9+.-]+:/iu.test(site)) throw new UsageError(`--site takes a folder or an address of http or https, not "${site}".`);
  if (page === "-") throw new UsageError("--site with a folder needs a file for the page, to lead from there: --html FILE.");
  const way = relative(dirname(resolve(page)), resolve(site)).replaceAll("\\", "/");
  return way === "" ? "." : encodeURI(way);
}
