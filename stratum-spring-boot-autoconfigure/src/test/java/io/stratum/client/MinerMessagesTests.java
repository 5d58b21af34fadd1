package io.stratum.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.StratumRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MinerMessages} and {@link MinerJob}.
 */
class MinerMessagesTests {

	private static final String COINB1 = "01000000010000000000000000000000000000000000000000000000000000000000000000"
			+ "ffffffff20020862062f503253482f04b8864e5008";

	private static final String COINB2 = "072f736c7573682f000000000100f2052a010000001976a914d23fcdf86f7e756a64a7a968"
			+ "8ef9903327048ed988ac00000000";

	private static final List<Object> NOTIFY = List.of("1f",
			"4d16b6f85af6e2198f44ae2a6de67f78487ae5611b77c6c0440b921e00000000", COINB1, COINB2, List.of(), "00000002",
			"1c2ac4af", "504e86ed", true);

	@Test
	void jobAndExtranonceGiveTheHeaderOfKnownShare() throws Exception {
		NotifyParams params = MinerMessages.job(request(NOTIFY));
		assertThat(params.jobId()).isEqualTo("1f");
		assertThat(params.cleanJobs()).isTrue();
		Subscription subscription = new Subscription(null, HexFormat.of().parseHex("08000002"), 4);
		MinerJob job = new MinerJob(params, subscription, 1, 0);
		byte[] header = job.header(new byte[] { 0, 0, 0, 1 });
		LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, 0xb2957c02);
		assertThat(Sha256d.hash(header))
			.hasToString("000000002076870fe65a2b6eeed84fa892c0db924f1482243a6247d931dcab32");
		assertThat(job.shareTarget().isMetBy(Sha256d.hash(header).toInternal())).isTrue();
		assertThat(new MinerJob(params, subscription, 8, 0).shareTarget().isMetBy(Sha256d.hash(header).toInternal()))
			.isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7 })
	void refusesJobWithWrongField(int index) {
		List<Object> params = new ArrayList<>(NOTIFY);
		params.set(index, "zz");
		if (index == 0) {
			params.set(index, "x".repeat(129));
		}
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> MinerMessages.job(request(params)));
	}

	@Test
	void refusesJobWithTooFewParams() {
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> MinerMessages.job(request(NOTIFY.subList(0, 8))))
			.withMessage("mining.notify params: 8 (expected: 9)");
	}

	@Test
	void refusesMoreBranchesThanAnyBlockHas() throws Exception {
		List<Object> params = new ArrayList<>(NOTIFY);
		List<Object> branches = new ArrayList<>();
		for (int i = 0; i < 24; i++) {
			branches.add("ab".repeat(32));
		}
		params.set(4, branches);
		assertThat(MinerMessages.job(request(params)).merkleBranches()).hasSize(24);
		branches.add("ab".repeat(32));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> MinerMessages.job(request(params)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 2, 16 })
	void acceptsExtranonceSizesWithinTheBounds(long size) throws Exception {
		Subscription subscription = MinerMessages.subscription(subscribeResult(size));
		assertThat(subscription.extranonce2Size()).isEqualTo((int) size);
		assertThat(subscription.sessionId()).isEqualTo("ae68");
		assertThat(subscription.extranonce1()).containsExactly(8, 0, 0, 2);
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 0, 1, 17, 1L << 32 | 4 })
	void refusesExtranonceSizesBeyondTheBounds(long size) {
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> MinerMessages.subscription(subscribeResult(size)))
			.withMessage("extranonce2 size: " + size + " (expected: 2 to 16)");
	}

	@Test
	void refusesLongOrOddExtranonce1() {
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> MinerMessages.extranonce(request(Arrays.asList("00".repeat(33), 4L)), null));
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> MinerMessages.extranonce(request(Arrays.asList("000", 4L)), null));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> MinerMessages.subscription("x"));
	}

	@Test
	void readsDifficulty() throws Exception {
		assertThat(MinerMessages.difficulty(request(List.of(16384L)))).isEqualTo(16384);
		assertThat(MinerMessages.difficulty(request(List.of(0.00003)))).isEqualTo(0.00003);
	}

	@Test
	void refusesDifficultyThatIsNone() {
		for (@Nullable
		Object value : Arrays.asList(0L, -1.0, "1", null)) {
			assertThatExceptionOfType(ProtocolException.class)
				.isThrownBy(() -> MinerMessages.difficulty(request(Arrays.asList(value))));
		}
	}

	@Test
	void grantsNoMoreVersionBitsThanWanted() throws Exception {
		Map<String, Object> result = Map.of("version-rolling", true, "version-rolling.mask", "ffffffff");
		assertThat(MinerMessages.grantedMask(result, 0x1fffe000)).isEqualTo(0x1fffe000);
		assertThat(MinerMessages.grantedMask(Map.of("version-rolling", false), -1)).isZero();
		assertThat(MinerMessages.grantedMask("x", -1)).isZero();
	}

	@Test
	void readsReconnect() throws Exception {
		assertThat(MinerMessages.reconnect(request(List.of("pool.example", "3334", 5L))))
			.isEqualTo(new ReconnectRequest("pool.example", 3334, Duration.ofSeconds(5)));
		assertThat(MinerMessages.reconnect(request(List.of()))).isEqualTo(new ReconnectRequest(null, 0, Duration.ZERO));
		assertThat(MinerMessages.reconnect(request(List.of("", 0L, 1L << 40))))
			.isEqualTo(new ReconnectRequest(null, 0, Duration.ofHours(1)));
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> MinerMessages.reconnect(request(List.of("pool.example", "x"))));
	}

	private static List<Object> subscribeResult(long size) {
		return List.of(List.of(List.of("mining.set_difficulty", "b4b6"), List.of("mining.notify", "ae68")), "08000002",
				size);
	}

	private static StratumRequest request(List<?> params) {
		return new StratumRequest(null, "test", params);
	}

}
