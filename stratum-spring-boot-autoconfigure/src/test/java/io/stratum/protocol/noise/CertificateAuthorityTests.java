package io.stratum.protocol.noise;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CertificateAuthorityTests {

	private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

	private static final Duration VALIDITY = Duration.ofHours(2);

	private final AtomicReference<Instant> now = new AtomicReference<>(START);

	private final AuthorityKeyPair key = AuthorityKeyPair.generate(new SecureRandom());

	private final CertificateAuthority authority = new CertificateAuthority(this.key, VALIDITY, new SecureRandom(),
			this.now::get);

	@Test
	void signsOnceForManyHandshakes() {
		NoiseIdentity identity = this.authority.identity();
		this.now.set(START.plus(Duration.ofMinutes(59)));
		assertThat(this.authority.identity()).isSameAs(identity);
	}

	@Test
	void signsAgainAfterHalfOfTheValidityWithTheSameStaticKey() throws Exception {
		NoiseIdentity identity = this.authority.identity();
		Instant later = START.plus(Duration.ofHours(1));
		this.now.set(later);
		NoiseIdentity renewed = this.authority.identity();
		assertThat(renewed).isNotSameAs(identity);
		assertThat(renewed.staticKey()).isSameAs(identity.staticKey());
		assertThat(renewed.certificate().notValidAfter()).isEqualTo(later.plus(VALIDITY));
		renewed.certificate().verify(this.authority.publicKey(), renewed.staticKey().publicKey(), later);
	}

	@Test
	void datesCertificatesBack() {
		assertThat(this.authority.identity().certificate().validFrom()).isEqualTo(START.minus(Duration.ofHours(1)));
	}

	@Test
	void signsAgainWhenTheClockWasSetBack() throws Exception {
		NoiseIdentity identity = this.authority.identity();
		this.now.set(START.minus(Duration.ofMinutes(30)));
		assertThat(this.authority.identity()).isSameAs(identity);
		Instant earlier = START.minus(Duration.ofHours(5));
		this.now.set(earlier);
		NoiseIdentity renewed = this.authority.identity();
		renewed.certificate().verify(this.authority.publicKey(), renewed.staticKey().publicKey(), earlier);
	}

	@Test
	void keepsTimesInsideWhatTheWireCanSay() {
		this.now.set(Instant.EPOCH);
		CertificateAuthority early = new CertificateAuthority(this.key, Duration.ofDays(365 * 500), new SecureRandom(),
				this.now::get);
		NoiseCertificate certificate = NoiseCertificate.decode(early.identity().certificate().encode());
		assertThat(certificate.validFrom()).isEqualTo(Instant.EPOCH);
		assertThat(certificate.notValidAfter()).isEqualTo(Instant.ofEpochSecond(0xffffffffL));
	}

	@Test
	void refusesAValidityThatIsTooShort() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> new CertificateAuthority(this.key, Duration.ofMillis(1999), new SecureRandom(), this.now::get))
			.withMessage("validity: PT1.999S (expected: >= PT2S)");
	}

}
