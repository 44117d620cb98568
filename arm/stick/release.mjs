// The release key and what is signed by it, in two forms: bare Ed25519, which openssl reads, and OpenPGP, which gpgv and sqv do.
// ADR 51 says why. `./skerry bundle` calls it:
//
//   node release.mjs key FILE             makes a private key, if there is none
//   node release.mjs public FILE          prints its public half, the text that a node pins
//   node release.mjs sign FILE DATA       prints the signatures of a file
//
// Ed25519 has no randomness and every moment in it is the same, so the same key gives the same text each time.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The moment that all signatures bear: one that no clock but an unset one is before. When a bundle was made its manifest says. */
const MOMENT = Date.UTC(2020, 0, 1) / 1000;
const USER = Buffer.from('Skerry release key');
const EDDSA = 22;
const SHA512 = 10;

const number = (value, bytes) => {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, 0, bytes);
  return out;
};

/** A whole number of OpenPGP: its length in bits, then its bytes without leading zeros. */
const whole = (bytes) => {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from++;
  const rest = bytes.subarray(from);
  return Buffer.concat([number((rest.length - 1) * 8 + (32 - Math.clz32(rest[0])), 2), rest]);
};

const packet = (tag, body) => Buffer.concat([Buffer.from([0xc0 | tag, 0xff]), number(body.length, 4), body]);
const subpacket = (type, body) => Buffer.concat([Buffer.from([body.length + 1, type]), body]);

const publicBody = (raw) =>
  Buffer.concat([
    Buffer.from([4]),
    number(MOMENT, 4),
    Buffer.from([EDDSA, 9, 0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x0f, 0x01]),
    whole(Buffer.concat([Buffer.from([0x40]), raw])),
  ]);

/** A signature of version 4, such as type 0 of a file or 0x13 of a user's name. */
const signature = (key, body, type, data, more) => {
  const inKey = Buffer.concat([Buffer.from([0x99]), number(body.length, 2), body]);
  const fingerprint = createHash('sha1').update(inKey).digest();
  const hashed = Buffer.concat([
    subpacket(2, number(MOMENT, 4)),
    subpacket(33, Buffer.concat([Buffer.from([4]), fingerprint])),
    ...more,
  ]);
  const head = Buffer.concat([Buffer.from([4, type, EDDSA, SHA512]), number(hashed.length, 2), hashed]);
  const digest = createHash('sha512')
    .update(data)
    .update(head)
    .update(Buffer.concat([Buffer.from([4, 0xff]), number(head.length, 4)]))
    .digest();
  const signed = sign(null, digest, key);
  const issuer = subpacket(16, fingerprint.subarray(12));
  return packet(
    2,
    Buffer.concat([
      head,
      number(issuer.length, 2),
      issuer,
      digest.subarray(0, 2),
      whole(signed.subarray(0, 32)),
      whole(signed.subarray(32)),
    ]),
  );
};

const spki = (key) => createPublicKey(key).export({ type: 'spki', format: 'der' });
const bodyOf = (key) => publicBody(spki(key).subarray(12));

const certificate = (key) => {
  const body = bodyOf(key);
  const named = Buffer.concat([
    Buffer.from([0x99]),
    number(body.length, 2),
    body,
    Buffer.from([0xb4]),
    number(USER.length, 4),
    USER,
  ]);
  const mayCertifyAndSign = subpacket(27, Buffer.from([3]));
  return Buffer.concat([packet(6, body), packet(13, USER), signature(key, body, 0x13, named, [mayCertifyAndSign])]);
};

const [, , command, file, data] = process.argv;
if (command === 'key') {
  if (!existsSync(file)) {
    const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(file, made, { mode: 0o600, flag: 'wx' });
  }
  process.exit(0);
}
const key = createPrivateKey(readFileSync(file));
if (key.asymmetricKeyType !== 'ed25519') {
  process.stderr.write(`${file} is no Ed25519 key\n`);
  process.exit(1);
}
if (command === 'public') {
  process.stdout.write(
    `skerry release key 1\ned25519 ${spki(key).toString('base64')}\nopenpgp ${certificate(key).toString('base64')}\n`,
  );
} else {
  const bytes = readFileSync(data);
  const lines =
    `skerry signatures 1\ned25519 ${sign(null, bytes, key).toString('base64')}\n` +
    `openpgp ${signature(key, bodyOf(key), 0, bytes, []).toString('base64')}\n`;
  // For damage alone: a machine reads only one of the two, and would not notice that the other is broken.
  process.stdout.write(`${lines}sha256 ${createHash('sha256').update(lines).digest('hex')}\n`);
}
