import { createHash } from 'node:crypto';
import { fieldsOf, isObject, type Schema, typeOf } from './api-page-schema.ts';
import { API_PAGE_STYLE } from './api-page-style.ts';
import { Html, html } from './html.ts';

/** The parts of an OpenAPI document that the page shows. */
interface Document {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly unknown[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
  readonly deprecated?: boolean;
  readonly 'x-sunset'?: string;
  readonly externalDocs?: { readonly url: string };
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Answer {
  readonly description: string;
  readonly content?: Content;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const styleHash = createHash('sha256').update(API_PAGE_STYLE).digest('base64');
/** The page runs no script and loads nothing; its one style is known by its hash. */
export const API_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** An OpenAPI document as a page for people. */
export function apiPage(openApi: object): string {
  const { info, paths, components } = openApi as Document;
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Route => ({ method: method.toUpperCase(), path, operation })),
  );
  const groups = Map.groupBy(routes, ({ operation }) => operation.tags[0] ?? 'other');
  const common = commonProblems(routes);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} API</title>
<style>${new Html(API_PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the routes</a>
<header>
<h1>${info.title} API</h1>
<p>Version ${info.version}. The same as an <a href="openapi.json">OpenAPI document</a>; which services are up is told by <a href="status">status</a>.</p>
<p class="soft">Requests and answers are JSON. Where a route is for those who are signed in, send <code>Authorization: Bearer</code> with the access token that logging in gives.</p>
</header>
<div class="columns">
<nav aria-label="Routes">
<ul>
${[...groups].map(([group, members]) => groupLinks(group, members))}
<li><a href="#problems">Problems</a></li>
<li><a href="#schemas">Schemas</a></li>
</ul>
</nav>
<main id="content" tabindex="-1">
${[...groups].map(([group, members]) => groupSection(group, members, common))}
<section aria-labelledby="problems">
<h2 id="problems">Problems</h2>
<p>What goes wrong is told in <code>application/problem+json</code> (RFC 9457, <a href="#schema-Problem">Problem</a>); programs go by its <code>code</code>. Any route may answer:</p>
<article aria-labelledby="problems">
<dl>${[...common.values()].map(problemEntry)}</dl>
</article>
</section>
<section aria-labelledby="schemas">
<h2 id="schemas">Schemas</h2>
${Object.entries(components.schemas).map(([name, schema]) => schemaArticle(name, schema))}
</section>
</main>
</div>
<footer>Made from the table by which the gateway routes: what is not here does not exist.</footer>
</body>
</html>
`.markup;
}

function groupLinks(group: string, routes: readonly Route[]): Html {
  const links = routes.map(
    ({ method, path, operation }) =>
      html`<li><a href="#${operation.operationId}">${method} ${shortened(path)}</a></li>`,
  );
  return html`<li><a href="#group-${group}">${group}</a><ul>${links}</ul></li>\n`;
}

/** All paths begin alike, which in a narrow list only takes room. */
function shortened(path: string): string {
  return path.replace(/^\/api\/v\d+/, '');
}

function groupSection(group: string, routes: readonly Route[], common: Problems): Html {
  return html`<section aria-labelledby="group-${group}">
<h2 id="group-${group}">${group}</h2>
${routes.map((route) => routeArticle(route, common))}
</section>
`;
}

function routeArticle({ method, path, operation }: Route, common: Problems): Html {
  const { operationId, summary, parameters, requestBody, responses } = operation;
  const problems = problemsOf(operation).filter(({ code }) => !common.has(code));
  return html`<article aria-labelledby="${operationId}">
<h3 id="${operationId}"><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></h3>
<p>${summary}.</p>
${sunsetOf(operation)}
<p class="soft">For ${audienceOf(operation)}.</p>
${part('Parameters', parameters.map(parameterEntry))}
${requestBody === undefined ? undefined : html`<h4>Body</h4>${contentOf(requestBody.content)}`}
${part('Answers', Object.entries(responses).filter(isGood).map(answerEntry))}
${part('Problems', problems.map(problemEntry))}
</article>
`;
}

function part(title: string, entries: readonly Html[]): Html | undefined {
  return entries.length === 0 ? undefined : html`<h4>${title}</h4><dl>${entries}</dl>`;
}

function audienceOf({ security, description }: Operation): string {
  if (security.length === 0) return 'anybody';
  return description?.replace(/^For (.*)\.$/, '$1') ?? 'whoever is signed in';
}

function sunsetOf({ deprecated, 'x-sunset': gone, externalDocs }: Operation): Html | undefined {
  if (deprecated !== true) return undefined;
  const guide = externalDocs === undefined ? undefined : html` <a href="${externalDocs.url}">What to call instead</a>`;
  return html`<p class="deprecated">Deprecated${gone === undefined ? '' : `, gone from ${gone}`}.${guide}</p>`;
}

function parameterEntry({ name, in: place, required, description, schema }: Parameter): Html {
  const more = description === undefined ? undefined : html`<br>${description}`;
  return html`<div><dt><code>${name}</code></dt><dd>${typeOf(schema)} <span class="soft">(${place}${required ? '' : ', optional'})</span>${more}</dd></div>`;
}

function isGood([status]: [string, Answer]): boolean {
  return Number(status) < 400;
}

function answerEntry([status, { description, content }]: [string, Answer]): Html {
  return html`<div><dt>${status}</dt><dd>${content === undefined ? description : contentOf(content)}</dd></div>`;
}

function contentOf(content: Content): readonly Html[] {
  return Object.entries(content).map(([type, { schema }]) =>
    type === 'application/json' ? bodyOf(schema) : html`${typeOf(schema)} <span class="soft">(${type})</span>`,
  );
}

function bodyOf(schema: Schema): Html {
  return isObject(schema) ? fieldsOf(schema) : html`${typeOf(schema)}`;
}

function schemaArticle(name: string, schema: Schema): Html {
  return html`<article aria-labelledby="schema-${name}">
<h3 id="schema-${name}">${name}</h3>
${bodyOf(schema)}
</article>
`;
}

interface ProblemOfRoute {
  readonly status: string;
  readonly code: string;
  readonly title: string;
}
type Problems = ReadonlyMap<string, ProblemOfRoute>;

/** The document says in an answer's description which codes it may carry, one a paragraph. */
function problemsOf({ responses }: Operation): ProblemOfRoute[] {
  return Object.entries(responses).flatMap(([status, { description }]) =>
    [...description.matchAll(/^`([^`]+)`: (.+)$/gm)].map(([, code = '', title = '']) => ({ status, code, title })),
  );
}

/** What every route may answer is told once. */
function commonProblems(routes: readonly Route[]): Problems {
  const all = routes.map(({ operation }) => problemsOf(operation));
  const isEverywhere = ({ code }: ProblemOfRoute) => all.every((problems) => problems.some((one) => one.code === code));
  return new Map((all[0] ?? []).filter(isEverywhere).map((problem) => [problem.code, problem]));
}

function problemEntry({ status, code, title }: ProblemOfRoute): Html {
  return html`<div><dt>${status} <code>${code}</code></dt><dd>${title}</dd></div>`;
}
