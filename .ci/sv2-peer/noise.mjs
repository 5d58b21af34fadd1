// The initiator's side of Noise_NX_Secp256k1+EllSwift_ChaChaPoly_SHA256 and the encrypted frames after it.
import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { schnorr } from '@noble/curves/secp256k1.js';
import { createBase58check } from '@scure/base';
import { elligatorSwift } from '@scure/btc-signer/p2p.js';

const PROTOCOL = 'Noise_NX_Secp256k1+EllSwift_ChaChaPoly_SHA256';
const TAG = 16;
const HEADER = 6;
const CHUNK = 65535 - TAG;
const NOTHING = Buffer.alloc(0);

export const ACT_2_LENGTH = 64 + (64 + TAG) + (74 + TAG);

export const sha256 = (...parts) => {
	const hash = createHash('sha256');
	parts.forEach((part) => hash.update(part));
	return hash.digest();
};

const hmac = (key, ...parts) => {
	const mac = createHmac('sha256', key);
	parts.forEach((part) => mac.update(part));
	return mac.digest();
};

const hkdf = (chainingKey, input) => {
	const secret = hmac(chainingKey, input);
	const first = hmac(secret, Buffer.of(1));
	return [first, hmac(secret, first, Buffer.of(2))];
};

/** What the other side did wrong, in one line. */
export class Disagreement extends Error {}

/** The x-only key of the text that pools publish. */
export function authorityKey(text) {
	const bytes = createBase58check((data) => sha256(data)).decode(text);
	if (bytes.length !== 34 || bytes[0] !== 1 || bytes[1] !== 0) {
		throw new RangeError(`authority key: ${Buffer.from(bytes).toString('hex')} (expected: 0100 and 32 bytes)`);
	}
	return bytes.subarray(2);
}

class CipherState {
	constructor(key) {
		this.key = key;
		this.counter = 0n;
	}

	nonce() {
		const nonce = Buffer.alloc(12);
		nonce.writeBigUInt64LE(this.counter++, 4);
		return nonce;
	}

	seal(plaintext, data = NOTHING) {
		const cipher = createCipheriv('chacha20-poly1305', this.key, this.nonce(), { authTagLength: TAG });
		cipher.setAAD(data, { plaintextLength: plaintext.length });
		return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
	}

	open(sealed, what, data = NOTHING) {
		const length = sealed.length - TAG;
		const cipher = createDecipheriv('chacha20-poly1305', this.key, this.nonce(), { authTagLength: TAG });
		cipher.setAAD(data, { plaintextLength: length });
		cipher.setAuthTag(sealed.subarray(length));
		try {
			return Buffer.concat([cipher.update(sealed.subarray(0, length)), cipher.final()]);
		} catch {
			throw new Disagreement(`${what}: wrong authentication tag (counter ${this.counter - 1n})`);
		}
	}
}

/** One handshake: send act1, give 234 bytes to finish. */
export class Initiator {
	constructor(authority, ephemeral = elligatorSwift.keygen()) {
		this.authority = authority;
		this.ephemeral = ephemeral;
		this.chainingKey = sha256(PROTOCOL);
		this.hash = sha256(this.chainingKey);
		this.mixHash(ephemeral.publicKey);
		this.mixHash(NOTHING);
	}

	get act1() {
		return Buffer.from(this.ephemeral.publicKey);
	}

	mixHash(data) {
		this.hash = sha256(this.hash, data);
	}

	mixKey(theirs) {
		const { privateKey, publicKey } = this.ephemeral;
		this.shared = elligatorSwift.getSharedSecretBip324(privateKey, theirs, publicKey, true);
		const [chainingKey, key] = hkdf(this.chainingKey, this.shared);
		this.chainingKey = chainingKey;
		this.cipher = new CipherState(key);
	}

	open(sealed, what) {
		const plaintext = this.cipher.open(sealed, what, this.hash);
		this.mixHash(sealed);
		return plaintext;
	}

	/** Reads act 2; `step` hears the state after each of its tokens. */
	finish(act2, now, step = () => {}) {
		const theirs = act2.subarray(0, 64);
		this.mixHash(theirs);
		step('e');
		this.mixKey(theirs);
		step('ee');
		const staticKey = this.open(act2.subarray(64, 144), 'static key');
		step('s');
		this.mixKey(staticKey);
		step('es');
		this.verify(this.open(act2.subarray(144), 'certificate'), staticKey, now);
		step('certificate');
		const [send, receive] = hkdf(this.chainingKey, NOTHING);
		return new Transport(new CipherState(send), new CipherState(receive));
	}

	verify(certificate, staticKey, now) {
		const version = certificate.readUInt16LE(0);
		const from = certificate.readUInt32LE(2);
		const until = certificate.readUInt32LE(6);
		if (version !== 0) {
			throw new Disagreement(`certificate version: ${version} (expected: 0)`);
		}
		if (now < from || now > until) {
			throw new Disagreement(`certificate: valid from ${from} until ${until}, it is ${now}`);
		}
		const message = sha256(certificate.subarray(0, 10), elligatorSwift.decode(staticKey));
		if (!schnorr.verify(certificate.subarray(10), message, this.authority)) {
			throw new Disagreement('certificate: not signed by the given authority key');
		}
	}
}

/** Seals and opens frames. */
export class Transport {
	constructor(sending, receiving) {
		this.sending = sending;
		this.receiving = receiving;
	}

	seal(frame) {
		const sealed = [this.sending.seal(frame.subarray(0, HEADER))];
		for (let start = HEADER; start < frame.length; start += CHUNK) {
			sealed.push(this.sending.seal(frame.subarray(start, start + CHUNK)));
		}
		return Buffer.concat(sealed);
	}

	/** The next frame; `read` gives so many bytes. */
	async open(read) {
		const header = this.receiving.open(await read(HEADER + TAG), 'frame header');
		const parts = [header];
		for (let left = header.readUIntLE(3, 3); left > 0; left -= CHUNK) {
			parts.push(this.receiving.open(await read(Math.min(left, CHUNK) + TAG), 'frame payload'));
		}
		return Buffer.concat(parts);
	}
}
