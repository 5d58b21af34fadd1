package io.stratum.ban;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.ban.BanPolicy;
import io.stratum.mining.ban.IpNetwork;
import io.stratum.mining.ban.Offence;
import io.stratum.mining.ban.ShareJudge;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Bans} with a policy that fails.
 */
class BanPolicyFaultTests {

	private static final InetAddress ADDRESS = new InetSocketAddress("192.0.2.1", 0).getAddress();

	private final TestBans config = new TestBans();

	@ParameterizedTest
	@MethodSource("faultyPolicies")
	void bansNobodyWhenThePolicyFails(String fault, Supplier<?> answer, String reason) {
		this.config.policy = policy((judge) -> {
			answer.get();
			return null;
		}, answer);
		assertMinesUnjudged(this.config.create(), reason);
		this.config.policy = policy((judge) -> judge, answer);
		assertMinesUnjudged(this.config.create(), reason);
	}

	private static void assertMinesUnjudged(Bans bans, String reason) {
		WorkerStanding standing = bans.open(Worker.of("alice.rig1"), ADDRESS);
		standing.addAccepted();
		for (int i = 0; i < 100; i++) {
			standing.addRejected(RejectReason.LOW_DIFFICULTY);
		}
		standing.close();
		bans.malformed(ADDRESS);
		bans.loginFailed("bob", ADDRESS);
		assertThat(standing.isBanned()).isFalse();
		assertThat(bans.admits(ADDRESS)).isTrue();
		assertThat(bans.size()).isZero();
		if (reason.isEmpty()) {
			assertThat(bans.faults()).isEmpty();
		}
		else {
			assertThat(bans.faults()).singleElement().satisfies((fault) -> {
				assertThat(fault.bean()).startsWith("BanPolicy (");
				assertThat(fault.text()).contains(reason);
				assertThat(fault.broken()).isFalse();
			});
		}
	}

	static Stream<Arguments> faultyPolicies() {
		return Stream.of(Arguments.of("exception", (Supplier<?>) () -> {
			throw new IllegalStateException("policy fails");
		}, "policy fails"), Arguments.of("error", (Supplier<?>) () -> {
			throw new NoClassDefFoundError("policy lacks");
		}, "policy lacks"), Arguments.of("null", (Supplier<?>) () -> null, ""),
				Arguments.of("no time", (Supplier<?>) () -> Duration.ZERO, "duration: PT0S (expected: more than 0)"),
				Arguments.of("negative time", (Supplier<?>) () -> Duration.ofSeconds(Long.MIN_VALUE),
						"(expected: more than 0)"));
	}

	/** A policy that gives the answer to whatever it is asked. */
	private static BanPolicy policy(UnaryOperator<ShareJudge> watch, Supplier<?> answer) {
		ShareJudge judge = new ShareJudge() {

			@Override
			public Duration accepted() {
				return (Duration) answer.get();
			}

			@Override
			public Duration rejected(RejectReason reason) {
				return (Duration) answer.get();
			}

			@Override
			public void close() {
				answer.get();
			}

		};
		return new BanPolicy() {

			@Override
			public ShareJudge watch(Worker worker, IpNetwork source) {
				return watch.apply(judge);
			}

			@Override
			public Duration offended(Offence offence) {
				return (Duration) answer.get();
			}

		};
	}

}
