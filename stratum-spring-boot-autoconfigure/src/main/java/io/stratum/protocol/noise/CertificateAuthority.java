package io.stratum.protocol.noise;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Issues the identity of a server. The static key lives as long as this object; its
 * certificate is signed when somebody asks and half of its validity has passed, so one
 * signature serves many handshakes and nobody is shown one that is about to expire.
 * Certificates are back-dated, because the clocks of miners are wrong. Thread-safe.
 */
public final class CertificateAuthority {

	/** By how much certificates are valid before they were signed. */
	static final Duration BACK_DATED = Duration.ofHours(1);

	private final AuthorityKeyPair authority;

	private final Duration validity;

	private final SecureRandom random;

	private final InstantSource clock;

	private final EllSwiftKeyPair staticKey;

	private volatile Issue current;

	/**
	 * Creates the static key and its first certificate.
	 * @param authority the key that signs
	 * @param validity for how long a certificate is valid after it was signed; at least
	 * two seconds
	 * @param random where keys and nonces come from; a thread-safe one
	 * @param clock the time
	 */
	public CertificateAuthority(AuthorityKeyPair authority, Duration validity, SecureRandom random,
			InstantSource clock) {
		if (validity.toSeconds() < 2) {
			throw new IllegalArgumentException("validity: " + validity + " (expected: >= PT2S)");
		}
		this.authority = authority;
		this.validity = validity;
		this.random = random;
		this.clock = clock;
		this.staticKey = EllSwiftKeyPair.generate(random);
		this.current = issue(clock.instant());
	}

	/**
	 * The identity to be shown now.
	 * @return the identity, whose certificate is valid for at least half of the validity
	 */
	public NoiseIdentity identity() {
		Instant now = this.clock.instant();
		Issue issue = this.current;
		return issue.isFresh(now) ? issue.identity() : renewed(now);
	}

	/**
	 * The key that miners configure.
	 * @return the public key
	 */
	public AuthorityPublicKey publicKey() {
		return this.authority.publicKey();
	}

	private synchronized NoiseIdentity renewed(Instant now) {
		if (!this.current.isFresh(now)) {
			this.current = issue(now);
		}
		return this.current.identity();
	}

	private Issue issue(Instant now) {
		NoiseCertificate certificate = NoiseCertificate.sign(this.authority, this.staticKey.publicKey(),
				now.minus(BACK_DATED), now.plus(this.validity), this.random);
		return new Issue(new NoiseIdentity(this.staticKey, certificate), now, now.plus(this.validity.dividedBy(2)));
	}

	/**
	 * An identity and when it may be shown: before that time, the clock was set back.
	 */
	private record Issue(NoiseIdentity identity, Instant from, Instant until) {

		boolean isFresh(Instant now) {
			return !now.isBefore(this.from.minus(BACK_DATED)) && now.isBefore(this.until);
		}

	}

}
