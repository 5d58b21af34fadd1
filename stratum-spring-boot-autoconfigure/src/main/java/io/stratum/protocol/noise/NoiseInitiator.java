package io.stratum.protocol.noise;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.secp256k1.EllSwift;

/**
 * The client's side of one handshake: gives 64 bytes, takes 234, and is done. Not
 * thread-safe; nothing has to be released.
 */
public final class NoiseInitiator {

	private static final int STATIC_KEY_END = EllSwift.LENGTH + EllSwift.LENGTH + ChaChaPoly.TAG_LENGTH;

	private final @Nullable AuthorityPublicKey authority;

	private final InstantSource clock;

	private final SymmetricState state;

	private final EllSwiftKeyPair ephemeral;

	private final byte[] act2 = new byte[NoiseResponder.ACT_2_LENGTH];

	private int received;

	private boolean started;

	private @Nullable NoiseCertificate certificate;

	/**
	 * Creates the initiator of one connection.
	 * @param authority who has to vouch for the server, or null to talk to any
	 * @param random where the ephemeral key comes from
	 * @param cipher the cipher of the thread that owns the connection
	 * @param clock the time at which the certificate has to be valid
	 */
	public NoiseInitiator(@Nullable AuthorityPublicKey authority, SecureRandom random, ChaChaPoly cipher,
			InstantSource clock) {
		this.authority = authority;
		this.clock = clock;
		this.state = new SymmetricState(cipher);
		this.ephemeral = EllSwiftKeyPair.generate(random);
	}

	/**
	 * Begins the handshake.
	 * @param out where the first act is added
	 * @throws IllegalStateException if it has begun before
	 */
	public void start(ByteBuf out) {
		if (this.started) {
			throw new IllegalStateException("The handshake has begun");
		}
		this.started = true;
		out.writeBytes(this.ephemeral.encoding());
		this.state.mixHash(this.ephemeral.encoding());
		this.state.mixHash(ChaChaPoly.noData());
	}

	/**
	 * Takes bytes of the second act and ends the handshake when they are complete.
	 * @param in bytes of the responder, cut anywhere; read up to the end of the act. Not
	 * released
	 * @return the transport, or null when more bytes are needed
	 * @throws NoiseException if a tag does not verify or the certificate is not
	 * acceptable
	 * @throws IllegalStateException if the handshake has not begun, or has ended before
	 */
	public @Nullable NoiseTransport finish(ByteBuf in) throws NoiseException {
		if (!this.started || this.received == this.act2.length) {
			throw new IllegalStateException("The handshake has not begun, or has ended");
		}
		int length = Math.min(in.readableBytes(), this.act2.length - this.received);
		in.readBytes(this.act2, this.received, length);
		this.received += length;
		if (this.received < this.act2.length) {
			return null;
		}
		readAct2();
		return this.state.split(true);
	}

	/**
	 * The certificate of the server.
	 * @return the certificate, or null before the end of the handshake
	 */
	public @Nullable NoiseCertificate certificate() {
		return this.certificate;
	}

	private void readAct2() throws NoiseException {
		byte[] serverEphemeral = Arrays.copyOf(this.act2, EllSwift.LENGTH);
		this.state.mixHash(serverEphemeral);
		this.state.mixKey(this.ephemeral.agree(EllSwiftPublicKey.decode(serverEphemeral), true));
		byte[] serverKey = this.state.decryptAndHash(Arrays.copyOfRange(this.act2, EllSwift.LENGTH, STATIC_KEY_END));
		EllSwiftPublicKey staticKey = EllSwiftPublicKey.decode(serverKey);
		this.state.mixKey(this.ephemeral.agree(staticKey, true));
		NoiseCertificate received = NoiseCertificate
			.decode(this.state.decryptAndHash(Arrays.copyOfRange(this.act2, STATIC_KEY_END, this.act2.length)));
		if (this.authority != null) {
			received.verify(this.authority, staticKey.xOnly(), this.clock.instant());
		}
		this.certificate = received;
	}

}
