package io.stratum.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;

import io.netty.buffer.ByteBuf;

import io.stratum.protocol.noise.AuthorityPublicKey;
import io.stratum.protocol.noise.CertificateAuthority;
import io.stratum.protocol.noise.ChaChaPoly;
import io.stratum.protocol.noise.NoiseResponder;
import io.stratum.protocol.noise.NoiseTransport;

/**
 * Computes the encrypted handshakes of Stratum V2 away from the event loops, with a key
 * that the authority of the server certifies. Thread-safe.
 */
public final class NoiseHandshakes implements AutoCloseable {

	private final Duration timeout;

	private final SecureRandom random = new SecureRandom();

	private final CertificateAuthority authority;

	private final HandshakeExecutor executor;

	/**
	 * Creates the static key of the server and its first certificate.
	 * @param settings the settings
	 * @param clock the time of day
	 */
	public NoiseHandshakes(NoiseSettings settings, InstantSource clock) {
		this.timeout = settings.timeout();
		this.authority = new CertificateAuthority(settings.authority(), settings.certificateValidity(), this.random,
				clock);
		this.executor = new HandshakeExecutor("stratum-handshake", settings.threads(), settings.maxWaiting());
	}

	/**
	 * The key that miners configure.
	 * @return the public key
	 */
	public AuthorityPublicKey publicKey() {
		return this.authority.publicKey();
	}

	/**
	 * How long a handshake may take.
	 */
	Duration timeout() {
		return this.timeout;
	}

	/**
	 * Computes a handshake soon.
	 * @param task what to do on another thread
	 * @return false if too many are waiting
	 */
	boolean submit(Runnable task) {
		try {
			this.executor.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	/**
	 * The whole of a handshake.
	 * @param act1 the first act, complete
	 * @param act2 where the second act is added
	 * @return the transport, which has to be given the cipher of its thread
	 */
	NoiseTransport respond(ByteBuf act1, ByteBuf act2) {
		NoiseTransport transport = new NoiseResponder(this.authority.identity(), this.random, new ChaChaPoly())
			.respond(act1, act2);
		if (transport == null) {
			throw new IllegalArgumentException("the first act is not complete");
		}
		return transport;
	}

	/**
	 * Computes no more handshakes.
	 */
	@Override
	public void close() {
		this.executor.close();
	}

}
