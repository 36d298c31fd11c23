/**
 * WCAG 2.5.3: whoever speaks to the page says the word that they see, so the label of a button contains its text. Looked
 * at where both are written in one place: a label of text and placeholders, a single text inside.
 */
export const labelInName = {
  meta: {
    type: "problem",
    messages: { missing: "The label does not contain the visible text “{{text}}” (WCAG 2.5.3)." },
    schema: [],
  },
  create: (context) => ({
    JSXElement({ openingElement, children }) {
      const shown = children.filter((child) => child.type !== "JSXText" || child.value.trim() !== "");
      if (shown.length !== 1 || shown[0].type !== "JSXText") return;
      const text = shown[0].value.trim();
      const label = openingElement.attributes.find((one) => one.name?.name === "aria-label");
      const words = wordsOf(label?.value);
      if (words !== null && !words.includes(text))
        context.report({ node: label, messageId: "missing", data: { text } });
    },
  }),
};

/** What a label says for certain; null when only the code knows it. */
function wordsOf(value) {
  const written = value?.type === "JSXExpressionContainer" ? value.expression : value;
  if (written?.type === "Literal") return String(written.value);
  if (written?.type === "TemplateLiteral") return written.quasis.map(({ value: { cooked } }) => cooked).join("\n");
  return null;
}
