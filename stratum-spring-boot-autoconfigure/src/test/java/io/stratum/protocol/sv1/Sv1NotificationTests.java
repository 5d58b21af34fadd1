package io.stratum.protocol.sv1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.bitcoin.Hash256;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.Sv1Notification.Reconnect;
import io.stratum.protocol.sv1.Sv1Notification.SetDifficulty;
import io.stratum.protocol.sv1.Sv1Notification.SetExtranonce;
import io.stratum.protocol.sv1.Sv1Notification.SetVersionMask;
import io.stratum.protocol.sv1.Sv1Notification.ShowMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Sv1Notification}, {@link Notify} and the results of a server.
 */
class Sv1NotificationTests {

	private static final String COINB1 = "01000000010000000000000000000000000000000000000000000000000000000000000000"
			+ "ffffffff20020862062f503253482f04b8864e5008";

	private static final String COINB2 = "072f736c7573682f000000000100f2052a010000001976a914d23fcdf86f7e756a64a7a968"
			+ "8ef9903327048ed988ac00000000";

	private static final List<Object> NOTIFY = List.of("1f",
			"4d16b6f85af6e2198f44ae2a6de67f78487ae5611b77c6c0440b921e00000000", COINB1, COINB2, List.of(), "00000002",
			"1c2ac4af", "504e86ed", true);

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7 })
	void refusesJobWithWrongField(int index) {
		List<Object> params = new ArrayList<>(NOTIFY);
		params.set(index, "zz");
		if (index == 0) {
			params.set(index, "x".repeat(129));
		}
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> Notify.decode(request(params)));
	}

	@Test
	void refusesJobWithTooFewParams() {
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> Notify.decode(request(NOTIFY.subList(0, 8))))
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
		assertThat(Notify.decode(request(params)).merkleBranch()).hasDimensions(24, 32);
		branches.add("ab".repeat(32));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> Notify.decode(request(params)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 2, 16 })
	void acceptsExtranonceSizesWithinTheBounds(long size) throws Exception {
		Subscription subscription = Subscription.decode(subscribeResult(size));
		assertThat(subscription.extranonce2Size()).isEqualTo((int) size);
		assertThat(subscription.sessionId()).isEqualTo("ae68");
		assertThat(subscription.extranonce1()).containsExactly(8, 0, 0, 2);
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 0, 1, 17, 1L << 32 | 4 })
	void refusesExtranonceSizesBeyondTheBounds(long size) {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> Subscription.decode(subscribeResult(size)))
			.withMessage("extranonce2 size: " + size + " (expected: 2 to 16)");
	}

	@Test
	void refusesLongOrOddExtranonce1() {
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> SetExtranonce.decode(request(Arrays.asList("00".repeat(33), 4L))));
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> SetExtranonce.decode(request(Arrays.asList("000", 4L))));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> Subscription.decode("x"));
	}

	@Test
	void readsDifficulty() throws Exception {
		assertThat(SetDifficulty.decode(request(List.of(16384L))).difficulty()).isEqualTo(16384);
		assertThat(SetDifficulty.decode(request(List.of(0.00003))).difficulty()).isEqualTo(0.00003);
	}

	@Test
	void refusesDifficultyThatIsNone() {
		for (@Nullable
		Object value : Arrays.asList(0L, -1.0, "1", null)) {
			assertThatExceptionOfType(ProtocolException.class)
				.isThrownBy(() -> SetDifficulty.decode(request(Arrays.asList(value))));
		}
	}

	@Test
	void readsTheVersionBitsThatAreGranted() throws Exception {
		Map<String, Object> result = Map.of("version-rolling", true, "version-rolling.mask", "1fffe000");
		assertThat(VersionRolling.granted(result).mask()).isEqualTo(0x1fffe000);
		assertThat(VersionRolling.granted(Map.of("version-rolling", false)).mask()).isZero();
		assertThat(VersionRolling.granted("x").mask()).isZero();
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> VersionRolling.granted(Map.of("version-rolling", true)));
	}

	@Test
	void answersAndAsksForVersionRolling() {
		Map<String, Object> answer = new LinkedHashMap<>();
		new VersionRolling(0x1fffe000).answer(answer);
		assertThat(answer).containsExactly(Map.entry("version-rolling", true),
				Map.entry("version-rolling.mask", "1fffe000"));
		answer.clear();
		new VersionRolling(0).answer(answer);
		assertThat(answer).containsExactly(Map.entry("version-rolling", false));
		Configure request = Configure.decode(request(new VersionRolling(0x00ffe000).params(2)));
		assertThat(VersionRolling.decode(request)).isEqualTo(new VersionRolling(0x00ffe000));
		assertThat(request.number("version-rolling.min-bit-count")).isEqualTo(2);
		assertThat(VersionRolling.decode(new Configure(List.of(), Map.of()))).isEqualTo(new VersionRolling(-1));
		assertThat(VersionRolling.decode(new Configure(List.of(), Map.of("version-rolling.mask", "xyz"))))
			.isEqualTo(new VersionRolling(0));
	}

	@Test
	void readsReconnect() throws Exception {
		assertThat(Reconnect.decode(request(List.of("pool.example", "3334", 5L))))
			.isEqualTo(new Reconnect("pool.example", 3334, 5));
		assertThat(Reconnect.decode(request(List.of()))).isEqualTo(new Reconnect(null, 0, 0));
		assertThat(Reconnect.decode(request(List.of("", 0L, 1L << 40)))).isEqualTo(new Reconnect(null, 0, 3600));
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> Reconnect.decode(request(List.of("pool.example", "x"))));
	}

	@Test
	void showsNoControlCharacters() {
		assertThat(ShowMessage.decode(request(List.of("a\nb")))).isEqualTo(new ShowMessage("a b"));
		assertThat(ShowMessage.decode(request(List.of(1L)))).isNull();
	}

	@Test
	void readsWhatItWrites() throws Exception {
		assertThat(SetDifficulty.decode(reread(new SetDifficulty(0.5)))).isEqualTo(new SetDifficulty(0.5));
		assertThat(SetVersionMask.decode(reread(new SetVersionMask(-1)))).isEqualTo(new SetVersionMask(-1));
		Reconnect away = new Reconnect("pool.example", 3334, 5);
		assertThat(Reconnect.decode(reread(away))).isEqualTo(away);
		assertThat(ShowMessage.decode(reread(new ShowMessage("hello")))).isEqualTo(new ShowMessage("hello"));
		SetExtranonce extranonce = SetExtranonce.decode(reread(new SetExtranonce(new byte[] { 8, 0, 2 }, 4)));
		assertThat(extranonce.extranonce1()).containsExactly(8, 0, 2);
		assertThat(extranonce.extranonce2Size()).isEqualTo(4);
		Notify job = new Notify("1f", Hash256.fromDisplay("0b".repeat(30) + "0c0d"), new byte[] { 1 }, new byte[] { 2 },
				new byte[][] { new byte[32] }, 3, 4, 5, true);
		Notify reread = Notify.decode((StratumRequest) decode(Unpooled.wrappedBuffer(job.encode())));
		assertThat(reread).usingRecursiveComparison().isEqualTo(job);
	}

	@Test
	void writesTheResultOfASubscription() throws Exception {
		Subscription given = new Subscription("ae68", new byte[] { 8, 0, 0, 2 }, 4);
		ByteBuf line = Unpooled.buffer();
		Sv1Encoder.result(line, 1L, given.result());
		assertThat(line.toString(StandardCharsets.UTF_8))
			.isEqualTo("{\"id\":1,\"result\":[[[\"mining.set_difficulty\",\"ae68\"],[\"mining.notify\",\"ae68\"]],"
					+ "\"08000002\",4],\"error\":null}\n");
		Sv1Response response = (Sv1Response) decode(line);
		assertThat(Subscription.decode(response.result())).usingRecursiveComparison().isEqualTo(given);
	}

	private static StratumRequest reread(Sv1Notification message) throws ProtocolException {
		ByteBuf line = Unpooled.buffer();
		Sv1Encoder.request(line, null, message.method(), message.params());
		StratumRequest request = (StratumRequest) decode(line);
		assertThat(request.method()).isEqualTo(message.method());
		return request;
	}

	private static Sv1Message decode(ByteBuf line) throws ProtocolException {
		return new Sv1Decoder(4096).decode(line);
	}

	private static List<Object> subscribeResult(long size) {
		return List.of(List.of(List.of("mining.set_difficulty", "b4b6"), List.of("mining.notify", "ae68")), "08000002",
				size);
	}

	private static StratumRequest request(List<?> params) {
		return new StratumRequest(null, "test", params);
	}

}
