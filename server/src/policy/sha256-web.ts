import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const utf8 = new TextEncoder();

export function sha256(text: string): Uint8Array {
  return digest(utf8.encode(text));
}

export function sha256Hex(text: string): string {
  return bytesToHex(sha256(text));
}

export function hmacSha256Hex(key: Uint8Array, text: string): string {
  return bytesToHex(hmac(digest, key, utf8.encode(text)));
}
