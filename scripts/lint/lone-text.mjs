import ts from "typescript";

/**
 * Page translators put an element in the place of a text node. React still holds the node: what it inserts before it or
 * removes of it throws, what it writes into it nobody sees. A text that is alone in its element is set as that element's
 * content, and stays right. So beside something that an expression puts there, no text stands without an element of its
 * own.
 */
export const loneText = {
  meta: {
    type: "problem",
    messages: {
      bare: "Beside what may come, go or change, a text stands in an element of its own (docs/rules.md R82).",
    },
    schema: [],
  },
  create(context) {
    const { esTreeNodeToTSNodeMap, program } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    const typeOf = (node) => checker.getTypeAtLocation(esTreeNodeToTSNodeMap.get(node));
    const check = ({ children }) => {
      const shown = children.filter((child) => !isNothing(child));
      if (shown.length < 2 || !shown.some((child) => child.type === "JSXExpressionContainer")) return;
      for (const child of shown) if (isText(child, typeOf)) context.report({ node: child, messageId: "bare" });
    };
    const report = (node) => context.report({ node, messageId: "bare" });
    return {
      JSXElement: check,
      // Nobody knows what stands beside it.
      JSXFragment: ({ children }) =>
        children.filter((child) => !isNothing(child) && isText(child, typeOf)).forEach(report),
      "FunctionDeclaration[id.name=/^[A-Z]/] > BlockStatement ReturnStatement": ({ argument }) => {
        if (argument && mayBeText(typeOf(argument))) report(argument);
      },
    };
  },
};

/** Comments, line breaks, and blanks, which no translator touches. */
function isNothing(child) {
  if (child.type === "JSXText") return child.value.trim() === "";
  if (child.type !== "JSXExpressionContainer") return false;
  return child.expression.type === "JSXEmptyExpression" || child.expression.value === " ";
}

function isText(child, typeOf) {
  if (child.type === "JSXText") return true;
  return child.type === "JSXExpressionContainer" && mayBeText(typeOf(child.expression));
}

const TEXT = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike;

/** Of a ReactNode (which alone may be a bigint) nobody knows it: what is handed in is looked at where it is written. */
function mayBeText(type) {
  const parts = type.isUnion() ? type.types : [type];
  if (parts.some(({ flags }) => flags & ts.TypeFlags.BigIntLike)) return false;
  return parts.some((part) => part.flags & TEXT && !(part.isStringLiteral() && part.value === ""));
}
