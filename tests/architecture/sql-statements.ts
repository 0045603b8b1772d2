/** The SQL of the app, read out of its source: every string that is a statement, and what it touches. */
import ts from "typescript";
import type { SourceFile } from "./tree.ts";

export interface Statement {
  where: string;
  sql: string;
}

const STATEMENT = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|MERGE|TRUNCATE|TABLE|COPY)\s/i;

/** Strings that begin as a statement does; what is put into a template is shown as its source. */
export function statementsOf(file: SourceFile): Statement[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const found: Statement[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== null && STATEMENT.test(text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ where: `${file.path}:${line + 1}`, sql: text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  const spans = node.templateSpans.map(
    (span) => `${span.expression.getText()}${span.literal.text}`,
  );
  return [node.head.text, ...spans].join("");
}

/** How often each of `tables` is read from or written to. */
export function mentionsOf(sql: string, tables: readonly string[]): string[] {
  const mention = /\b(?:FROM|JOIN|INTO|UPDATE|TABLE|TRUNCATE|USING)\s+(?:ONLY\s+)?"?([a-z_]+)"?/gi;
  // What follows ON CONFLICT … DO UPDATE names no table, nor does FOR UPDATE.
  const plain = sql.replaceAll(/\b(DO|FOR)\s+(NO KEY\s+)?UPDATE\b/gi, "");
  return [...plain.matchAll(mention)].flatMap(([, name = ""]) =>
    tables.includes(name) ? [name] : [],
  );
}

/** A row is taken by naming its shop, and made by giving it first: both by the first parameter. */
const TAKEN = /\bshop_id = \$1(?!\d)/g;
const MADE =
  /\bINSERT INTO [a-z_]+(?: AS [a-z]+)?\s*\(shop_id,[^)]*\)\s*(?:VALUES\s*\(|SELECT\s+)\$1(?!\d)/g;

/** Why a statement doesn't keep to one shop; null when it does. */
export function breakOfShop(sql: string, tables: readonly string[]): string | null {
  const mentions = mentionsOf(sql, tables);
  const named = (sql.match(TAKEN) ?? []).length + (sql.match(MADE) ?? []).length;
  if (named >= mentions.length) return null;
  return `touches ${mentions.join(", ")} and names its shop ${named} times`;
}
