package io.stratum.client.transport;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.stratum.protocol.noise.AuthorityPublicKey;
import io.stratum.protocol.noise.NoiseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NoiseHandler}: the transcript of one handshake, byte for byte.
 */
class NoiseHandlerTests {

	private static final String SECRET = "e73f85b5286d105d9d4040e53508a33940133e99a30783dacbc2e2eb572b76c1";

	private static final String ACT_1 = "09e540843e85d964e2611e3e05b20c28613a98cadfc637800fd3da4ad543f6a9"
			+ "714b9a7816ffba6dd65010fa03887b597ae3f957a303e93acf793f26ad688889";

	private static final String ACT_2 = "db93915cbef43c1b0155d3bda1928c2fa17681fed0fe411bd05d574c1a7691d9"
			+ "2bb49ae8bd88c5d90e6624d7e8cf0164472207d3f661bf84d833b804bbdfbeb7"
			+ "7a74a0d8950d22cdff1c408d4b9ef1052eb7934144ba1fbfad70b8d4ed42e2fb"
			+ "6457635278140871b51a919e2705bb183b13dd1fa351e855b7ba7cf03e41223775de6dd52f0760895d9a8d2bf6231d85"
			+ "c0cf2cca2286734e28d08906978be3ce5d39d4febc4fdfe65b0bb968fbad9485"
			+ "d144331d7a5350d388476762d60f08973cb124750847f21f55d289e97a7a138ea7d26f8dedac73448b327c2c107dc424"
			+ "992379f0477db0f5f350";

	private static final String SETUP = "000000230000000200020004000000093132372e302e302e31ce850676656e646f7202687702667700";

	private static final String SEALED_SETUP = "1382909edeedfb4675501eb469854207237d6b8cdd816f798383e680332f184cdf21289a51"
			+ "5fa4d67af552e90dc9ed0d73216deb4b0ece908574bec1b7e7bd8ccdd44e14939c7ea8de";

	private static final String SEALED_SUCCESS = "4cc91eae2f9d48da2b602fc53a62e506f5210dddc563f62cd1cf44bb0d722e63a4ef24dae4"
			+ "04cf7d0604fbc7";

	private static final AuthorityPublicKey AUTHORITY = AuthorityPublicKey
		.parse("9cHqcSM8pqANiciJ6TxKvHk1vAAkt5Qpnp97zE4qnHpcZzrSify");

	private final List<@Nullable Throwable> outcomes = new ArrayList<>();

	private EmbeddedChannel channel(AuthorityPublicKey authority, Instant now) {
		for (int branch = 0; branch < 8; branch++) {
			NoiseHandler handler = new NoiseHandler(Sv2Security.noise(authority), new Script(branch),
					InstantSource.fixed(now), false, this.outcomes::add);
			try {
				EmbeddedChannel channel = new EmbeddedChannel(handler);
				if (ACT_1.equals(hex(channel.readOutbound()))) {
					return channel;
				}
				channel.close();
				this.outcomes.clear();
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessage("the script has ended");
			}
		}
		throw new IllegalStateException("no branch gives the encoding of the transcript");
	}

	private EmbeddedChannel channel() {
		return channel(AUTHORITY, Instant.parse("2026-11-22T12:00:00Z"));
	}

	@Test
	void followsTheTranscriptWhereverItIsCut() {
		byte[] all = HexFormat.of().parseHex(ACT_2 + SEALED_SUCCESS);
		for (int cut = 0; cut <= all.length; cut += 13) {
			EmbeddedChannel channel = channel();
			channel.writeInbound(Unpooled.copiedBuffer(all, 0, cut));
			channel.writeInbound(Unpooled.copiedBuffer(all, cut, all.length - cut));
			assertThat(this.outcomes).containsExactly((Throwable) null);
			assertThat(hex(channel.readInbound()) + hex(channel.readInbound()))
				.isEqualTo("000001060000" + "020000000000");
			channel.writeOutbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(SETUP)));
			assertThat(hex(channel.readOutbound())).isEqualTo(SEALED_SETUP);
			assertThat(channel.finish()).isFalse();
			this.outcomes.clear();
		}
	}

	@Test
	void headerIsPassedOnBeforeItsPayload() {
		EmbeddedChannel channel = channel();
		channel.writeInbound(bytes(ACT_2));
		channel.writeInbound(bytes(SEALED_SUCCESS.substring(0, 44)));
		assertThat(hex(channel.readInbound())).isEqualTo("000001060000");
		channel.finishAndReleaseAll();
	}

	@Test
	void failsForAnotherAuthority() {
		EmbeddedChannel channel = channel(
				AuthorityPublicKey.parse("9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh"),
				Instant.EPOCH.plusSeconds(1_800_000_000));
		channel.writeInbound(bytes(ACT_2));
		assertThat(this.outcomes).singleElement().isInstanceOf(NoiseException.class);
		assertThat(channel.isOpen()).isFalse();
		assertThat(channel.inboundMessages()).isEmpty();
	}

	@Test
	void failsForACertificateThatHasNotBegun() {
		EmbeddedChannel channel = channel(AUTHORITY, Instant.ofEpochSecond(1_699_999_999));
		channel.writeInbound(bytes(ACT_2));
		assertThat(this.outcomes).singleElement().satisfies((ex) -> assertThat(ex).hasMessageContaining("valid from"));
	}

	@Test
	void failsWhenTheServerLeavesDuringTheHandshake() {
		EmbeddedChannel channel = channel();
		channel.writeInbound(bytes(ACT_2.substring(0, 100)));
		channel.close();
		assertThat(this.outcomes).singleElement().isInstanceOf(NoiseException.class);
	}

	@Test
	void closesWhenATagDoesNotVerify() {
		EmbeddedChannel channel = channel();
		channel.writeInbound(bytes(ACT_2));
		assertThatExceptionOfType(NoiseException.class)
			.isThrownBy(() -> channel.writeInbound(bytes("00" + SEALED_SUCCESS.substring(2))));
		assertThat(channel.isOpen()).isFalse();
		assertThat(this.outcomes).containsExactly((Throwable) null);
	}

	@Test
	void writesNoPlaintextBeforeTheEndOfTheHandshake() {
		EmbeddedChannel channel = channel();
		assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> channel.writeOutbound(bytes(SETUP)));
		assertThat(channel.outboundMessages()).isEmpty();
		channel.finishAndReleaseAll();
	}

	private static ByteBuf bytes(String hex) {
		return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
	}

	private static String hex(ByteBuf bytes) {
		try {
			return ByteBufUtil.hexDump(bytes);
		}
		finally {
			bytes.release();
		}
	}

	/**
	 * The secret, the encoding's first half and the branch for its second.
	 */
	private static final class Script extends SecureRandom {

		private final byte[] bytes;

		private int position;

		Script(int branch) {
			this.bytes = HexFormat.of().parseHex(SECRET + ACT_1.substring(0, 64) + "0" + branch);
		}

		@Override
		public void nextBytes(byte[] out) {
			if (this.position + out.length > this.bytes.length) {
				throw new IllegalStateException("the script has ended");
			}
			System.arraycopy(Arrays.copyOfRange(this.bytes, this.position, this.position + out.length), 0, out, 0,
					out.length);
			this.position += out.length;
		}

	}

}
