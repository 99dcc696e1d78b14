import type { ServerResponse } from 'node:http';
import type { Fault } from './script.ts';

/** Does to a connection what networks and proxies do. `body`: what would have been answered. */
export function commitFault(fault: Fault, response: ServerResponse, body: string, to = ''): void {
  const json = { 'content-type': 'application/json' };
  switch (fault) {
    case 'drop-before':
      response.socket?.destroy();
      break;
    case 'drop-during':
      response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(body) });
      response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
      break;
    case 'truncate':
      // Well-formed to HTTP: some proxy has cut the body and counted anew.
      response.writeHead(200, json).end(body.slice(0, body.length / 2));
      break;
    case 'malformed':
      response.writeHead(200, json).end('{"id": "chatcmpl-1", "choices": "none"}');
      break;
    case 'empty':
      response.writeHead(200, json).end();
      break;
    case 'silence':
      break;
    case 'html-502':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
      break;
    case 'redirect':
      response.writeHead(307, { location: to }).end();
      break;
  }
}
