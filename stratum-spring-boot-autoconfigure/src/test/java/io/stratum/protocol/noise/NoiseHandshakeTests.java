package io.stratum.protocol.noise;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class NoiseHandshakeTests {

	private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

	private final SecureRandom random = new SecureRandom();

	private final ChaChaPoly cipher = new ChaChaPoly();

	private final CertificateAuthority authority = new CertificateAuthority(AuthorityKeyPair.generate(this.random),
			Duration.ofHours(24), this.random, InstantSource.fixed(NOW));

	@Test
	void actsMayBeCutAtEveryIndex() throws Exception {
		for (int cut = 0; cut <= NoiseResponder.ACT_2_LENGTH; cut += (cut < 66) ? 1 : 7) {
			NoiseInitiator initiator = initiator(this.authority.publicKey(), NOW);
			NoiseResponder responder = responder();
			ByteBuf act1 = Unpooled.buffer();
			initiator.start(act1);
			ByteBuf act2 = Unpooled.buffer();
			if (cut < NoiseResponder.ACT_1_LENGTH) {
				assertThat(responder.respond(act1.readSlice(cut), act2)).isNull();
				assertThat(act2.isReadable()).isFalse();
			}
			NoiseTransport server = responder.respond(act1, act2);
			assertThat(act2.readableBytes()).isEqualTo(NoiseResponder.ACT_2_LENGTH);
			act2.writeBytes(new byte[] { 1, 2, 3 });
			NoiseTransport client = null;
			if (cut < NoiseResponder.ACT_2_LENGTH) {
				assertThat(initiator.finish(act2.readSlice(cut))).isNull();
				client = initiator.finish(act2);
				assertThat(act2.readableBytes()).isEqualTo(3);
			}
			else {
				client = initiator.finish(act2);
			}
			assertThat(server).isNotNull();
			assertTalks(client, server);
			assertTalks(server, client);
		}
	}

	@Test
	void bytesAfterTheFirstActStay() {
		ByteBuf in = Unpooled.wrappedBuffer(new byte[NoiseResponder.ACT_1_LENGTH + 5]);
		assertThat(responder().respond(in, Unpooled.buffer())).isNotNull();
		assertThat(in.readableBytes()).isEqualTo(5);
	}

	@Test
	void everyFirstActIsAnswered() {
		Random bytes = new Random(64);
		byte[] act1 = new byte[NoiseResponder.ACT_1_LENGTH];
		for (int i = 0; i < 30; i++) {
			bytes.nextBytes(act1);
			ByteBuf act2 = Unpooled.buffer();
			assertThat(responder().respond(Unpooled.wrappedBuffer(act1), act2)).isNotNull();
			assertThat(act2.readableBytes()).isEqualTo(NoiseResponder.ACT_2_LENGTH);
		}
	}

	@Test
	void aChangedSecondActIsRefused() {
		for (int i = 0; i < NoiseResponder.ACT_2_LENGTH; i += 9) {
			NoiseInitiator initiator = initiator(null, NOW);
			ByteBuf act2 = answer(initiator);
			act2.setByte(i, act2.getByte(i) ^ 1);
			assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> initiator.finish(act2));
			assertThat(initiator.certificate()).isNull();
		}
	}

	@Test
	void anotherAuthorityIsRefused() {
		AuthorityPublicKey other = AuthorityKeyPair.generate(this.random).publicKey();
		NoiseInitiator initiator = initiator(other, NOW);
		ByteBuf act2 = answer(initiator);
		assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> initiator.finish(act2))
			.withMessage("certificate is not signed by authority " + other);
	}

	@Test
	void certificatesAreRefusedOutsideTheirTimes() throws Exception {
		Instant first = NOW.minus(CertificateAuthority.BACK_DATED);
		Instant last = NOW.plus(Duration.ofHours(24));
		for (Instant good : new Instant[] { first, NOW, last, last.plusMillis(999) }) {
			NoiseInitiator initiator = initiator(this.authority.publicKey(), good);
			assertThat(initiator.finish(answer(initiator))).isNotNull();
		}
		for (Instant bad : new Instant[] { first.minusMillis(1), last.plusSeconds(1) }) {
			NoiseInitiator initiator = initiator(this.authority.publicKey(), bad);
			ByteBuf act2 = answer(initiator);
			assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> initiator.finish(act2))
				.withMessageContaining("certificate valid");
		}
	}

	@Test
	void aClientWithoutAuthorityAcceptsAnyCertificate() throws Exception {
		NoiseInitiator initiator = initiator(null, NOW.plus(Duration.ofDays(1000)));
		assertThat(initiator.finish(answer(initiator))).isNotNull();
		assertThat(initiator.certificate()).isNotNull();
	}

	@Test
	void anUnknownVersionOfTheCertificateIsRefused() {
		byte[] bytes = this.authority.identity().certificate().encode();
		bytes[0] = 1;
		assertThatExceptionOfType(NoiseException.class)
			.isThrownBy(() -> NoiseCertificate.decode(bytes).verify(this.authority.publicKey(), new byte[32], NOW))
			.withMessage("certificate version: 1 (expected: 0)");
	}

	@Test
	void aHandshakeHappensOnce() throws Exception {
		NoiseInitiator initiator = initiator(null, NOW);
		assertThatIllegalStateException().isThrownBy(() -> initiator.finish(Unpooled.EMPTY_BUFFER));
		initiator.finish(answer(initiator));
		assertThatIllegalStateException().isThrownBy(() -> initiator.start(Unpooled.buffer()));
		assertThatIllegalStateException().isThrownBy(() -> initiator.finish(Unpooled.buffer()));
		NoiseResponder responder = responder();
		responder.respond(Unpooled.wrappedBuffer(new byte[64]), Unpooled.buffer());
		assertThatIllegalStateException().isThrownBy(() -> responder.respond(Unpooled.buffer(), Unpooled.buffer()));
	}

	private NoiseInitiator initiator(AuthorityPublicKey key, Instant now) {
		return new NoiseInitiator(key, this.random, this.cipher, InstantSource.fixed(now));
	}

	private NoiseResponder responder() {
		return new NoiseResponder(this.authority.identity(), this.random, this.cipher);
	}

	private ByteBuf answer(NoiseInitiator initiator) {
		ByteBuf act1 = Unpooled.buffer();
		initiator.start(act1);
		ByteBuf act2 = Unpooled.buffer();
		responder().respond(act1, act2);
		return act2;
	}

	private static void assertTalks(NoiseTransport from, NoiseTransport to) throws NoiseException {
		ByteBuf frame = Unpooled.wrappedBuffer(new byte[] { 0, 0, 1, 2, 0, 0, 8, 9 });
		ByteBuf sealed = Unpooled.buffer();
		from.seal(frame.duplicate(), sealed);
		ByteBuf opened = Unpooled.buffer();
		assertThat(to.open(sealed, opened)).isTrue();
		assertThat(to.open(sealed, opened)).isTrue();
		assertThat(to.open(sealed, opened)).isFalse();
		assertThat(opened).isEqualTo(frame);
	}

}
