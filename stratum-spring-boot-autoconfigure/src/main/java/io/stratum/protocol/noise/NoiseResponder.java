package io.stratum.protocol.noise;

import java.security.SecureRandom;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

/**
 * The server's side of one handshake, {@code Noise_NX_Secp256k1+EllSwift_ChaChaPoly_
 * SHA256} without a prologue: takes 64 bytes, gives 234, and is done. Every 64 bytes are
 * a valid first act, so it cannot fail; whether the peer understood shows in its first
 * frame. Costs three point multiplications. Not thread-safe; nothing has to be released.
 */
public final class NoiseResponder {

	/** Length of what the initiator sends: its encoded ephemeral key. */
	public static final int ACT_1_LENGTH = 64;

	/** Length of the answer: ephemeral key, static key and certificate, two with tags. */
	public static final int ACT_2_LENGTH = 234;

	private final NoiseIdentity identity;

	private final SecureRandom random;

	private final ChaChaPoly cipher;

	private final SymmetricState state;

	private final byte[] act1 = new byte[ACT_1_LENGTH];

	private int received;

	/**
	 * Creates the responder of one connection.
	 * @param identity the static key and its certificate
	 * @param random where the ephemeral key comes from
	 * @param cipher the cipher of the thread that owns the connection
	 */
	public NoiseResponder(NoiseIdentity identity, SecureRandom random, ChaChaPoly cipher) {
		this.identity = identity;
		this.random = random;
		this.cipher = cipher;
		this.state = new SymmetricState(this.cipher);
	}

	/**
	 * Takes bytes of the first act and answers when they are complete.
	 * @param in bytes of the initiator, cut anywhere; read up to the end of the act. Not
	 * released
	 * @param out where the second act is added
	 * @return the transport, or null when more bytes are needed
	 * @throws IllegalStateException if the handshake has ended before
	 */
	public @Nullable NoiseTransport respond(ByteBuf in, ByteBuf out) {
		if (this.received == ACT_1_LENGTH) {
			throw new IllegalStateException("The handshake has ended");
		}
		int length = Math.min(in.readableBytes(), ACT_1_LENGTH - this.received);
		in.readBytes(this.act1, this.received, length);
		this.received += length;
		if (this.received < ACT_1_LENGTH) {
			return null;
		}
		readAct1();
		writeAct2(out);
		return this.state.split(false);
	}

	private void readAct1() {
		this.state.mixHash(this.act1);
		this.state.mixHash(ChaChaPoly.noData());
	}

	private void writeAct2(ByteBuf out) {
		EllSwiftPublicKey theirs = EllSwiftPublicKey.decode(this.act1);
		EllSwiftKeyPair ephemeral = EllSwiftKeyPair.generate(this.random);
		EllSwiftKeyPair staticKey = this.identity.staticKey();
		out.writeBytes(ephemeral.encoding());
		this.state.mixHash(ephemeral.encoding());
		this.state.mixKey(ephemeral.agree(theirs, false));
		out.writeBytes(this.state.encryptAndHash(staticKey.encoding()));
		this.state.mixKey(staticKey.agree(theirs, false));
		out.writeBytes(this.state.encryptAndHash(this.identity.certificate().encode()));
	}

}
