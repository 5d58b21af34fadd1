package io.stratum.protocol.noise;

/**
 * What a server shows in a handshake: its static key and the certificate for it.
 * Immutable; many handshakes share one.
 */
public final class NoiseIdentity {

	private final EllSwiftKeyPair staticKey;

	private final NoiseCertificate certificate;

	NoiseIdentity(EllSwiftKeyPair staticKey, NoiseCertificate certificate) {
		this.staticKey = staticKey;
		this.certificate = certificate;
	}

	/**
	 * The certificate.
	 * @return the certificate
	 */
	public NoiseCertificate certificate() {
		return this.certificate;
	}

	EllSwiftKeyPair staticKey() {
		return this.staticKey;
	}

}
