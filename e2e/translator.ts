import { expect, type Page } from "@playwright/test";

declare global {
  interface Window {
    /** Texts that were changed where nobody can see them any more. */
    unseenChanges: string[];
  }
}

/**
 * Does to a page what page translators do, once it has come alive: every text node gives its place to two nested `<font>`
 * elements, and so does every one that comes later. React goes on holding the nodes that are gone: what it removes or
 * inserts beside them throws, what it writes into them nobody sees. `translate="no"` is left alone, as translators do.
 */
export async function translate(page: Page): Promise<void> {
  await page.waitForFunction(() => Object.keys(document.querySelector("h1") ?? {}).some((key) => /^__react/.test(key)));
  await page.evaluate(replaceTexts);
}

function replaceTexts(): void {
  const LEFT_ALONE = "script, style, noscript, textarea, svg, font, [translate='no']";
  window.unseenChanges = [];
  const gone = new MutationObserver((records) => {
    for (const { oldValue, target } of records) window.unseenChanges.push(`${oldValue} → ${(target as Text).data}`);
  });
  const replace = (text: Text) => {
    if (!text.data.trim() || !text.parentElement || text.parentElement.closest(LEFT_ALONE)) return;
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    inner.append(text.data);
    outer.append(inner);
    text.replaceWith(outer);
    gone.observe(text, { characterData: true, characterDataOldValue: true });
  };
  const replaceBelow = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = root instanceof Text ? [root] : [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    texts.forEach(replace);
  };
  replaceBelow(document.body);
  new MutationObserver((records) => {
    for (const { addedNodes } of records) addedNodes.forEach(replaceBelow);
  }).observe(document.body, { childList: true, subtree: true });
}

/** Every change of a text so far can be seen. What throws, the watch sees. */
export async function expectSeenChanges(page: Page): Promise<void> {
  expect(await page.locator("font > font").count()).toBeGreaterThan(5);
  expect.soft(await page.evaluate(() => window.unseenChanges)).toEqual([]);
}
