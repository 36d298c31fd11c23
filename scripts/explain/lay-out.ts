/** Words with which a line of a statement begins. The longer come first: "do update set" is not an update. */
const CLAUSES = [
  "for no key update",
  "do update set",
  "on conflict",
  "insert into",
  "inner join",
  "left join",
  "for update",
  "for share",
  "order by",
  "returning",
  "select",
  "update",
  "values",
  "where",
  "limit",
  "from",
  "and",
  "set",
];

const TOKEN = new RegExp(
  String.raw`"(?:[^"]|"")*"|'(?:[^']|'')*'|\b(?:${CLAUSES.join("|")})\b|[()]|\s+|[^\s"'()]+`,
  "g",
);

/** A statement with each clause on a line of its own, subqueries further in. Only its white space changes. */
export function layOut(statement: string): string {
  const tokens = statement.match(TOKEN) ?? [];
  // For each bracket that is open, whether a subquery stands in it.
  const open: boolean[] = [];
  let text = "";
  const breakLine = (depth: number) => {
    text = `${text.trimEnd()}\n${"  ".repeat(depth)}`;
  };
  const depth = () => open.filter(Boolean).length;
  tokens.forEach((token, place) => {
    if (token === "(") {
      open.push(/^(select|insert into|update|with)$/.test(tokens[place + 1] ?? ""));
    } else if (token === ")") {
      if (open.pop()) breakLine(depth());
    } else if (CLAUSES.includes(token) && (open.at(-1) ?? true)) {
      breakLine(depth());
    }
    text += /^\s+$/.test(token) ? (/\s$/.test(text) ? "" : " ") : token;
  });
  return text.trim();
}
