// SPDX-License-Identifier: EUPL-1.2
//
// One exchange against the specification: every answer must be one that the operation declares,
// and a 2xx must also have been asked for as the specification says.
import { basePath, findPath, resolve, spec, violations } from './spec.mjs';

const problemSchema = { $ref: '#/components/schemas/Problem' };

function lowered(headers) {
	return Object.fromEntries(Object.entries(headers ?? {})
		.map(([k, v]) => [k.toLowerCase(), String(v)]));
}

/* A parameter or header arrives as text: what its schema says it is. */
function typed(schema, text) {
	const type = resolve(schema).type;
	if (type === 'integer' && /^-?[0-9]+$/.test(text))
		return Number(text);
	if (type === 'boolean' && /^(true|false)$/.test(text))
		return text === 'true';
	return text;
}

export function parsed(text) {
	try {
		return { value: JSON.parse(text) };
	} catch (e) {
		return { error: e.message };
	}
}

function bodyProblems(what, schema, text) {
	const { value, error } = parsed(text);
	if (error)
		return [`${what}: not JSON: ${error}`];
	return violations(schema, value).map((v) => `${what}: ${v}`);
}

function requestProblems(operation, params, query, headers, body) {
	const wrong = [];
	const declared = (operation.parameters ?? []).map(resolve);
	const given = {
		path: (name) => params[name],
		query: (name) => query.get(name) ?? undefined,
		header: (name) => headers[name.toLowerCase()],
	};
	for (const p of declared) {
		const text = given[p.in](p.name);
		if (text === undefined && p.required)
			wrong.push(`request: ${p.in} ${p.name} is missing`);
		else if (text !== undefined)
			violations(p.schema, typed(p.schema, text)).forEach((v) =>
				wrong.push(`request: ${p.in} ${p.name} ${v}`));
	}
	for (const name of query.keys())
		if (!declared.some((p) => p.in === 'query' && p.name === name))
			wrong.push(`request: query ${name} is not declared`);
	if (operation.security.some((s) => s.bearer) &&
		!/^Bearer /.test(headers.authorization ?? ''))
		wrong.push('request: no bearer token');
	const media = operation.requestBody?.content?.['application/json'];
	if (media && typeof body === 'string')
		wrong.push(...bodyProblems('request', media.schema, body));
	return wrong;
}

function headerProblems(response, headers) {
	const wrong = [];
	for (const [name, reference] of Object.entries(response.headers ?? {})) {
		const header = resolve(reference);
		const text = headers[name.toLowerCase()];
		if (text === undefined && header.required)
			wrong.push(`response: header ${name} is missing`);
		else if (text !== undefined)
			violations(header.schema, typed(header.schema, text)).forEach((v) =>
				wrong.push(`response: header ${name} ${v}`));
	}
	return wrong;
}

function responseProblems(response, headers, body) {
	const wrong = headerProblems(response, headers);
	const type = (headers['content-type'] ?? '').split(';')[0].trim();
	const media = response.content?.[type];
	if (!media)
		wrong.push(`response: type "${type}" is not declared`);
	else if (/json$/.test(type) && typeof body === 'string')
		wrong.push(...bodyProblems('response', media.schema, body));
	return wrong;
}

/* What is outside the specification is refused as a problem. */
function strayProblems(x, headers) {
	if (x.status !== 404 && x.status !== 405)
		return [`${x.status} for what the specification does not have`];
	if ((headers['content-type'] ?? '').split(';')[0] !== 'application/problem+json')
		return ['response: not a problem'];
	return typeof x.response_body === 'string'
		? bodyProblems('response', problemSchema, x.response_body) : [];
}

/* Sentences about what is wrong with one exchange (the shape: exchanges.mjs). */
export function exchangeProblems(x) {
	const url = new URL(x.path, 'http://localhost');
	const requestHeaders = lowered(x.request_headers);
	const headers = lowered(x.response_headers);
	const at = url.pathname.startsWith(basePath)
		? findPath(url.pathname.slice(basePath.length)) : null;
	const operation = at && spec.paths[at.template][x.method.toLowerCase()];
	if (!operation)
		return strayProblems(x, headers);
	const response = resolve(operation.responses[String(x.status)]);
	if (!response)
		return [`status ${x.status} is not declared`];
	const wrong = responseProblems(response, headers, x.response_body);
	if (x.status < 300)
		wrong.push(...requestProblems(operation, at.params, url.searchParams,
			requestHeaders, x.request_body));
	return wrong;
}
